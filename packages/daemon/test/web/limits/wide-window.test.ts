// A limit over several daemons: what it promises, over any program of calls.

import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { CountAsked, Counted } from '../../../src/accounts/index.ts';
import { createWideWindow } from '../../../src/web/wide-window.ts';
import { createCountModel } from '../../support/count-model.ts';

const windowMs = 60_000;

const range = (length: number) => Array.from({ length }, (_, index) => index);

/** Several daemons, each with a clock that is off by so much, before one database. */
function createDaemons({ points, skews }: { points: number; skews: readonly number[] }) {
  let now = 0;
  const rate = { points, seconds: windowMs / 1_000 };
  const count = createCountModel(() => now);
  const passes: { at: number }[] = [];
  const refusals: { at: number; waitMs: number }[] = [];
  const held: (() => void)[] = [];
  const database = {
    isAway: false,
    /** It answers only when it is told to. */
    isHeldUp: false,
    statements: 0,
    mostUnderWay: 0,
    goOn() {
      for (const answer of held.splice(0)) answer();
    },
  };

  async function ask(asked: CountAsked): Promise<Counted | null> {
    database.statements += 1;
    if (database.isHeldUp) {
      await new Promise<void>((resolve) => {
        database.mostUnderWay = Math.max(database.mostUnderWay, held.push(resolve));
      });
    }
    return database.isAway ? null : count(asked);
  }

  const daemons = skews.map((skew) => {
    const known: { daemons: number | null } = { daemons: skews.length };
    const window = createWideWindow({
      rate,
      clock: { monotonic: () => now + skew },
      countDaemons: () => known.daemons,
      count: ask,
    });
    const take = async (key = 'ada') => {
      const waitMs = await window.take(key);
      if (waitMs === 0) passes.push({ at: now });
      else refusals.push({ at: now, waitMs });
      return waitMs;
    };
    const takeMany = async (calls: number) => {
      const waits = await Promise.all(range(calls).map(() => take()));
      return waits.filter((waitMs) => waitMs === 0).length;
    };
    return { known, take, takeMany, tell: () => window.tell() };
  });

  return {
    daemons,
    database,
    passes,
    refusals,
    wait(ms: number) {
      now += ms;
    },
    know(count: number | null) {
      for (const { known } of daemons) known.daemons = count;
    },
  };
}

/** The most in any stretch of a window: each can be moved to begin with a pass. */
function findMost(passes: readonly { at: number }[]): number {
  let from = 0;
  return passes.reduce((most, { at }, index) => {
    while (passes[from]!.at <= at - windowMs) from += 1;
    return Math.max(most, index - from + 1);
  }, 0);
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ at: fc.nat(3), calls: fc.integer({ min: 1, max: 12 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ ms: fc.constantFrom(1, 700, 5_900, 6_100, 20_000, 59_999) }),
  },
);
const program = fc.record({
  points: fc.integer({ min: 1, max: 90 }),
  skews: fc.array(fc.nat(7_000), { minLength: 2, maxLength: 4 }),
  steps: fc.array(step, { minLength: 20, maxLength: 120, size: 'max' }),
});

test('I15: over any window no more than a tenth above the limit passes; who makes fewer calls than it in 1.3 windows is never refused', async () => {
  await fc.assert(
    fc.asyncProperty(program, async ({ points, skews, steps }) => {
      const all = createDaemons({ points, skews });
      for (const one of steps) {
        if ('ms' in one) all.wait(one.ms);
        else await all.daemons[one.at % skews.length]!.takeMany(one.calls);
      }
      expect(findMost(all.passes)).toBeLessThanOrEqual(1.1 * points);
      const recent = all.refusals.map(
        ({ at: till }) =>
          all.passes.filter(({ at }) => at > till - 1.3 * windowMs && at <= till).length,
      );
      expect(Math.min(points, ...recent)).toBe(points);
    }),
    { numRuns: 300 },
  );
});

test('a daemon alone: no more than the limit, and who makes fewer calls than it in 1.1 windows is never refused', async () => {
  await fc.assert(
    fc.asyncProperty(program, async ({ points, steps }) => {
      const all = createDaemons({ points, skews: [0] });
      for (const one of steps) {
        if ('ms' in one) all.wait(one.ms);
        else await all.daemons[0]!.takeMany(one.calls);
      }
      expect(findMost(all.passes)).toBeLessThanOrEqual(points);
      const recent = all.refusals.map(
        ({ at: till }) =>
          all.passes.filter(({ at }) => at > till - 1.1 * windowMs && at <= till).length,
      );
      expect(Math.min(points, ...recent)).toBe(points);
      expect(all.database.statements).toBe(0);
    }),
    { numRuns: 150 },
  );
});

test('a refused caller who comes back when told to may pass, and costs no statement before', async () => {
  const all = createDaemons({ points: 40, skews: [0, 3_000] });
  const [a, b] = all.daemons;
  expect(await a!.takeMany(20)).toBe(20);
  all.wait(20_000);
  expect(await b!.takeMany(40)).toBeLessThanOrEqual(24);
  const waits = await Promise.all(range(10).map(() => b!.take()));
  const { statements } = all.database;
  all.wait(Math.min(...waits) - 1);
  for (const _ of range(1_000)) expect(await b!.take()).toBe(1);
  expect(all.database.statements).toBe(statements);
  all.wait(1);
  expect(await b!.take()).toBe(0);
});

test('alone it asks nothing; among others it asks once for so many calls as its share of a tenth, and one more', async () => {
  const all = createDaemons({ points: 100, skews: [0, 0] });
  const [a] = all.daemons;
  all.know(1);
  for (const _ of range(50)) await a!.take();
  expect(all.database.statements).toBe(0);
  all.know(2);
  // What passed before is told with the first call.
  await a!.take();
  for (const _ of range(36)) await a!.take();
  expect(all.database.statements).toBe(1 + 6);
});

test('while it is not known whether there are others, no call passes without a word', async () => {
  const all = createDaemons({ points: 100, skews: [0] });
  all.know(null);
  for (const _ of range(10)) await all.daemons[0]!.take();
  expect(all.database.statements).toBe(10);
});

test('calls that come while a statement is under way go out together as the next', async () => {
  const all = createDaemons({ points: 20, skews: [0, 0] });
  const { database } = all;
  const [a, b] = all.daemons;
  expect(await b!.takeMany(10)).toBe(10);
  const before = database.statements;
  database.isHeldUp = true;
  const first = a!.takeMany(2);
  await vi.waitFor(() => expect(database.statements).toBe(before + 1));
  const second = a!.takeMany(18);
  database.goOn();
  await vi.waitFor(() => expect(database.statements).toBe(before + 2));
  database.goOn();
  expect(await first).toBe(2);
  expect(await second).toBe(8);
  // What was refused holds no place: its time is that of those who passed.
  all.wait(1.1 * windowMs);
  database.isHeldUp = false;
  expect(await a!.takeMany(20)).toBe(20);
});

describe('a second daemon appears in mid-window', () => {
  test('what the first let pass is told, so both together let pass what is left', async () => {
    const all = createDaemons({ points: 100, skews: [0, 2_000] });
    const [a, b] = all.daemons;
    all.know(1);
    expect(await a!.takeMany(80)).toBe(80);
    all.wait(30_000);
    all.know(2);
    expect(await a!.tell()).toBe(true);
    b!.known.daemons = null;
    const more = (await b!.takeMany(50)) + (await a!.takeMany(50));
    expect(more).toBeGreaterThanOrEqual(20);
    expect(more).toBeLessThanOrEqual(30);
    // It is told with its age, so it is over when it would have been without anybody to tell it to.
    all.wait(1.2 * windowMs - 30_000);
    expect(await b!.takeMany(100)).toBeGreaterThanOrEqual(70);
  });

  test('both were alone, and let more pass than the limit: nothing more until enough of it is over', async () => {
    const all = createDaemons({ points: 100, skews: [0, 0] });
    const [a, b] = all.daemons;
    all.know(1);
    expect(await a!.takeMany(100)).toBe(100);
    all.wait(18_000);
    expect(await b!.takeMany(60)).toBe(60);
    all.know(2);
    await Promise.all([a!.tell(), b!.tell()]);
    expect(await b!.takeMany(40)).toBe(0);
    all.wait(windowMs - 24_000);
    expect(await b!.takeMany(40)).toBe(0);
    // What the first let pass is over, what the second did is not, and both know of it.
    all.wait(18_000);
    expect(await a!.takeMany(100)).toBe(40);
    all.wait(12_000);
    expect(await b!.takeMany(100)).toBe(60);
  });

  test('of many callers some are told of at a time; a call of theirs waits, and is counted', async () => {
    const all = createDaemons({ points: 10, skews: [0, 0] });
    const { database } = all;
    const [a] = all.daemons;
    all.know(1);
    for (const key of range(1_000)) await a!.take(`user ${key}`);
    all.know(2);
    database.isHeldUp = true;
    const told = a!.tell();
    await vi.waitFor(() => expect(database.statements).toBe(200));
    const call = a!.take('user 1');
    await vi.waitFor(() => {
      database.goOn();
      expect(database.statements).toBe(1_001);
    });
    database.isHeldUp = false;
    database.goOn();
    expect(await told).toBe(true);
    expect(await call).toBe(0);
    expect(database.mostUnderWay).toBeLessThanOrEqual(201);
  });
});

test('the database is away: each counts alone, and tells what passed once it is back', async () => {
  const all = createDaemons({ points: 100, skews: [0, 0] });
  const [a, b] = all.daemons;
  all.database.isAway = true;
  expect(await a!.takeMany(150)).toBe(100);
  expect(await b!.takeMany(60)).toBe(60);
  expect(await a!.tell()).toBe(false);
  all.database.isAway = false;
  expect(await a!.tell()).toBe(true);
  expect(await b!.takeMany(40)).toBe(0);
});

// What all daemons let pass, counted by one statement: the same as a list of points would tell.

import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CountAsked } from '../../src/accounts/index.ts';
import { createCountModel } from '../support/count-model.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { createWorld, type World } from '../support/world.ts';

let database: TestDatabase;
let a: World;
let b: World;
beforeAll(async () => {
  database = await createTestDatabase();
  a = await createWorld({ database });
  b = await createWorld({ database });
});
beforeEach(async () => {
  await a.repo.sql`delete from rate_counts`;
});
afterAll(async () => {
  await a[Symbol.asyncDispose]();
  await b[Symbol.asyncDispose]();
  await database.drop();
});

const range = (length: number) => Array.from({ length }, (_, index) => index);
const nothing = { passed: [], wanted: 1, isForced: false };
/** Slices of months: none ends while a test runs. */
const seconds = 77_777_777;
const sliceMs = seconds * 100;

/** Time goes by, as many slices of it: everything was so much earlier. */
const pass = (slices: number) => a.repo.sql`update rate_counts set slice = slice - ${slices}`;

const step = fc.oneof(
  { weight: 1, arbitrary: fc.record({ slices: fc.integer({ min: 1, max: 12 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      key: fc.constantFrom('x', 'y'),
      passed: fc.array(fc.nat(3), { maxLength: 11 }),
      wanted: fc.nat(6),
      isForced: fc.boolean(),
    }),
  },
);

test('any program of asking is answered as by a list of points', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 25, size: 'max' }),
      fc.integer({ min: 1, max: 30 }),
      async (steps, points) => {
        await a.repo.sql`delete from rate_counts`;
        let gone = 0;
        const model = createCountModel(() => Date.now() + gone * sliceMs);
        for (const one of steps) {
          if ('slices' in one) {
            gone += one.slices;
            await pass(one.slices);
            continue;
          }
          const held = one.passed.reduce((sum, count) => sum + count, 0);
          const isForced = one.isForced || held > points;
          const asked: CountAsked = { ...one, isForced, rate: { points, seconds } };
          const expected = model(asked);
          const { waitMs, ...found } = await a.sessions.countPoints(asked);
          expect(found).toEqual({ isRecorded: expected.isRecorded, granted: expected.granted });
          expect(waitMs > 0).toBe(expected.waitMs > 0);
          // By two clocks that may be read a moment apart.
          expect(Math.abs(waitMs - expected.waitMs)).toBeLessThan(60_000);
        }
      },
    ),
    { numRuns: 15 },
  );
});

test('two daemons ask for many keys crosswise: exactly the limit is granted of each, and nobody waits for the other', async () => {
  const rate = { points: 7, seconds };
  const keys = range(300).map((index) => `key ${index}`);
  const granted = new Map(keys.map((key) => [key, 0]));
  const askInTurn = async (world: World, key: string) => {
    for (const _ of range(5)) {
      const counted = await world.sessions.countPoints({ ...nothing, key, rate });
      granted.set(key, granted.get(key)! + counted.granted);
    }
  };
  await Promise.all([
    ...keys.map((key) => askInTurn(a, key)),
    ...keys.toReversed().map((key) => askInTurn(b, key)),
  ]);
  expect(new Set(granted.values())).toEqual(new Set([7]));
});

test('who asks at the same time for another limit is counted by that', async () => {
  const ask = (key: string, points: number, isForced = false) =>
    a.sessions.countPoints({
      key,
      rate: { points, seconds },
      passed: isForced ? [9] : [],
      wanted: 5,
      isForced,
    });
  const counted = await Promise.all([ask('x', 2), ask('y', 4), ask('z', 4, true), ask('w', 3)]);
  expect(counted.map(({ granted }) => granted)).toEqual([2, 4, 0, 3]);
});

test('a limit of many thousands costs a row no more than a small one', async () => {
  const asked = { ...nothing, key: 'x', rate: { points: 12_000_000, seconds }, wanted: 5_000_000 };
  expect(await a.sessions.countPoints(asked)).toMatchObject({ granted: 5_000_000, waitMs: 0 });
  expect(await b.sessions.countPoints(asked)).toMatchObject({ granted: 5_000_000, waitMs: 0 });
  expect((await a.sessions.countPoints(asked)).granted).toBe(2_000_000);
  const [row] = await a.repo.sql`select cardinality(points) as slices from rate_counts`;
  expect(row).toEqual({ slices: 11 });
});

test('a clock that was set back by more than a window leaves nobody locked out', async () => {
  const asked = { ...nothing, key: 'x', rate: { points: 3, seconds }, wanted: 3 };
  await a.sessions.countPoints(asked);
  await pass(-3);
  expect((await a.sessions.countPoints(asked)).granted).toBe(0);
  await pass(-9);
  expect((await a.sessions.countPoints(asked)).granted).toBe(3);
});

test('what no window reaches any more is swept, and nothing else', async () => {
  const ask = (key: string, length: number) =>
    a.sessions.countPoints({ ...nothing, key, rate: { points: 1, seconds: length } });
  await ask('short', 60);
  await ask('long', seconds);
  await a.sessions.sweepTokens();
  expect(await a.repo.sql`select 1 from rate_counts`).toHaveLength(2);
  await a.repo.sql`update rate_counts set slice = slice - 12 where key = 'short'`;
  await a.repo.sql`update rate_counts set slice = slice - 10 where key = 'long'`;
  await a.sessions.sweepTokens();
  expect(await a.repo.sql`select key from rate_counts`).toEqual([{ key: 'long' }]);
});

// A limit over several daemons: what it promises, over any program of calls.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CountAsked, Counted } from '../../../src/accounts/index.ts';
import { createManualClock } from '../../../src/telemetry/index.ts';
import { createWideWindow } from '../../../src/web/wide-window.ts';
import { createCountModel } from './count-model.ts';

const windowMs = 60_000;
const rateOf = (points: number) => ({ points, seconds: windowMs / 1_000 });

/** Several daemons by one clock, each with a skew of its own, before one database that answers when told. */
function createDaemons({ points, skews }: { points: number; skews: readonly number[] }) {
  const clock = createManualClock();
  const count = createCountModel(() => clock.monotonic());
  const waiting: (() => void)[] = [];
  let isAway = false;
  let isHeldUp = false;
  let statements = 0;
  const passes: { at: number; by: number }[] = [];
  const refusals: { at: number; waitMs: number }[] = [];

  async function ask(asked: CountAsked): Promise<Counted | null> {
    statements += 1;
    if (isAway) return null;
    if (isHeldUp) await new Promise<void>((resolve) => waiting.push(resolve));
    return isAway ? null : count(asked);
  }

  const daemons = skews.map((skew) => {
    const known: { daemons: number | null } = { daemons: skews.length };
    const window = createWideWindow({
      rate: rateOf(points),
      clock: { monotonic: () => clock.monotonic() + skew },
      countDaemons: () => known.daemons,
      count: ask,
    });
    return { window, known };
  });

  return {
    clock,
    daemons,
    passes,
    refusals,
    countStatements: () => statements,
    setAway(value: boolean) {
      isAway = value;
    },
    /** While it is held up, the database answers one at a time, and only when told. */
    holdUp(value: boolean) {
      isHeldUp = value;
      if (!value) for (const answer of waiting.splice(0)) answer();
    },
    answerOne: () => waiting.shift()?.(),
    async call(by: number): Promise<number> {
      const waitMs = await daemons[by]!.window.take('ada');
      const at = clock.monotonic();
      if (waitMs === 0) passes.push({ at, by });
      else refusals.push({ at, waitMs });
      return waitMs;
    },
  };
}

/** The most that passed in any stretch of a window; every such stretch can be moved to begin with a pass. */
function findMost(passes: readonly { at: number }[], lengthMs = windowMs): number {
  return Math.max(
    0,
    ...passes.map(
      ({ at: from }) => passes.filter(({ at }) => at >= from && at < from + lengthMs).length,
    ),
  );
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ at: fc.nat(3), calls: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 3, arbitrary: fc.record({ ms: fc.constantFrom(1, 700, 5_900, 6_100, 20_000, 59_999) }) },
);
const program = fc.record({
  points: fc.integer({ min: 1, max: 90 }),
  skews: fc.array(fc.nat(7_000), { minLength: 2, maxLength: 4 }),
  steps: fc.array(step, { minLength: 20, maxLength: 120, size: 'max' }),
});

describe('I15: over any window on several daemons', () => {
  test('no more than a tenth above the limit passes, and who made fewer calls than it in 1.3 windows is never refused', async () => {
    await fc.assert(
      fc.asyncProperty(program, async ({ points, skews, steps }) => {
        const all = createDaemons({ points, skews });
        for (const one of steps) {
          if ('ms' in one) {
            await all.clock.advance(one.ms);
            continue;
          }
          const by = one.at % skews.length;
          await Promise.all(Array.from({ length: one.calls }, () => all.call(by)));
        }
        expect(findMost(all.passes)).toBeLessThanOrEqual(1.1 * points);
        for (const { at } of all.refusals) {
          const recent = all.passes.filter((pass) => pass.at > at - 1.3 * windowMs && pass.at <= at);
          expect(recent.length).toBeGreaterThanOrEqual(points);
        }
      }),
      { numRuns: 300 },
    );
  });
});

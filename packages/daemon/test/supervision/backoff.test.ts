// Laws of the pure half: back-off is bounded and grows to its cap, intensity counts a window.

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { computeCeiling, computeDelay } from '../../src/supervision/backoff.ts';
import { isTooIntense, recordRestart } from '../../src/supervision/intensity.ts';
import { selectAffected } from '../../src/supervision/strategy.ts';

const backoffs = fc
  .record({ baseMs: fc.integer({ min: 1, max: 5_000 }), capMs: fc.integer({ min: 1, max: 1e6 }) })
  .map((bounds) => ({ ...bounds, resetAfterMs: 60_000 }));
const attempts = fc.nat(2_000);
const randoms = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('back-off', () => {
  test.prop([backoffs, attempts, randoms])('lies between zero and the cap', (...args) => {
    const delay = computeDelay(...args);
    expect(Number.isInteger(delay)).toBe(true);
    expect(delay).toBeGreaterThanOrEqual(0);
    expect(delay).toBeLessThanOrEqual(args[0].capMs);
  });

  test.prop([backoffs, attempts])(
    'doubles from the base until it is capped',
    (backoff, attempt) => {
      const [now, next] = [computeCeiling(backoff, attempt), computeCeiling(backoff, attempt + 1)];
      expect(computeCeiling(backoff, 0)).toBe(Math.min(backoff.baseMs, backoff.capMs));
      expect(next).toBe(Math.min(now * 2, backoff.capMs));
    },
  );

  test.prop([backoffs, attempts, randoms, randoms])(
    'uses the whole range: more chance is more rest',
    (backoff, attempt, one, other) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      expect(computeDelay(backoff, attempt, low)).toBeLessThanOrEqual(
        computeDelay(backoff, attempt, high),
      );
      expect(computeDelay(backoff, attempt, 0)).toBe(0);
      expect(computeDelay(backoff, attempt, 1 - Number.EPSILON)).toBeGreaterThanOrEqual(
        computeCeiling(backoff, attempt) - 1,
      );
    },
  );
});

describe('restart intensity', () => {
  test.prop([
    fc.array(fc.nat(500), { minLength: 1, maxLength: 60 }),
    fc.nat(6),
    fc.integer({ min: 1, max: 1_000 }),
  ])(
    'is exceeded by more than maxRestarts in any window, and only then',
    (gaps, maxRestarts, withinMs) => {
      const intensity = { maxRestarts, withinMs };
      const times: number[] = [];
      let kept: readonly number[] = [];
      for (const gap of gaps) {
        const now = (times.at(-1) ?? 0) + gap;
        times.push(now);
        kept = recordRestart(kept, now, intensity);
        const inWindow = times.filter((at) => at > now - withinMs).length;
        expect(isTooIntense(kept, intensity)).toBe(inWindow > maxRestarts);
      }
    },
  );
});

describe('strategy', () => {
  test.prop([fc.integer({ min: 1, max: 9 }), fc.nat(8)])(
    'selects who stands on the dead',
    (size, at) => {
      const list = Array.from({ length: size }, (_, index) => index);
      const dead = at % size;
      expect(selectAffected('one_for_one', list, dead)).toEqual([dead]);
      expect(selectAffected('rest_for_one', list, dead)).toEqual(
        list.filter((each) => each >= dead),
      );
      expect(selectAffected('one_for_all', list, dead)).toEqual(list);
    },
  );
});

// The waits between attempts to connect.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffDelay } from '../../src/api/backoff.ts';

const options = { baseMs: 500, capMs: 5_000 };
const dice = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('no wait is over the cap or under half of the first', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), dice, (attempt, random) => {
      const delay = backoffDelay(attempt, random, options);
      expect(delay).toBeGreaterThanOrEqual(options.baseMs / 2);
      expect(delay).toBeLessThanOrEqual(options.capMs);
    }),
  );
});

test('with the same dice waits never shrink', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), dice, (attempt, random) => {
      expect(backoffDelay(attempt + 1, random, options)).toBeGreaterThanOrEqual(
        backoffDelay(attempt, random, options),
      );
    }),
  );
});

test('two clients that lost the same server do not come back together', () => {
  expect(backoffDelay(5, 0, options)).toBe(2_500);
  expect(backoffDelay(5, 0.999, options)).toBeGreaterThan(4_990);
});

// Waiting for a promise, but not for ever.

import type { SupervisionClock } from './child.ts';

export const late = Symbol('late');

/**
 * The promise's outcome, or `late` when `ms` milliseconds pass first (`Infinity` waits for ever).
 * A rejection after the deadline is swallowed: whoever gave up has said so already.
 */
export async function awaitWithin<T>(
  clock: SupervisionClock,
  ms: number,
  promise: Promise<T>,
): Promise<T | typeof late> {
  if (ms === Number.POSITIVE_INFINITY) return promise;
  const expired = Promise.withResolvers<typeof late>();
  using _timer = clock.setTimeout(() => expired.resolve(late), ms);
  return await Promise.race([promise, expired.promise]);
}

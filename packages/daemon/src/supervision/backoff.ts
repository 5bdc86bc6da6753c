// How long a crashed child rests before its next start: exponential, capped, with full jitter.

export interface Backoff {
  /** The longest rest after the first crash, in milliseconds; it doubles with every further one. */
  baseMs: number;
  /** No rest is longer, in milliseconds. */
  capMs: number;
  /** A child that ran this long, in milliseconds, starts again from `baseMs`. */
  resetAfterMs: number;
}

export const defaultBackoff: Backoff = { baseMs: 200, capMs: 10_000, resetAfterMs: 60_000 };

/** The most that crash number `attempt` (the first is 0) may cost, in milliseconds. */
export function computeCeiling({ baseMs, capMs }: Backoff, attempt: number): number {
  return Math.min(capMs, baseMs * 2 ** attempt);
}

/**
 * A rest between zero and the ceiling, in whole milliseconds; `random` lies in [0, 1).
 * Full jitter spreads a herd best: Marc Brooker, "Exponential Backoff and Jitter", AWS 2015.
 */
export function computeDelay(backoff: Backoff, attempt: number, random: number): number {
  return Math.floor(random * computeCeiling(backoff, attempt));
}

// How long to wait before the next attempt to connect: pure, apart from the dice it is given.

export interface BackoffOptions {
  readonly baseMs: number;
  readonly capMs: number;
}

/**
 * Milliseconds before attempt `attempt` (1 is the first repetition): doubling up to the cap, half of
 * it by dice, so that a thousand clients of a restarted server do not come back in one instant.
 *
 * @param random from 0 up to 1.
 */
export function backoffDelay(
  attempt: number,
  random: number,
  { baseMs, capMs }: BackoffOptions,
): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(ceiling * (0.5 + random / 2));
}

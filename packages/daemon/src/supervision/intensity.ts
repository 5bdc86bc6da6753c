// Restart intensity: how many restarts within a window are bad luck, and when they are a fault.

export interface Intensity {
  /** One restart more than this within the window escalates. */
  maxRestarts: number;
  /** Length of the sliding window, in milliseconds. */
  withinMs: number;
}

export const defaultIntensity: Intensity = { maxRestarts: 10, withinMs: 60_000 };

/** The restarts that still count at `now`, this one among them, oldest first. */
export function recordRestart(
  restarts: readonly number[],
  now: number,
  { withinMs }: Intensity,
): readonly number[] {
  return [...restarts.filter((at) => now - at < withinMs), now];
}

export function isTooIntense(restarts: readonly number[], { maxRestarts }: Intensity): boolean {
  return restarts.length > maxRestarts;
}

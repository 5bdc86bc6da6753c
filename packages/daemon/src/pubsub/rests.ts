// The rests between attempts to connect: doubling up to two seconds, short again after a success.

import type { Clock, Timer } from '../telemetry/index.ts';

const shortestMs = 100;
const longestMs = 2_000;

export interface Rests {
  /** The first attempt, at once. */
  now(): void;
  /** The next attempt, after a rest. */
  rest(): void;
  /** It worked. */
  reset(): void;
  cancel(): void;
}

export function createRests({ clock, attempt }: { clock: Clock; attempt(): void }): Rests {
  let nextMs = shortestMs;
  let timer: Timer | undefined;
  return {
    now: attempt,
    rest() {
      timer?.cancel();
      timer = clock.setTimeout(attempt, nextMs);
      nextMs = Math.min(longestMs, nextMs * 2);
    },
    reset() {
      nextMs = shortestMs;
    },
    cancel: () => timer?.cancel(),
  };
}

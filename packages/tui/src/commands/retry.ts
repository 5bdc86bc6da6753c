// Patience with a server that is away for a moment, as during a restart.

import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@parley/shared/errors';

/** A restart takes less; whoever meets no server at all wants to hear it soon. */
const patienceMs = 6_000;
const firstPauseMs = 250;
const longestPauseMs = 2_000;

/**
 * Runs a call that may be repeated until it is answered, or for six seconds; only `unavailable` is a
 * reason to repeat it.
 *
 * @param onAway told once, when waiting begins.
 */
export async function retryWhileAway<Result>(
  call: () => Promise<Result>,
  { onAway, patience = patienceMs }: { onAway: (error: DomainError) => void; patience?: number },
): Promise<Result> {
  const end = performance.now() + patience;
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
    try {
      return await call();
    } catch (error) {
      const isAway = error instanceof DomainError && error.code === 'unavailable';
      if (!isAway || performance.now() + pause > end) throw error;
      if (pause === firstPauseMs) onAway(error);
      await sleep(pause);
    }
  }
}

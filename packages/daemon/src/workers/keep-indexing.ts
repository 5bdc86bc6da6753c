// Keeps the index of words in messages near to what is sent, for as long as the daemon lives.

import { type Clock, rest } from '../telemetry/index.ts';

/** How long after a message it may take until it is found, when there is little to do. */
const pauseMs = 1_000;
const longestPauseMs = 60_000;

/**
 * Indexes batch after batch. It rests after each for as long as that took, so half of the time is
 * everybody else's. A batch that fails is tried again, ever more rarely: this never rejects.
 */
export async function keepIndexing(
  indexMessages: () => Promise<number>,
  context: {
    clock: Clock;
    log: { warn(fields: object, message: string): void };
    signal: AbortSignal;
  },
): Promise<void> {
  const { clock, log, signal } = context;
  let failures = 0;
  while (!signal.aborted) {
    const startedAt = clock.monotonic();
    let pause = pauseMs;
    try {
      if ((await indexMessages()) > 0) pause = clock.monotonic() - startedAt;
      failures = 0;
    } catch (error) {
      failures += 1;
      pause = Math.min(longestPauseMs, pauseMs * 2 ** failures);
      log.warn({ pause, err: error }, 'messages were not indexed and will be later');
    }
    await rest(clock, pause, signal);
  }
}

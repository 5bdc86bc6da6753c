// Work of many calls: it waits where the server asks for patience, and Ctrl-C stops it between two steps.

import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@parley/shared/errors';
import type { CommandContext } from './context.ts';
import { Interrupted } from './report-error.ts';
import { retryWhileAway, sayAway } from './retry.ts';

export interface LongWork {
  /** @throws Interrupted once the person pressed Ctrl-C. */
  checkpoint(): void;
  /** A call that may be repeated: again after a limit, and while the server is away for a moment. */
  call<Result>(run: () => Promise<Result>): Promise<Result>;
}

/** Runs the work; what it had in hand when Ctrl-C came is finished first. */
export async function runLongWork(
  context: CommandContext,
  work: (tools: LongWork) => Promise<void>,
): Promise<void> {
  const interrupted = new AbortController();
  const onInterrupt = () => interrupted.abort();
  process.on('SIGINT', onInterrupt);
  const { signal } = interrupted;
  const checkpoint = () => {
    if (signal.aborted) throw new Interrupted();
  };
  try {
    await work({
      checkpoint,
      async call(run) {
        for (;;) {
          try {
            return await retryWhileAway(run, {
              onAway: sayAway(context),
            });
          } catch (error) {
            if (!(error instanceof DomainError) || error.code !== 'limited') throw error;
            const pause = sleep((error.retryAfter ?? 1) * 1_000, undefined, { signal });
            await pause.catch(checkpoint);
          }
        }
      },
    });
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

// Patience with a server that is away for a moment, as during a restart.

import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@parley/shared/errors';
import type { CommandContext } from './context.ts';

/** A daemon restarts within that, on a busy machine as well. */
export const patienceSeconds = 30;
const firstPauseMs = 250;
const longestPauseMs = 2_000;

type OnAway = (error: DomainError) => void;

/** Tells whoever looks on what is waited for, and how long. */
export function sayAway(
  { say }: Pick<CommandContext, 'say'>,
  patience: number = patienceSeconds,
): OnAway {
  return ({ message }) => say(`${message} Trying again for ${patience} s …`);
}

/**
 * Runs a call that may be repeated until it is answered, or as long as there is patience; only
 * `unavailable` is a reason to repeat it.
 *
 * @param onAway told once, when waiting begins.
 * @param patience in seconds; with none it is run once.
 */
export async function retryWhileAway<Result>(
  call: () => Promise<Result>,
  { onAway, patience = patienceSeconds }: { onAway: OnAway; patience?: number | undefined },
): Promise<Result> {
  const end = performance.now() + patience * 1_000;
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

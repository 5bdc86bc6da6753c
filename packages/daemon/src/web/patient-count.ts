// Counting at the database, for as long as it answers: a limit never makes a call fail, nor hang.

import type { CountAsked, Counted } from '../accounts/index.ts';
import type { Clock, Logger } from '../telemetry/index.ts';

/** As long as a pool of connections is patient. */
const patienceMs = 1_500;
/** Nobody asks a database again that has just not answered. */
const restMs = 5_000;

/** Answers null for what is not counted. */
export function countPatiently(
  count: (asked: CountAsked) => Promise<Counted>,
  { clock, log }: { clock: Pick<Clock, 'monotonic' | 'setTimeout'>; log: Pick<Logger, 'warn'> },
): (asked: CountAsked) => Promise<Counted | null> {
  let restsUntil = Number.NEGATIVE_INFINITY;

  function giveUp(error: unknown): null {
    const now = clock.monotonic();
    if (now >= restsUntil) log.warn({ err: error }, 'each daemon counts limits alone for a while');
    restsUntil = now + restMs;
    return null;
  }

  return async (asked) => {
    if (clock.monotonic() < restsUntil) return null;
    const late = Promise.withResolvers<never>();
    const timer = clock.setTimeout(
      () => late.reject(new Error('the database did not count in time')),
      patienceMs,
    );
    try {
      return await Promise.race([count(asked), late.promise]);
    } catch (error) {
      return giveUp(error);
    } finally {
      timer.cancel();
    }
  };
}

// Stopping as a shell's job does, on Ctrl+Z, and going on with `fg`.

import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

/** A process that nobody could continue is not stopped: then this is over at once. */
const stopsWithinMs = 200;
/** So long what came meanwhile may take to be read, before somebody looks again. */
const settlesWithinMs = 100;

/** Stops this process and whatever started it as one job. @throws where there are no jobs, as on Windows */
export async function stopUntilContinued(): Promise<void> {
  const gaveUp = new AbortController();
  const { signal } = gaveUp;
  const continued = once(process, 'SIGCONT', { signal }).catch(() => {});
  process.kill(0, 'SIGTSTP');
  await Promise.race([continued, wait(stopsWithinMs, undefined, { signal })]).finally(() =>
    gaveUp.abort(),
  );
  await wait(settlesWithinMs);
}

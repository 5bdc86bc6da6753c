// One life of a child, from start to stop, with its deadlines.
//
// A life is born when `start` resolves. It is given up before that when `start` rejects, when it
// takes too long, when the child reports a failure, or when the supervisor stops. A start that was
// given up is told so by its signal and has `stopTimeoutMs` to come back; if it succeeds after all,
// however late, what it made is stopped at once, so that nothing outlives its supervisor.
// A life that was born ends by itself at most once (`onEnd`) and is stopped exactly once.

import type {
  ChildContext,
  ChildHandle,
  ChildSpec,
  Ending,
  SupervisionClock,
  SupervisionLog,
} from './child.ts';
import { awaitWithin, late } from './deadline.ts';
import { StartTimeoutError } from './errors.ts';

export interface Life {
  readonly handle: ChildHandle;
  /** Monotonic milliseconds. */
  readonly bornAt: number;
  /** Never rejects: errors and overruns are logged. */
  stop(): Promise<void>;
}

export interface LifeOptions {
  clock: SupervisionClock;
  log: SupervisionLog;
  /** Gives up a start that is under way; its reason is what `beginLife` rejects with. */
  signal: AbortSignal;
  /** Called at most once, and only when the child was born. */
  onEnd(ending: Ending): void;
}

export async function beginLife(spec: ChildSpec, options: LifeOptions): Promise<Life> {
  const { clock, signal } = options;
  const { startTimeoutMs = 60_000, stopTimeoutMs = 5_000 } = spec;
  const log = options.log.child({ child: spec.id });
  const controller = new AbortController();
  const birth = Promise.withResolvers<ChildHandle>();
  let ending: Ending | undefined;
  let isBorn = false;

  const end = (how: Ending) => {
    if (ending) return;
    ending = how;
    if (isBorn) options.onEnd(how);
    else if (how.kind === 'failed') birth.reject(how.reason);
  };
  const context: ChildContext = {
    signal: controller.signal,
    log,
    fail: (reason) => end({ kind: 'failed', reason }),
    finish: () => end({ kind: 'finished' }),
  };

  const stop = async (handle: ChildHandle) => {
    controller.abort();
    try {
      const stopped = (async () => handle.stop())();
      if ((await awaitWithin(clock, stopTimeoutMs, stopped)) === late) {
        log.error({ stopTimeoutMs }, 'child does not stop; abandoned');
      }
    } catch (error) {
      log.error({ err: error }, 'child failed while stopping');
    }
  };

  const start = (async () => spec.start(context))();
  const giveUp = () => birth.reject(signal.reason);
  try {
    start.then(birth.resolve, birth.reject);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    const born = await awaitWithin(clock, startTimeoutMs, birth.promise);
    if (born === late) throw new StartTimeoutError(startTimeoutMs);
    isBorn = true;
    if (ending) options.onEnd(ending);
    return { handle: born, bornAt: clock.monotonic(), stop: () => stop(born) };
  } catch (error) {
    controller.abort(error);
    const cleared = start.then(stop, () => {});
    if ((await awaitWithin(clock, stopTimeoutMs, cleared)) === late) {
      log.error({ stopTimeoutMs }, 'child neither starts nor gives up; abandoned');
    }
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

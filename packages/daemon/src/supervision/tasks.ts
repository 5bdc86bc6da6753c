// Supervised tasks: work that nobody waits for, yet that is bounded, logged and ended at stop.
//
// A task runs until it settles, its time is up, or it is cancelled; the last two abort its signal
// and settle its outcome at once, whether or not the work heeds the signal. An outcome never
// rejects, so a task may be started and forgotten. At stop no further task is taken; those that
// run are awaited within their own timeouts, or cancelled when they asked for that.

import type { ChildSpec, SupervisionClock, SupervisionLog } from './child.ts';
import { awaitWithin, late } from './deadline.ts';

export interface TaskOptions<T> {
  /** What it is, for logs and status; need not be unique. */
  id: string;
  timeoutMs: number;
  /** What a stop does with it; `await` by default. */
  atStop?: 'await' | 'cancel';
  run: (signal: AbortSignal) => Promise<T> | T;
}

export type TaskOutcome<T> =
  | { kind: 'done'; value: T }
  | { kind: 'failed'; error: unknown }
  | { kind: 'timed_out' }
  | { kind: 'cancelled' };

export interface Task<T> {
  readonly id: string;
  /** Never rejects. */
  readonly outcome: Promise<TaskOutcome<T>>;
  cancel(): void;
}

export interface TaskSupervisor {
  /** Starts a task; after `stop` it is cancelled before it runs. */
  start<T>(options: TaskOptions<T>): Task<T>;
  /** Resolves when no task is left. */
  stop(): Promise<void>;
  /** Its place in a supervisor's list; a restart takes tasks again. */
  readonly child: ChildSpec;
}

export interface TaskSupervisorOptions {
  id: string;
  why: string;
  clock: SupervisionClock;
  log: SupervisionLog;
}

export function createTaskSupervisor(options: TaskSupervisorOptions): TaskSupervisor {
  const { id, why, clock, log } = options;
  const running = new Map<Task<unknown>, 'await' | 'cancel'>();
  const failures = { failed: 0, timed_out: 0, cancelled: 0 };
  let isOpen = true;

  const report = (task: string, outcome: TaskOutcome<unknown>) => {
    if (outcome.kind === 'done') return;
    failures[outcome.kind] += 1;
    if (outcome.kind === 'failed') log.error({ task, err: outcome.error }, 'task failed');
    else log.warn({ task }, outcome.kind === 'timed_out' ? 'task timed out' : 'task cancelled');
  };

  const start = <T>({ id: taskId, timeoutMs, atStop = 'await', run }: TaskOptions<T>): Task<T> => {
    const controller = new AbortController();
    const attempt = async (): Promise<TaskOutcome<T>> => {
      if (!isOpen) return { kind: 'cancelled' };
      try {
        const work = (async () => run(controller.signal))();
        const value = await awaitWithin(
          clock,
          timeoutMs,
          Promise.race([work, rejectWhenAborted(controller.signal)]),
        );
        if (value !== late) return { kind: 'done', value };
        controller.abort();
        return { kind: 'timed_out' };
      } catch (error) {
        return controller.signal.aborted ? { kind: 'cancelled' } : { kind: 'failed', error };
      }
    };
    const outcome = attempt().then((result) => {
      running.delete(task);
      report(taskId, result);
      return result;
    });
    const task: Task<T> = { id: taskId, outcome, cancel: () => controller.abort() };
    running.set(task, atStop);
    return task;
  };

  const stop = async () => {
    isOpen = false;
    const left = [...running];
    for (const [task, atStop] of left) if (atStop === 'cancel') task.cancel();
    await Promise.all(left.map(([task]) => task.outcome));
  };

  const child: ChildSpec = {
    id,
    why,
    stopTimeoutMs: Number.POSITIVE_INFINITY,
    start() {
      isOpen = true;
      return { stop, describe: () => ({ running: running.size, ...failures }) };
    },
  };
  return { start, stop, child };
}

function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

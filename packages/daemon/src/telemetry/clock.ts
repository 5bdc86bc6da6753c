// Time as an interface: the system's clock, and one that is moved by hand.

/** A wait that can be called off; cancelling twice, or after it fired, does nothing. */
export interface Timer extends Disposable {
  cancel(): void;
}

export interface Clock {
  /** The time of day: for people and for rows, never for measuring. */
  now(): Date;
  /** Milliseconds that only ever grow: for durations, windows and deadlines. */
  monotonic(): number;
  /** Runs once after `ms` milliseconds; `Infinity` never fires. */
  setTimeout(run: () => void, ms: number): Timer;
}

/** A clock that stands still until it is told to move. */
export interface ManualClock extends Clock {
  /** Moves both clocks on; due timers fire in order, and what they caused settles in between. */
  advance(ms: number): Promise<void>;
  /** Changes the time of day alone, as an administrator or NTP would. */
  setNow(date: Date): void;
  /** Timers that wait: zero once everything is stopped. */
  readonly pendingTimers: number;
}

/** Node fires longer waits at once, after a warning. */
const longestNodeTimer = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  setTimeout(run, ms) {
    let handle: NodeJS.Timeout | undefined;
    const arm = (left: number) => {
      handle =
        left > longestNodeTimer
          ? setTimeout(() => arm(left - longestNodeTimer), longestNodeTimer)
          : setTimeout(run, Math.max(0, left));
    };
    if (ms !== Number.POSITIVE_INFINITY) arm(ms);
    return createTimer(() => clearTimeout(handle));
  },
};

/** `start` is the first time of day; the monotonic clock begins at zero. */
export function createManualClock(start = new Date('2026-01-01T00:00:00Z')): ManualClock {
  interface Wait {
    due: number;
    run: () => void;
  }
  const waits = new Set<Wait>();
  let elapsed = 0;
  let offset = start.getTime();

  // Sets keep insertion order, so waits that are due together fire in the order they were set.
  const findNext = (until: number) =>
    [...waits].reduce<Wait | undefined>(
      (next, wait) => (wait.due <= until && (!next || wait.due < next.due) ? wait : next),
      undefined,
    );

  return {
    now: () => new Date(offset + elapsed),
    monotonic: () => elapsed,
    setTimeout(run, ms) {
      const wait = { due: elapsed + Math.max(0, ms), run };
      if (wait.due !== Number.POSITIVE_INFINITY) waits.add(wait);
      return createTimer(() => waits.delete(wait));
    },
    async advance(ms) {
      const until = elapsed + ms;
      await settle();
      for (let next = findNext(until); next; next = findNext(until)) {
        waits.delete(next);
        elapsed = Math.max(elapsed, next.due);
        next.run();
        await settle();
      }
      elapsed = until;
    },
    setNow(date) {
      offset = date.getTime() - elapsed;
    },
    get pendingTimers() {
      return waits.size;
    },
  };
}

/** Resolves after `ms` milliseconds, or at once when the signal is given. */
export function rest(
  clock: { setTimeout(run: () => void, ms: number): Disposable },
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = () => {
      timer[Symbol.dispose]();
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = clock.setTimeout(wake, ms);
    signal.addEventListener('abort', wake);
  });
}

function createTimer(cancel: () => void): Timer {
  return { cancel, [Symbol.dispose]: cancel };
}

/** One turn of the event loop: every promise that can go on has gone on. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

// A limit that holds for all daemons together, on top of a daemon's own window.
//
// Each daemon lets calls pass without a word as long as what it told nobody of is no more than its
// quantum; the call after that is asked for at the database, which counts what passed with it. So there
// is never more let pass than is counted there, and a quantum per daemon. A daemon alone has a quantum
// without end. Per key it goes: quiet; then asking, while calls that come wait and are asked for next.

import type { CountAsked, Counted } from '../accounts/index.ts';
import type { Clock } from '../telemetry/index.ts';
import { createRefusals } from './refusals.ts';
import { createSlidingWindow } from './sliding-window.ts';

export interface WideWindow {
  /** Answers 0 if the call may pass, else the milliseconds to wait. Never rejects. */
  take(key: string): number | Promise<number>;
  /**
   * Tells what passed beyond the quantum: others have appeared who know nothing of it.
   * @returns whether all was counted.
   */
  tell(): Promise<boolean>;
}

interface WideWindowOptions {
  rate: { points: number; seconds: number };
  clock: Pick<Clock, 'monotonic'>;
  /** Null: not known yet, so nothing passes without a word. */
  countDaemons(): number | null;
  /** Null when there is no answer to be had: then a daemon's own window is all there is. */
  count(asked: CountAsked): Promise<Counted | null>;
}

/** One in so many points may pass beyond a limit, on all daemons together. */
const tolerance = 10;
/** Keys told of together. */
const mostTogether = 200;

export function createWideWindow(options: WideWindowOptions): WideWindow {
  const { rate, clock, countDaemons, count } = options;
  const local = createSlidingWindow(rate, clock);
  const refusals = createRefusals(clock);
  const asking = new Map<string, ((waitMs: number) => void)[]>();

  function findQuantum(): number {
    const daemons = countDaemons();
    if (daemons === null) return 0;
    if (daemons === 1) return Number.POSITIVE_INFINITY;
    return Math.floor(rate.points / (tolerance * daemons));
  }

  /** Answers whether what passed is counted. Calls that wait are the newest points of the key. */
  async function ask(key: string): Promise<boolean> {
    const waiting: ((waitMs: number) => void)[] = [];
    asking.set(key, waiting);
    // Whoever starts it is among those that wait.
    await null;
    let isCounted = true;
    do {
      isCounted = await askOnce(key, waiting);
    } while (waiting.length > 0);
    asking.delete(key);
    return isCounted;
  }

  async function askOnce(key: string, waiting: ((waitMs: number) => void)[]): Promise<boolean> {
    const wanted = waiting.length;
    const passed = local.listUntold(key, wanted);
    const held = passed.reduce((sum, points) => sum + points, 0);
    const answerAll = (waitMs: number) => {
      for (const resolve of waiting.splice(0)) resolve(waitMs);
    };
    const counted = await count({ key, rate, passed, wanted, isForced: held > findQuantum() });
    if (!counted) {
      answerAll(0);
      return false;
    }
    const { isRecorded, granted, waitMs } = counted;
    for (const resolve of waiting.splice(0, granted)) resolve(0);
    if (waitMs > 0) {
      refusals.remember(key, waitMs);
      local.giveBack(key, waiting.length);
      answerAll(waitMs);
    }
    if (isRecorded) local.markTold(key, waiting.length);
    return isRecorded;
  }

  return {
    take(key) {
      const waitMs = refusals.findWait(key) || local.take(key);
      if (waitMs > 0) return waitMs;
      if (!asking.has(key)) {
        if (local.countUntold(key) <= findQuantum()) return 0;
        void ask(key);
      }
      return new Promise((resolve) => {
        asking.get(key)!.push(resolve);
      });
    },

    async tell() {
      const quantum = findQuantum();
      const keys = [...local.keys()].filter(
        (key) => !asking.has(key) && local.countUntold(key) > quantum,
      );
      let isCounted = true;
      while (keys.length > 0) {
        const some = keys.splice(0, mostTogether).filter((key) => !asking.has(key));
        for (const done of await Promise.all(some.map(ask))) isCounted &&= done;
      }
      return isCounted;
    },
  };
}

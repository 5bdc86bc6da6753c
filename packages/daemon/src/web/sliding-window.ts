// A limit over a window that slides: never more than so many points in any stretch of so many seconds.

import { windowSlices } from '../accounts/index.ts';
import type { Clock } from '../telemetry/index.ts';

export interface SlidingWindow {
  /** Takes points if they are to be had and answers 0, else takes none and answers the milliseconds to wait. */
  take(key: string, cost?: number): number;
  /** Points of a key that no other daemon was told of. */
  countUntold(key: string): number;
  /** The same by slice, newest first, without the `newest` that were taken last. */
  listUntold(key: string, newest: number): number[];
  /** All were told but the `newest` that were taken last. */
  markTold(key: string, newest: number): void;
  /** The `newest` that were taken last were not used. */
  giveBack(key: string, newest: number): void;
  keys(): Iterable<string>;
}

interface Slice {
  index: number;
  points: number;
  /** Of the points. */
  untold: number;
}

/**
 * A fixed window lets twice its points pass around its edge. Here calls are counted in slices, and a
 * slice counts until all of it has left the window: so the promise is exact, and what a caller pays
 * is at most one slice more of waiting. A key costs eleven slices at most and is forgotten with its
 * last one.
 */
export function createSlidingWindow(
  { points, seconds }: { points: number; seconds: number },
  clock: Pick<Clock, 'monotonic'>,
): SlidingWindow {
  const sliceMs = (seconds * 1_000) / windowSlices;
  const taken = new Map<string, Slice[]>();
  let sweptAt = 0;

  const findCurrent = () => Math.floor(clock.monotonic() / sliceMs);

  /** The slices of a key that still reach into the window, oldest first. */
  function liveSlices(key: string, current = findCurrent()): Slice[] {
    return (taken.get(key) ?? []).filter(({ index }) => index >= current - windowSlices);
  }

  function sweep(current: number): void {
    if (current - sweptAt <= windowSlices) return;
    sweptAt = current;
    for (const key of taken.keys()) if (liveSlices(key, current).length === 0) taken.delete(key);
  }

  return {
    take(key, cost = 1) {
      const now = clock.monotonic();
      const current = findCurrent();
      sweep(current);
      const live = liveSlices(key, current);
      let used = live.reduce((sum, slice) => sum + slice.points, cost);
      if (used > points) {
        let waitMs = seconds * 1_000;
        for (const slice of live) {
          used -= slice.points;
          waitMs = (slice.index + windowSlices + 1) * sliceMs - now;
          if (used <= points) break;
        }
        return waitMs;
      }
      const last = live.at(-1);
      if (last?.index === current) {
        last.points += cost;
        last.untold += cost;
      } else {
        live.push({ index: current, points: cost, untold: cost });
      }
      taken.set(key, live);
      return 0;
    },

    countUntold: (key) => liveSlices(key).reduce((sum, { untold }) => sum + untold, 0),

    listUntold(key, newest) {
      const current = findCurrent();
      const byAge = Array<number>(windowSlices + 1).fill(0);
      for (const [slice, passed] of leaveOut(liveSlices(key, current), newest)) {
        byAge[current - slice.index] = passed;
      }
      return byAge;
    },

    markTold(key, newest) {
      for (const [slice, told] of leaveOut(liveSlices(key), newest)) slice.untold -= told;
    },

    giveBack(key, newest) {
      for (const [slice, kept] of leaveOut(liveSlices(key), newest)) {
        slice.points -= slice.untold - kept;
        slice.untold = kept;
      }
    },

    keys: () => taken.keys(),
  };
}

/** What of each slice is untold, less the `newest` points of all. */
function leaveOut(slices: readonly Slice[], newest: number): [Slice, number][] {
  let left = newest;
  return slices.toReversed().map((slice) => {
    const out = Math.min(left, slice.untold);
    left -= out;
    return [slice, slice.untold - out];
  });
}

// A limit over a window that slides: never more than so many points in any stretch of so many seconds.

import type { Clock } from '../telemetry/index.ts';

export interface SlidingWindow {
  /** Takes points if they are to be had and answers 0, else takes none and answers the milliseconds to wait. */
  take(key: string, cost?: number): number;
}

/** Into how many slices a window is cut: the price in exactness of not remembering every call. */
const slices = 10;

interface Slice {
  index: number;
  points: number;
}

/**
 * A fixed window lets twice its points pass around its edge. Here calls are counted in slices, and a
 * slice counts until all of it has left the window: so the promise is exact, and what a caller pays
 * is at most one slice more of waiting. A key costs eleven numbers at most and is forgotten with its
 * last slice.
 */
export function createSlidingWindow(
  { points, seconds }: { points: number; seconds: number },
  clock: Pick<Clock, 'monotonic'>,
): SlidingWindow {
  const sliceMs = (seconds * 1_000) / slices;
  const taken = new Map<string, Slice[]>();
  let sweptAt = 0;

  /** The slices of a key that still reach into the window, oldest first. */
  function liveSlices(key: string, current: number): Slice[] {
    return (taken.get(key) ?? []).filter(({ index }) => index >= current - slices);
  }

  function sweep(current: number): void {
    if (current - sweptAt <= slices) return;
    sweptAt = current;
    for (const key of taken.keys()) if (liveSlices(key, current).length === 0) taken.delete(key);
  }

  return {
    take(key, cost = 1) {
      const now = clock.monotonic();
      const current = Math.floor(now / sliceMs);
      sweep(current);
      const live = liveSlices(key, current);
      let used = live.reduce((sum, slice) => sum + slice.points, cost);
      if (used > points) {
        let waitMs = seconds * 1_000;
        for (const slice of live) {
          used -= slice.points;
          waitMs = (slice.index + slices + 1) * sliceMs - now;
          if (used <= points) break;
        }
        return waitMs;
      }
      const last = live.at(-1);
      if (last?.index === current) last.points += cost;
      else live.push({ index: current, points: cost });
      taken.set(key, live);
      return 0;
    },
  };
}

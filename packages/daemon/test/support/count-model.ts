// What the database counts, as a list of points with their times: a second opinion on the statement.

import type { CountAsked, Counted } from '../../src/accounts/index.ts';

interface Point {
  slice: number;
  count: number;
}

/** @param now milliseconds of the clock that counts. */
export function createCountModel(now: () => number) {
  const kept = new Map<string, Point[]>();

  return (asked: CountAsked): Counted => {
    const { key, rate, passed, wanted, isForced } = asked;
    const sliceMs = rate.seconds * 100;
    const current = Math.floor(now() / sliceMs);
    const live = (kept.get(key) ?? []).filter(({ slice }) => slice >= current - 10);
    const sum = (points: Point[]) => points.reduce((all, { count }) => all + count, 0);
    // As if it were a slice younger: slices of a daemon begin at other times.
    const told = passed.map((count, age) => ({ slice: current - Math.max(0, age - 1), count }));
    const room = rate.points - sum(live) - sum(told);
    const isRecorded = isForced || room >= 0;
    const granted = isRecorded ? Math.max(0, Math.min(wanted, room)) : 0;
    const all = [...live, ...told];
    if (isRecorded) {
      all.push({ slice: current, count: granted });
      kept.set(key, all);
    }
    let used = sum(all) + 1;
    let waitMs = 0;
    if (used <= rate.points) return { isRecorded, granted, waitMs: 0 };
    for (const { slice, count } of all.toSorted((a, b) => a.slice - b.slice)) {
      used -= count;
      waitMs = (slice + 11) * sliceMs - now();
      if (used <= rate.points) break;
    }
    return { isRecorded, granted, waitMs: Math.max(1, waitMs) };
  };
}

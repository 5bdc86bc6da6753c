// What all daemons together let pass of a key: each adds what it did, and is told how many more there are.

import { gatherReads, type Sql } from '../repo/index.ts';
import type { AttemptRate } from './attempts.ts';

/** Into how many slices a window is cut. One that is begun counts whole, so one more reaches into it. */
export const windowSlices = 10;
const keptSlices = windowSlices + 1;

export interface CountAsked {
  key: string;
  rate: AttemptRate;
  /** What this daemon let pass and told nobody of, newest slice first. */
  passed: readonly number[];
  /** How many more it would let pass now. */
  wanted: number;
  /** What passed is counted though it goes beyond the limit; always, where it alone does. */
  isForced: boolean;
}

export interface Counted {
  /** False: what passed does not fit, so nothing was counted and nothing granted. */
  isRecorded: boolean;
  /** How many of the wanted may pass. */
  granted: number;
  /** 0 while there are more to be had, else the milliseconds until there are; then not all may have been granted. */
  waitMs: number;
}

export interface RateCounts {
  countPoints(asked: CountAsked): Promise<Counted>;
  /** Forgets those that no window reaches any more. */
  sweepRateCounts(): Promise<void>;
}

interface CountRow {
  key: string;
  points: number[];
  granted: number;
  leftMs: number;
}

/**
 * One row per key. The upsert holds the row's lock while it counts, so of many daemons exactly so many
 * pass. Who asks at about the same time, for whatever keys of a limit, asks in one statement; a key must
 * not be asked for twice at once. The time is the database's.
 */
export function createRateCounts(sql: Sql): RateCounts {
  async function count(all: readonly CountAsked[]): Promise<Counted[]> {
    const { rate, isForced } = all[0]!;
    const { points: limit, seconds } = rate;
    // Rows are locked in the same order everywhere: no two daemons wait for each other crosswise.
    const asked = all.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const rows = await sql<CountRow[]>`
      with asked as (
        select place, key, passed::integer[] as passed, wanted,
          floor(extract(epoch from clock_timestamp()) * ${windowSlices} / ${seconds}::integer)::bigint as slice,
          least(wanted, greatest(0, ${limit}::bigint -
            (select sum(p) from unnest(passed::integer[]) as p)))::integer as granted
        from unnest(
          ${asked.map(({ key }) => key)}::text[],
          ${asked.map(({ passed }) => `{${shift(passed).join()}}`)}::text[],
          ${asked.map(({ wanted }) => wanted)}::integer[]
        ) with ordinality as t(key, passed, wanted, place)
      )
      insert into rate_counts as kept (key, seconds, slice, points, granted)
      select key, ${seconds}::integer, slice, (passed[1] + granted) || passed[2:], granted
      from asked order by place
      on conflict (key, seconds) do update set (slice, points, granted) = (
        select newest.slice,
          case when given.granted < 0 then aged.points else array(
            select p + q - case place when 1 then excluded.granted - given.granted else 0 end
            from unnest(aged.points, excluded.points) with ordinality as t(p, q, place) order by place
          ) end,
          given.granted
        from (
          -- A clock that was set back by more than a window leaves nothing to go by.
          select case when kept.slice - excluded.slice between 0 and ${windowSlices}
            then kept.slice else excluded.slice end as slice
        ) as newest
        cross join lateral (
          select least(abs(newest.slice - kept.slice), ${keptSlices})::integer as gone
        ) as age
        cross join lateral (
          select array_fill(0, array[gone]) || kept.points[1:${keptSlices}::integer - gone] as points
        ) as aged
        cross join lateral (
          select ${limit}::bigint - (select sum(p) from unnest(aged.points) as p)
            - (select sum(p) from unnest(excluded.points) as p) + excluded.granted as room
        ) as left_over
        cross join lateral (
          select case when room < 0 and not ${isForced}::boolean then -1
            else greatest(0, least(room, excluded.granted)) end::integer as granted
        ) as given
      )
      returning key, points, granted,
        ((slice + 1) * seconds / ${windowSlices}::float8
          - extract(epoch from clock_timestamp())::float8) * 1000 as "leftMs"`;
    const found = new Map(rows.map((row) => [row.key, row]));
    return all.map(({ key, passed }) => {
      const { points, granted, leftMs } = found.get(key)!;
      const isRecorded = granted >= 0;
      const own = shift(passed);
      const held = isRecorded ? points : points.map((count, age) => count + own[age]!);
      const waitMs = findWait(held, { ...rate, leftMs });
      return { isRecorded, granted: Math.max(0, granted), waitMs };
    });
  }

  return {
    countPoints: gatherReads({
      read: count,
      keyOf: ({ rate, isForced }) => `${rate.points}/${rate.seconds} ${isForced}`,
    }),

    async sweepRateCounts() {
      await sql`
        delete from rate_counts
        where (slice + ${keptSlices}) * seconds < extract(epoch from now()) * ${windowSlices}`;
    },
  };
}

/**
 * A daemon's slices begin at other times than the database's: what it counts as one slice old may be in
 * the newest here. So everything is taken as a slice younger, and leaves late rather than early.
 */
function shift(passed: readonly number[]): number[] {
  const [newest = 0, second = 0, ...older] = passed;
  return Array.from({ length: keptSlices }, (_, age) =>
    age === 0 ? newest + second : (older[age - 1] ?? 0),
  );
}

/** Until there is room for one more; `leftMs` is what is left of the newest. */
function findWait(
  points: readonly number[],
  { points: limit, seconds, leftMs }: AttemptRate & { leftMs: number },
): number {
  const sliceMs = (seconds * 1_000) / windowSlices;
  let used = points.reduce((sum, count) => sum + count, 1);
  if (used <= limit) return 0;
  let age = windowSlices;
  for (; age > 0; age -= 1) {
    used -= points[age]!;
    if (used <= limit) break;
  }
  return Math.max(1, leftMs + (windowSlices - age) * sliceMs);
}

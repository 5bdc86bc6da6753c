// Attempts to come in, counted for all daemons together: who guesses passwords gains nothing by asking around.

import type { Sql } from '../repo/index.ts';

/** So many points in any stretch of so many seconds. */
export interface AttemptRate {
  points: number;
  seconds: number;
}

export interface Attempts {
  /**
   * Takes an attempt if there is one to be had within the window that ends now, and answers 0; else
   * takes none and answers the milliseconds to wait. The time is the database's.
   */
  takeAttempt(key: string, rate: AttemptRate): Promise<number>;
  /** The milliseconds until there is an attempt to be had, and takes none. */
  findAttemptWait(key: string, rate: AttemptRate): Promise<number>;
  /** Forgets those that no window reaches any more. */
  sweepAttempts(): Promise<void>;
}

/** A row keeps the times of its attempts, so it must not grow with what an operator sets. */
const mostKept = 1_000;

/**
 * One row per key with the times of its attempts, oldest first. The upsert holds the row's lock while
 * it counts, so of many at once, on whichever daemon, exactly so many pass.
 */
export function createAttempts(sql: Sql): Attempts {
  async function findAttemptWait(key: string, { points, seconds }: AttemptRate): Promise<number> {
    const most = Math.min(points, mostKept);
    const [row] = await sql<{ waitMs: number | null }[]>`
      select extract(epoch from
        taken[cardinality(taken) - ${most}::int + 1] + make_interval(secs => ${seconds}::float8)
          - clock_timestamp()
      )::float8 * 1000 as "waitMs"
      from attempts where key = ${key}`;
    return Math.max(0, row?.waitMs ?? 0);
  }

  return {
    findAttemptWait,

    async takeAttempt(key, rate) {
      const { points, seconds } = rate;
      const most = Math.min(points, mostKept);
      const window = sql`make_interval(secs => ${seconds}::float8)`;
      const taken = await sql`
        insert into attempts as a (key, taken) values (${key}, array[clock_timestamp()])
        on conflict (key) do update
          set taken = array_append(a.taken[greatest(1, cardinality(a.taken) - ${most}::int + 2):],
            clock_timestamp())
          where cardinality(a.taken) < ${most}
            or a.taken[cardinality(a.taken) - ${most}::int + 1] <= clock_timestamp() - ${window}
        returning 1`;
      if (taken.length > 0) return 0;
      return Math.max(1, await findAttemptWait(key, rate));
    },

    async sweepAttempts() {
      await sql`
        delete from attempts where taken[cardinality(taken)] < now() - interval '2 days'`;
    },
  };
}

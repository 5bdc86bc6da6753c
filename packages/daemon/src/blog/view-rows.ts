// Readers of posts in the database: their hashes, and the secrets that these are made with.

import type { Sql } from '../repo/index.ts';

export interface ViewRow {
  postId: string;
  /** Hexadecimal. */
  viewer: string;
  hour: Date;
}

/** The secret of an hour: the one that is there, else the one that was brought. */
export async function takeSecret(sql: Sql, hour: Date, brought: Buffer): Promise<Buffer> {
  const [row] = await sql<{ secret: Buffer }[]>`
    insert into post_view_secrets (hour, secret) values (${hour}, ${brought})
    on conflict (hour) do update set hour = excluded.hour returning secret`;
  return row!.secret;
}

/**
 * One statement, one commit. Posts that are gone are left out. All batches lock their posts in the
 * same order before they write, so two of them wait for each other instead of deadlocking.
 */
export async function insertViews(sql: Sql, rows: readonly ViewRow[]): Promise<void> {
  await sql`
    with seen as (
      select post_id, decode(viewer, 'hex') as viewer, hour from unnest(
        ${rows.map((row) => row.postId)}::uuid[],
        ${rows.map((row) => row.viewer)}::text[],
        ${rows.map((row) => row.hour.toISOString())}::timestamptz[]
      ) as s (post_id, viewer, hour)
    ), locked as materialized (
      select p.id from posts p where p.id in (select post_id from seen)
      order by p.id for no key update
    ), fresh as (
      insert into post_views (post_id, viewer, hour)
      select s.post_id, s.viewer, s.hour from seen s join locked l on l.id = s.post_id
      on conflict do nothing returning post_id
    )
    update posts p set views = p.views + f.count
    from (select post_id, count(*) from fresh group by post_id) f where p.id = f.post_id`;
}

const sweepSize = 10_000;

/** Deletes what is older, some rows at a time. Answers how many there were. */
export async function deleteViews(sql: Sql, before: Date, signal?: AbortSignal): Promise<number> {
  let total = 0;
  for (let count = sweepSize; count === sweepSize; total += count) {
    signal?.throwIfAborted();
    ({ count } = await sql`
      delete from post_views where ctid = any(array(
        select ctid from post_views where hour < ${before} limit ${sweepSize}))`);
  }
  await sql`delete from post_view_secrets where hour < ${before}`;
  return total;
}

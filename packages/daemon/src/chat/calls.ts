// Calls of messages that are no more there: nobody is called by these.

import { sql } from 'drizzle-orm';
import type { Transaction } from '../repo/index.ts';

/**
 * Forgets whom these messages called, and counts what was not read yet no more. Markers stand still
 * meanwhile: who moves one waits, and counts then.
 */
export async function forgetCalls(
  tx: Transaction,
  roomId: string,
  seqs: readonly (string | number)[],
): Promise<void> {
  await tx.execute(sql`
    with called as (
      delete from mentions where room_id = ${roomId} and seq = any(${sql.param(seqs)}::bigint[])
      returning user_id, seq, thread_id, thread_no
    ), follows as (
      select f.root_id, f.user_id, f.read_no from thread_follows f
      where (f.root_id, f.user_id) in (select thread_id, user_id from called) for update
    ), readers as (
      select m.user_id, m.last_read_seq from memberships m
      where m.room_id = ${roomId} and m.user_id in (select user_id from called)
        and (select count(*) from follows) >= 0
      for update
    ), unread as (
      select m.user_id, count(*) filter (where called.thread_id is null)::int as in_room,
        count(called.thread_id)::int as in_threads
      from called
      join readers m on m.user_id = called.user_id
      left join follows f on f.root_id = called.thread_id and f.user_id = called.user_id
      where case when called.thread_id is null then called.seq > m.last_read_seq
        else called.thread_no > coalesce(f.read_no, 0) end
      group by m.user_id
    )
    update memberships m set unread_mentions = greatest(0, unread_mentions - unread.in_room),
      thread_mentions = greatest(0, thread_mentions - unread.in_threads)
    from unread where m.room_id = ${roomId} and m.user_id = unread.user_id`);
}

// Calls of messages that are no more there: nobody is called by these.

import { sql } from 'drizzle-orm';
import type { Transaction } from '../repo/index.ts';

/** Forgets whom these messages called, and counts what was not read yet no more. */
export async function forgetCalls(
  tx: Transaction,
  roomId: string,
  seqs: readonly (string | number)[],
): Promise<void> {
  await tx.execute(sql`
    with called as (
      delete from mentions where room_id = ${roomId} and seq = any(${`{${seqs.join()}}`}::bigint[])
      returning user_id, seq, thread_id, thread_no
    ), unread as (
      select m.user_id, count(*) filter (where called.thread_id is null)::int as in_room,
        count(called.thread_id)::int as in_threads
      from called
      join memberships m on m.room_id = ${roomId} and m.user_id = called.user_id
      left join thread_follows f on f.root_id = called.thread_id and f.user_id = called.user_id
      where case when called.thread_id is null then called.seq > m.last_read_seq
        else called.thread_no > coalesce(f.read_no, 0) end
      group by m.user_id
    )
    update memberships m set unread_mentions = greatest(0, unread_mentions - unread.in_room),
      thread_mentions = greatest(0, thread_mentions - unread.in_threads)
    from unread where m.room_id = ${roomId} and m.user_id = unread.user_id`);
}

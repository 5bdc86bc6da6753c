// What rows of before lack: words found with and without their accents, and calls in threads counted anew.

import { sql } from 'drizzle-orm';
import type { Backfill } from '../repo/index.ts';

const first = '00000000-0000-0000-0000-000000000000';

export function chatBackfills(size = 500): Backfill[] {
  return [
    {
      name: 'chat.words_without_accents',
      async fill(tx, position) {
        // Of ASCII alone nothing changes; what was edited meanwhile is indexed anew anyway.
        const rows = await tx.execute<{ id: string }>(sql`
          with page as (
            select message_id as id from message_words
            where message_id > ${position ?? first}::uuid order by message_id limit ${size}
          ), put as (
            update message_words w set words = to_tsvector('parley', searchable(m.body))
            from messages m
            where w.message_id in (select id from page) and m.id = w.message_id
              and m.change = w.change and octet_length(m.body) <> length(m.body)
          )
          select id from page order by id desc limit 1`);
        return rows[0]?.id ?? null;
      },
    },
    {
      name: 'chat.thread_mentions',
      async fill(tx, position) {
        const [room] = await tx.execute<{ id: string }>(sql`
          select id from rooms where id > ${position ?? first}::uuid order by id limit 1
          for no key update`);
        if (!room) return null;
        const counted = sql`room_id = ${room.id} and thread_mentions > 0`;
        // Who reads a thread counts what is left in one statement: it comes before, or waits and takes off its part.
        await tx.execute(sql`
          select 1 from memberships where ${counted} order by user_id for update`);
        // Answering in a thread did not count what it read; no count was ever too low.
        await tx.execute(sql`
          update memberships m set thread_mentions = least(thread_mentions, (
            select count(*) from mentions c
            left join thread_follows f on f.root_id = c.thread_id and f.user_id = c.user_id
            where c.user_id = m.user_id and c.room_id = m.room_id
              and c.thread_no > coalesce(f.read_no, 0)
          )) where ${counted}`);
        return room.id;
      },
    },
  ];
}

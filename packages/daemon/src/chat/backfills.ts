// What messages indexed before lack: words that are found with and without their accents.

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
  ];
}

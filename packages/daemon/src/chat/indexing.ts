// The index of words in messages, filled beside the writing: sending a message does not wait for it.
//
// Each room's progress is the seq and the change up to which its messages are indexed. Both are dense
// and committed in order, so nothing is ever missed, whoever wrote it and whichever daemon died: what
// is after the progress is indexed next. A room's progress row is locked by whoever indexes it.

import type { Sql } from '../repo/index.ts';

export interface MessageIndexing {
  /** Indexes a batch of what was sent, edited or deleted since; answers how much that was. */
  indexMessages(): Promise<number>;
}

const roomsPerBatch = 50;
const messagesPerRoom = 500;

export function createMessageIndexing(sql: Sql): MessageIndexing {
  async function indexRoom(roomId: string): Promise<number> {
    await sql`insert into message_words_progress (room_id) values (${roomId}) on conflict do nothing`;
    return sql.begin(async (tx) => {
      const [progress] = await tx<{ seq: string; change: string }[]>`
        select seq, change from message_words_progress where room_id = ${roomId}
        for update skip locked`;
      if (!progress) return 0;
      const put = (page: ReturnType<typeof tx>) => tx<
        { count: number; seq: string | null; change: string | null }[]
      >`
        with page as (${page}), gone as (
          delete from message_words where message_id in (
            select id from page where deleted_at is not null
          )
        ), put as (
          insert into message_words
            (message_id, room_id, author_id, seq, change, created_at, has_link, words)
          select id, room_id, author_id, seq, change, created_at, body ~* 'https?://\\S',
            to_tsvector('parley', searchable(body))
          from page where deleted_at is null
          on conflict (message_id) do update set change = excluded.change,
            has_link = excluded.has_link, words = excluded.words
        )
        select count(*)::int as count, max(seq) as seq, max(change) as change from page`;
      const [sent] = await put(tx`
        select * from messages where room_id = ${roomId} and seq > ${progress.seq}
        order by seq limit ${messagesPerRoom}`);
      // What a purge of before gave one number: all of them, or none.
      const [changed] = await put(tx`
        select * from messages
        where room_id = ${roomId} and change > ${progress.change} and change > 0
        order by change fetch first ${messagesPerRoom} rows with ties`);
      await tx`
        update message_words_progress set seq = ${sent!.seq ?? progress.seq},
          change = ${changed!.change ?? progress.change}
        where room_id = ${roomId}`;
      return sent!.count + changed!.count;
    });
  }

  return {
    async indexMessages() {
      const rooms = await sql<{ id: string }[]>`
        select r.id from rooms r left join message_words_progress p on p.room_id = r.id
        where r.last_seq > coalesce(p.seq, 0) or r.last_change > coalesce(p.change, 0)
        limit ${roomsPerBatch}`;
      let count = 0;
      for (const { id } of rooms) count += await indexRoom(id);
      return count;
    },
  };
}

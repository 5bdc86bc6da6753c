// Messages that are sent later, as their table holds them.

import { limits } from '@parley/shared/limits';
import type { ScheduledMessageView } from '@parley/shared/scheduled';
import type { Sql } from '../repo/index.ts';
import { newcomerSeesAfter } from './access.ts';
import { quoteColumns } from './history.ts';
import { type QuoteColumns, toQuote } from './message.ts';

export interface ScheduledRow extends QuoteColumns {
  id: string;
  roomId: string;
  authorId: string;
  clientId: string;
  body: string;
  threadId: string | null;
  sendAt: Date;
  failure: string | null;
  createdAt: Date;
  slug: string | null;
  name: string | null;
}

/** The next one first. A room that its author may not see any more has no name for them either. */
export function listScheduledRows(
  sql: Sql,
  authorId: string,
  id: string | null = null,
): Promise<ScheduledRow[]> {
  return sql<ScheduledRow[]>`
    select s.id, s.room_id as "roomId", s.author_id as "authorId", s.client_id as "clientId", s.body,
      s.thread_id as "threadId", s.send_at as "sendAt", s.failure, s.created_at as "createdAt",
      r.slug, r.name, s.reply_to as "replyTo", ${quoteColumns(sql)}
    from scheduled_messages s
    left join memberships m on m.room_id = s.room_id and m.user_id = s.author_id
    left join rooms r on r.id = s.room_id and (r.visibility = 'public' or m.user_id is not null)
    left join messages q on q.id = s.reply_to and q.room_id = r.id and q.deleted_at is null
      and q.seq > coalesce(m.visible_after, ${newcomerSeesAfter(sql)})
    left join users qu on qu.id = q.author_id
    where s.author_id = ${authorId} and (${id}::uuid is null or s.id = ${id}::uuid)
    order by s.send_at, s.id limit ${limits.scheduledMessages}`;
}

export function toScheduledView(row: ScheduledRow): ScheduledMessageView {
  const { id, roomId, slug, name, body, threadId, sendAt, failure, createdAt } = row;
  return {
    id,
    room: slug === null || name === null ? null : { id: roomId, slug, name },
    body,
    threadId,
    quote: toQuote(row),
    sendAt: sendAt.toISOString(),
    failure,
    createdAt: createdAt.toISOString(),
  };
}

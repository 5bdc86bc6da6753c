// Storing a batch of messages of one room: one statement, one commit, numbered densely.

import type { MemberRole, MessageView } from '@parley/shared/chat';
import type { Sql } from '../repo/index.ts';
import { counted, followed, mentioned, threaded } from './insert-parts.ts';
import { holdThenRead, lockRoom, type Marker } from './markers.ts';
import type { MessageRow } from './message.ts';

/** A message on its way into the table; its `id` is the sender's daemon's choice. */
export interface NewMessage {
  id: string;
  author: MessageView['author'];
  clientId: string;
  body: string;
  replyTo: string | null;
  quote: MessageView['quote'];
  threadId: string | null;
  /** Names after an `@`; those of members count. */
  names: readonly string[];
  /** It calls every member. */
  callsRoom: boolean;
  /** Keywords in it, folded; it calls members who chose one. */
  keywords: readonly string[];
  createdAt: Date;
  /** The role that its author had a while ago: whether that still holds is asked as it is stored. */
  grant?: MemberRole;
}

export type StoredMessage = Pick<
  MessageRow,
  'id' | 'roomId' | 'seq' | 'createdAt' | 'body' | 'replyTo' | 'threadId' | 'threadNo' | 'mainNo'
>;

export interface InsertedMessage extends StoredMessage {
  /** The newest change to an earlier message of the room at that time. */
  lastChange: string;
  /** The room was private at that time, which its row's lock makes exact. */
  isPrivate: boolean;
  /** Ids of those whom it calls. */
  mentioned: string[];
  /** The author's marker, where calls in the thread were read by replying there. */
  answered?: Marker | null;
}

/**
 * The room's row is locked first, by taking the numbers from it; whatever else is numbered depends on
 * that row, so two daemons never wait for each other crosswise. What a batch does not need — threads,
 * mentions — is not in its statement.
 */
export async function insertMessages(
  sql: Sql,
  roomId: string,
  messages: readonly NewMessage[],
): Promise<Map<string, InsertedMessage>> {
  const count = messages.length;
  const mainCount = messages.filter(({ threadId }) => threadId === null).length;
  const hasThreads = mainCount < count;
  const called = messages.flatMap((message, index) =>
    message.names.map((name) => ({ name, position: index + 1 })),
  );
  const hasMentions =
    called.length > 0 ||
    messages.some(
      ({ callsRoom, quote, keywords }) => callsRoom || quote !== null || keywords.length > 0,
    );
  const insert = (on: Sql) => on<InsertedMessage[]>`
    with room as (
      update rooms set last_seq = last_seq + ${count}::bigint,
        last_main = last_main + ${mainCount}::bigint
      where id = ${roomId}
      returning last_seq - ${count}::bigint as base, last_main - ${mainCount}::bigint as base_main,
        last_change, visibility = 'private' as is_private
    ), given as (
      select new.*, room.base + new.position as seq,
        room.base_main + count(*) filter (where new.thread_id is null) over (order by new.position)
          as main_no
      from room, unnest(
        ${messages.map((message) => message.id)}::uuid[],
        ${messages.map((message) => message.author.id)}::uuid[],
        ${messages.map((message) => message.clientId)}::text[],
        ${messages.map((message) => message.body)}::text[],
        ${messages.map((message) => message.replyTo)}::uuid[],
        ${messages.map((message) => message.threadId)}::uuid[],
        ${messages.map((message) => message.createdAt.toISOString())}::timestamptz[]
      ) with ordinality
        as new(id, author_id, client_id, body, reply_to, thread_id, created_at, position)
    ), ${hasThreads ? threaded(sql, roomId) : sql``} inserted as (
      insert into messages (id, room_id, seq, main_no, author_id, client_id, body, reply_to,
        thread_id, thread_no, created_at)
      select given.id, ${roomId}::uuid, given.seq, given.main_no, given.author_id, given.client_id,
        given.body, given.reply_to, given.thread_id,
        ${
          hasThreads
            ? sql`threaded.last_no - count(*) over (partition by given.thread_id)
                + row_number() over (partition by given.thread_id order by given.position)`
            : sql`null::bigint`
        },
        given.created_at
      from given ${hasThreads ? sql`left join threaded on threaded.root_id = given.thread_id` : sql``}
      order by given.position
      returning id, room_id, seq, main_no, author_id, created_at, body, reply_to, thread_id, thread_no
    ) ${hasMentions ? mentioned(sql, { roomId, messages, called }) : sql``}
    ${hasThreads ? followed(sql, { hasMentions }) : sql``}
    ${hasMentions || hasThreads ? counted(sql, { roomId, hasMentions, hasThreads }) : sql``}
    select inserted.id, inserted.room_id as "roomId", inserted.seq, inserted.main_no as "mainNo",
      inserted.created_at as "createdAt", inserted.body, inserted.reply_to as "replyTo",
      inserted.thread_id as "threadId", inserted.thread_no as "threadNo",
      room.last_change as "lastChange", room.is_private as "isPrivate",
      ${
        hasMentions
          ? sql`array(select user_id from called where called.seq = inserted.seq)`
          : sql`array[]::uuid[]`
      } as mentioned,
      ${
        hasThreads
          ? sql`(select row_to_json(counted) from counted where counted."userId" = inserted.author_id
              and exists (select from answered where answered.user_id = counted."userId"))`
          : sql`null`
      } as answered
    from inserted, room`;
  // Who is in, and what a reply has read, must be seen: a statement sees nothing that is stored while it waits.
  const rows =
    hasThreads || hasMentions
      ? await holdThenRead(sql, {
          hold: (tx) => lockRoom(tx, roomId),
          read: insert,
        })
      : await insert(sql);
  return new Map(rows.map((row) => [row.id, row]));
}

export async function findSent(
  sql: Sql,
  messages: readonly NewMessage[],
): Promise<(StoredMessage & { authorId: string; clientId: string })[]> {
  return sql`
    select m.id, m.room_id as "roomId", m.seq, m.main_no as "mainNo", m.author_id as "authorId",
      m.client_id as "clientId", m.created_at as "createdAt", m.body, m.reply_to as "replyTo",
      m.thread_id as "threadId", m.thread_no as "threadNo"
    from messages m
    join unnest(
      ${messages.map((message) => message.author.id)}::uuid[],
      ${messages.map((message) => message.clientId)}::text[]
    ) as sent(author_id, client_id) using (author_id, client_id)`;
}

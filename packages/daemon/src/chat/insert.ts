// Storing a batch of messages of one room: one statement, one commit, numbered densely.

import type { MemberRole, MessageView } from '@parley/shared/chat';
import type { Sql } from '../repo/index.ts';
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
  /** Ids of those whom it calls. */
  mentioned: string[];
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
  const rows = await sql<InsertedMessage[]>`
    with room as (
      update rooms set last_seq = last_seq + ${count}::bigint,
        last_main = last_main + ${mainCount}::bigint
      where id = ${roomId}
      returning last_seq - ${count}::bigint as base, last_main - ${mainCount}::bigint as base_main,
        last_change
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
    select inserted.id, inserted.room_id as "roomId", inserted.seq, inserted.main_no as "mainNo",
      inserted.created_at as "createdAt", inserted.body, inserted.reply_to as "replyTo",
      inserted.thread_id as "threadId", inserted.thread_no as "threadNo",
      room.last_change as "lastChange",
      ${
        hasMentions
          ? sql`array(select user_id from called where called.seq = inserted.seq)`
          : sql`array[]::uuid[]`
      } as mentioned
    from inserted, room`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** Numbers of the threads that the batch goes on with; `last_no` after all of its replies. */
function threaded(sql: Sql, roomId: string) {
  return sql`threaded as (
    insert into threads (root_id, room_id, last_no, last_seq, last_reply_at)
    select thread_id, ${roomId}::uuid, count(*), max(seq), max(created_at)
    from given where thread_id is not null group by thread_id
    on conflict (root_id) do update set last_no = threads.last_no + excluded.last_no,
      last_seq = excluded.last_seq, last_reply_at = excluded.last_reply_at
    returning root_id, last_no
  ),`;
}

/**
 * Who replies has read the thread, and follows it; so does who began it, and who is called in it, from
 * there on, until they say otherwise.
 */
function followed(sql: Sql, { hasMentions }: { hasMentions: boolean }) {
  const called = sql`
    union all
    select called.thread_id, called.user_id, called.thread_no - 1, false
    from called where called.thread_id is not null and not exists (
      select from thread_follows known
      where known.root_id = called.thread_id and known.user_id = called.user_id
    )`;
  return sql`, followed as (
    insert into thread_follows (root_id, user_id, read_no)
    select thread_id, user_id, coalesce(max(no) filter (where is_own), min(no)) from (
      select thread_id, author_id as user_id, thread_no as no, true as is_own
      from inserted where thread_id is not null
      union all
      select inserted.thread_id, root.author_id, 0, false
      from inserted join messages root on root.id = inserted.thread_id
      ${hasMentions ? called : sql``}
    ) as people group by thread_id, user_id
    on conflict (root_id, user_id) do update
      set read_no = greatest(thread_follows.read_no, excluded.read_no),
        is_following = thread_follows.is_following or excluded.read_no > 0
  )`;
}

/**
 * Members whom a message names, whom it answers, who chose a word that is in it, or, where it calls the
 * room, all; never its author. A call in a thread is read there, by those who may see how it began.
 */
function mentioned(
  sql: Sql,
  {
    roomId,
    messages,
    called,
  }: {
    roomId: string;
    messages: readonly NewMessage[];
    called: readonly { name: string; position: number }[];
  },
) {
  const callers = messages.flatMap(({ callsRoom, id }) => (callsRoom ? [id] : []));
  const said = messages.flatMap(({ id, keywords }) => keywords.map((word) => ({ id, word })));
  return sql`, called as (
    insert into mentions (user_id, room_id, seq, thread_id, thread_no)
    select distinct people.user_id, ${roomId}::uuid, people.seq, root.id,
      case when root.id is not null then inserted.thread_no end
    from (
      select users.id as user_id, given.seq, given.author_id
      from unnest(
        ${called.map(({ name }) => name)}::text[],
        ${called.map(({ position }) => position)}::bigint[]
      ) as by_name(name, position)
      join given using (position)
      join users on users.username = by_name.name::citext
      union all
      select quoted.author_id, given.seq, given.author_id
      from given join messages quoted on quoted.id = given.reply_to
      union all
      select everybody.user_id, given.seq, given.author_id
      from given join memberships everybody on everybody.room_id = ${roomId}
      where given.id = any(${callers}::uuid[])
      union all
      select keywords.user_id, given.seq, given.author_id
      from unnest(
        ${said.map(({ id }) => id)}::uuid[],
        ${said.map(({ word }) => word)}::text[]
      ) as said(id, folded)
      join given using (id) join keywords using (folded)
    ) as people
    join inserted using (seq)
    join memberships on memberships.room_id = ${roomId} and memberships.user_id = people.user_id
    left join messages root
      on root.id = inserted.thread_id and root.seq > memberships.visible_after
    where people.user_id <> people.author_id
    returning user_id, seq, thread_id, thread_no
  ), counted as (
    update memberships set unread_mentions = unread_mentions + calls.in_room,
      thread_mentions = thread_mentions + calls.in_threads
    from (
      select user_id, count(*) filter (where thread_id is null)::int as in_room,
        count(thread_id)::int as in_threads
      from called group by user_id
    ) as calls
    where memberships.room_id = ${roomId} and memberships.user_id = calls.user_id
  )`;
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

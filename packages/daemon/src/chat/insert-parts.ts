// Parts of the statement that stores a batch: the threads that it goes on with, and whom it calls.

import type { Sql } from '../repo/index.ts';
import type { NewMessage } from './insert.ts';
import { markerColumns } from './markers.ts';

/** Numbers of the threads that the batch goes on with; `last_no` after all of its replies. */
export function threaded(sql: Sql, roomId: string) {
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
 * there on, until they say otherwise. What was read before is read, and locked, before it is changed.
 */
export function followed(sql: Sql, { hasMentions }: { hasMentions: boolean }) {
  const called = sql`
    union all
    select called.thread_id, called.user_id, called.thread_no - 1, false
    from called where called.thread_id is not null and not exists (
      select from thread_follows known
      where known.root_id = called.thread_id and known.user_id = called.user_id
    )`;
  return sql`, own as (
    select thread_id, author_id as user_id, max(thread_no) as no from inserted
    where thread_id is not null group by thread_id, author_id
  ), was as (
    select own.user_id, own.thread_id, own.no, known.read_no
    from own join thread_follows known
      on known.root_id = own.thread_id and known.user_id = own.user_id
    for update of known
  ), answered as (
    select was.user_id from was join mentions call
      on call.user_id = was.user_id and call.thread_id = was.thread_id
        and call.thread_no > was.read_no and call.thread_no <= was.no
  ), followed as (
    insert into thread_follows (root_id, user_id, read_no)
    select thread_id, user_id, coalesce(max(no) filter (where is_own), min(no)) from (
      select thread_id, author_id as user_id, thread_no as no, true as is_own
      from inserted where thread_id is not null
      union all
      select inserted.thread_id, root.author_id, 0, false
      from inserted join messages root on root.id = inserted.thread_id
      ${hasMentions ? called : sql``}
    ) as people where (select count(*) from was) >= 0 group by thread_id, user_id
    on conflict (root_id, user_id) do update
      set read_no = greatest(thread_follows.read_no, excluded.read_no),
        is_following = thread_follows.is_following or excluded.read_no > 0
    returning 1
  )`;
}

/**
 * Members whom a message names, whom it answers, who chose a word that is in it, or, where it calls the
 * room, all; never its author. A call in a thread is read there, by those who may see how it began.
 */
export function mentioned(
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
  )`;
}

/** One change per member: calls that came, and calls in threads that their reply there has read. */
export function counted(
  sql: Sql,
  of: { roomId: string; hasMentions: boolean; hasThreads: boolean },
) {
  // A reply of the same batch may come after the call that it has read.
  const isUnread = of.hasThreads
    ? sql`not exists (
        select from own where own.user_id = called.user_id and own.thread_id = called.thread_id
          and own.no > called.thread_no
      )`
    : sql`true`;
  const came = sql`
    select user_id, (thread_id is null)::int as in_room,
      (thread_id is not null and ${isUnread})::int as in_threads
    from called`;
  const read = sql`select user_id, 0 as in_room, -1 as in_threads from answered`;
  // Markers in threads are locked first, as by whoever moves one: else the two wait for each other.
  const afterFollows = sql`and (select count(*) from followed) >= 0`;
  const both = of.hasMentions && of.hasThreads;
  return sql`, counted as (
    update memberships m set unread_mentions = unread_mentions + calls.in_room,
      thread_mentions = greatest(0, thread_mentions + calls.in_threads)
    from (
      select user_id, sum(in_room)::int as in_room, sum(in_threads)::int as in_threads
      from (${of.hasMentions ? came : sql``} ${both ? sql`union all` : sql``} ${of.hasThreads ? read : sql``}) as each
      group by user_id
    ) as calls
    where m.room_id = ${of.roomId} and m.user_id = calls.user_id
      ${of.hasThreads ? afterFollows : sql``}
    returning m.user_id as "userId", ${markerColumns(sql)}
  )`;
}

// Activity: what waits for somebody — unread rooms, mentions, threads — and the markers that end it.

import type { ChatActivityItem, MembershipView, SetNotifyInput } from '@parley/shared/chat';
import type { ActivityEvent } from '@parley/shared/events';
import { limits } from '@parley/shared/limits';
import { requireUser, type Scope } from '../accounts/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import type { Sql } from '../repo/index.ts';
import { type Access, roomListColumns } from './access.ts';
import { userTopic } from './events.ts';
import type { MessageReader } from './history.ts';
import { holdThenRead, type Marker, markerColumns, toRoomRead } from './markers.ts';
import { hideQuote, type MessageRow, toMessageView } from './message.ts';
import { type RoomListRow, toRoomListItem } from './room.ts';

/** How far rooms have come, for those who count what is unread in them. */
export type RoomProgress = Extract<ActivityEvent, { type: 'room.activity' }>;

export interface Activity {
  /** Markers only move forward. Broadcasts `room.read` to the caller's devices. */
  markRead(scope: Scope, ref: string, seq: number): Promise<void>;
  /** Puts the marker before this message, wherever it was. */
  markUnread(scope: Scope, ref: string, seq: number): Promise<void>;
  /** Broadcasts `room.notify` to the caller's devices. */
  setNotify(scope: Scope, input: SetNotifyInput): Promise<MembershipView>;
  /** What of chat waits for the caller, the newest first, at most {@link limits.activity} items. */
  listActivity(scope: Scope): Promise<ChatActivityItem[]>;
  /** Ids of the rooms that the caller is in. */
  listRoomIds(scope: Scope): Promise<string[]>;
  readProgress(roomIds: readonly string[]): Promise<RoomProgress[]>;
  /** Tells the followers of threads that these have gone on. */
  tellFollowers(rootIds: readonly string[]): Promise<void>;
}

export function createActivity(
  deps: { sql: Sql; pubsub: PubSub; access: Access } & MessageReader,
): Activity {
  const { sql, pubsub, access, columns, joins } = deps;

  /** Mentions between the old and the new marker are read, or unread again: counted once, when it moves. */
  async function moveMarker(
    scope: Scope,
    { ref, isMoved, to }: { ref: string; isMoved: 'forward' | 'anyway'; to: number },
  ): Promise<void> {
    const { room, membership, visibleAfter, user } = await access.authorize(scope, 'read', ref);
    if (!membership) return;
    const read = Math.max(visibleAfter, Math.min(to, room.lastSeq));
    const isForward = isMoved === 'forward';
    // Not who went out and came in meanwhile, and sees less now.
    const move = (tx: Sql) => tx<Marker[]>`
      update memberships m set last_read_seq = ${read},
        read_main = coalesce((
          select coalesce(main_no, seq) from messages
          where room_id = m.room_id and seq <= ${read} order by seq desc limit 1
        ), 0),
        unread_mentions = greatest(0, unread_mentions + sign(m.last_read_seq - ${read}::bigint)::int * (
          select count(*)::int from mentions c where c.user_id = m.user_id and c.room_id = m.room_id
            and c.thread_id is null
            and c.seq > least(m.last_read_seq, ${read}) and c.seq <= greatest(m.last_read_seq, ${read})
        ))
      where m.room_id = ${room.id} and m.user_id = ${user.id} and m.visible_after = ${visibleAfter}
        and ${isForward ? sql`m.last_read_seq < ${read}` : sql`m.last_read_seq <> ${read}`}
      returning ${markerColumns(sql)}`;
    const [moved] = await holdThenRead(sql, {
      hold: (tx) => tx`
        select 1 from memberships where room_id = ${room.id} and user_id = ${user.id} for update`,
      read: move,
    });
    if (moved) pubsub.publish(userTopic(user.id), toRoomRead(room.id, moved));
  }

  return {
    markRead: (scope, ref, seq) => moveMarker(scope, { ref, isMoved: 'forward', to: seq }),
    markUnread: (scope, ref, seq) => moveMarker(scope, { ref, isMoved: 'anyway', to: seq - 1 }),

    async setNotify(scope, { room: ref, level, quietUntil }) {
      const { room, user } = await access.authorize(scope, 'leave', ref);
      await sql`
        update memberships set
          notify = coalesce(${level ?? null}, notify),
          quiet_until = ${quietUntil === undefined ? sql`quiet_until` : quietUntil}
        where room_id = ${room.id} and user_id = ${user.id}`;
      const { membership } = await access.authorize(scope, 'leave', room.id);
      const { notify, quietUntil: until } = membership!;
      const event = { type: 'room.notify', roomId: room.id, notify, quietUntil: until } as const;
      pubsub.publish(userTopic(user.id), event);
      return membership!;
    },

    async listActivity(scope) {
      requireUser(scope);
      const me = scope.user.id;
      const [rooms, mentioned, threads] = await Promise.all([
        sql<(RoomListRow & { at: Date | null })[]>`
          select ${roomListColumns(sql)},
            (select created_at from messages last where last.room_id = r.id
              order by last.seq desc limit 1) as at
          from memberships m join rooms r on r.id = m.room_id
          where m.user_id = ${me} and (r.last_main > m.read_main or m.unread_mentions > 0)`,
        sql<(MessageRow & { slug: string; name: string; visibleAfter: string })[]>`
          select ${columns}, r.slug, r.name, mine.visible_after as "visibleAfter"
          from memberships mine
          join lateral (
            select c.room_id, c.seq from mentions c
            where mine.unread_mentions > 0 and c.user_id = mine.user_id
              and c.room_id = mine.room_id and c.seq > mine.last_read_seq and c.thread_id is null
            union all
            select c.room_id, c.seq from mentions c
            left join thread_follows f on f.root_id = c.thread_id and f.user_id = c.user_id
            where mine.thread_mentions > 0 and c.user_id = mine.user_id
              and c.room_id = mine.room_id and c.thread_id is not null
              and c.thread_no > coalesce(f.read_no, 0)
          ) as c on true
          join messages m on m.room_id = c.room_id and m.seq = c.seq and m.deleted_at is null
            and m.seq > mine.visible_after
          join rooms r on r.id = m.room_id ${joins}
          where mine.user_id = ${me} and mine.unread_mentions + mine.thread_mentions > 0
          order by m.created_at desc limit ${limits.activity}`,
        sql<
          (MessageRow & {
            slug: string;
            name: string;
            lastNo: string;
            lastSeq: string;
            unread: string;
            visibleAfter: string;
          })[]
        >`
          select ${columns}, r.slug, r.name, t.last_no as "lastNo", t.last_seq as "lastSeq",
            t.last_no - f.read_no as unread, mine.visible_after as "visibleAfter"
          from thread_follows f join messages m on m.id = f.root_id
          join memberships mine on mine.room_id = m.room_id and mine.user_id = f.user_id
            and m.seq > mine.visible_after
          join rooms r on r.id = m.room_id ${joins}
          where f.user_id = ${me} and f.is_following and t.last_no > f.read_no
          order by t.last_reply_at desc limit ${limits.activity}`,
      ]);
      const items: ChatActivityItem[] = [
        ...rooms.flatMap((row): ChatActivityItem[] => {
          const { id, slug, name, unread, createdAt, ...item } = toRoomListItem(row);
          const mentions = item.mentions - item.threadMentions;
          if (unread === 0 && mentions === 0) return [];
          const at = row.at?.toISOString() ?? createdAt;
          return [{ kind: 'room', at, room: { id, slug, name }, unread, mentions }];
        }),
        ...mentioned.map((row): ChatActivityItem => {
          const message = hideQuote(toMessageView(row), Number(row.visibleAfter));
          const room = { id: row.roomId, slug: row.slug, name: row.name };
          return { kind: 'mention', at: message.createdAt, room, message };
        }),
        ...threads.map(
          (row): ChatActivityItem => ({
            kind: 'thread',
            at: row.lastReplyAt!.toISOString(),
            room: { id: row.roomId, slug: row.slug, name: row.name },
            thread: {
              root: hideQuote(toMessageView(row), Number(row.visibleAfter)),
              replyCount: Number(row.lastNo),
              lastSeq: Number(row.lastSeq),
              isFollowing: true,
              unread: Number(row.unread),
            },
          }),
        ),
      ];
      return items
        .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
        .slice(0, limits.activity);
    },

    async listRoomIds(scope) {
      requireUser(scope);
      const rows = await sql<{ id: string }[]>`
        select room_id as id from memberships where user_id = ${scope.user.id}`;
      return rows.map(({ id }) => id);
    },

    async readProgress(roomIds) {
      if (roomIds.length === 0) return [];
      const rows = await sql<{ id: string; lastSeq: string; lastMain: string }[]>`
        select id, last_seq as "lastSeq", last_main as "lastMain" from rooms
        where id = any(${[...roomIds]}::uuid[])`;
      return rows.map(({ id, lastSeq, lastMain }) => ({
        type: 'room.activity',
        roomId: id,
        lastSeq: Number(lastSeq),
        lastMain: Number(lastMain),
      }));
    },

    async tellFollowers(rootIds) {
      const rows = await sql<
        { rootId: string; roomId: string; userId: string; replyCount: string; unread: string }[]
      >`
        select t.root_id as "rootId", t.room_id as "roomId", f.user_id as "userId",
          t.last_no as "replyCount", t.last_no - f.read_no as unread
        from threads t join thread_follows f on f.root_id = t.root_id and f.is_following
        join memberships m on m.room_id = t.room_id and m.user_id = f.user_id
        join messages root on root.id = t.root_id and root.seq > m.visible_after
        where t.root_id = any(${[...rootIds]}::uuid[])`;
      for (const { rootId, roomId, userId, replyCount, unread } of rows) {
        pubsub.publish(userTopic(userId), {
          type: 'thread.activity',
          roomId,
          rootId,
          replyCount: Number(replyCount),
          unread: Number(unread),
        });
      }
    },
  };
}

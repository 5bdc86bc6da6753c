// Threads: their replies, who follows them, and how far each has read.

import type {
  FollowThreadInput,
  ListThreadInput,
  ThreadPage,
  ThreadView,
} from '@parley/shared/chat';
import { invalidField } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { requireUser, type Scope, type UserScope } from '../accounts/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import type { Sql } from '../repo/index.ts';
import type { Access } from './access.ts';
import { userTopic } from './events.ts';
import type { ThreadReader } from './history.ts';
import { holdThenRead, type Marker, markerColumns, toRoomRead } from './markers.ts';
import { hideQuote, type MessageRow, toMessageView } from './message.ts';
import { authorizeMessage, noSuchMessage } from './policy.ts';

export interface Threads {
  /** A page of a thread, oldest first, by its first message. */
  listThread(scope: Scope, input: ListThreadInput): Promise<ThreadPage>;
  /** Replying follows by itself. */
  followThread(scope: Scope, input: FollowThreadInput): Promise<ThreadView>;
  /** The marker only moves forward; calls up to it are read. Broadcasts to the caller's devices. */
  markThreadRead(scope: Scope, input: { messageId: string; seq: number }): Promise<void>;
  /**
   * Puts the caller's marker before the reply of this seq, wherever it was; who does that follows the
   * thread. Broadcasts `thread.activity` to the caller's devices.
   */
  markThreadUnread(
    scope: Scope,
    input: { room: string; threadId: string; seq: number },
  ): Promise<void>;
}

/** A marker that moved in a thread; of the room's too, where calls were read with it. */
type Moved = { replyCount: string; unread: string } & (Marker | { lastReadSeq: null });

export function createThreads(
  deps: { sql: Sql; pubsub: PubSub; access: Access } & ThreadReader,
): Threads {
  const { sql, pubsub, access, findMessage, listReplies } = deps;

  /** The first message; a tombstone still leads its thread. */
  async function findRoot(
    scope: Scope,
    id: string,
  ): Promise<{ scope: UserScope; root: MessageRow; visibleAfter: number }> {
    requireUser(scope);
    const root = await findMessage(id);
    const found = root && (await access.find(scope, root.roomId));
    if (!root || !found || root.threadId !== null) throw noSuchMessage();
    authorizeMessage(scope, 'read', { ...found, message: { ...root, deletedAt: null } });
    return { scope, root, visibleAfter: found.visibleAfter };
  }

  async function toThread({
    scope,
    root,
    visibleAfter,
  }: {
    scope: UserScope;
    root: MessageRow;
    visibleAfter: number;
  }): Promise<ThreadView> {
    const [row] = await sql<
      { lastNo: string; lastSeq: string; isFollowing: boolean | null; readNo: string | null }[]
    >`
      select t.last_no as "lastNo", t.last_seq as "lastSeq", f.is_following as "isFollowing",
        f.read_no as "readNo"
      from threads t
      left join thread_follows f on f.root_id = t.root_id and f.user_id = ${scope.user.id}
      where t.root_id = ${root.id}`;
    const lastNo = Number(row?.lastNo ?? 0);
    return {
      root: hideQuote(toMessageView(root), visibleAfter),
      replyCount: lastNo,
      lastSeq: Number(row?.lastSeq ?? root.seq),
      isFollowing: row?.isFollowing ?? false,
      unread: row?.isFollowing ? Math.max(0, lastNo - Number(row.readNo)) : 0,
    };
  }

  /**
   * Goes on after `moved`, a marker that went from reply `was` to reply `no` of a thread: calls between
   * the two are read, or unread again, in the same statement.
   */
  const countCalls = (userId: string, roomId: string) => sql`, calls as (
      select count(*)::int as count from moved join mentions c on c.thread_id = moved.root_id
      where c.user_id = ${userId} and c.thread_no > least(moved.was, moved.no)
        and c.thread_no <= greatest(moved.was, moved.no)
    ), counted as (
      update memberships m set thread_mentions =
        greatest(0, thread_mentions + sign(moved.was - moved.no)::int * calls.count)
      from moved, calls
      where m.room_id = ${roomId} and m.user_id = ${userId} and calls.count > 0
      returning ${markerColumns(sql)}
    )
    select moved.last_no as "replyCount", moved.last_no - moved.no as unread, counted.*
    from moved left join counted on true`;

  const move = (userId: string, rootId: string, read: (tx: Sql) => Promise<readonly Moved[]>) =>
    holdThenRead(sql, {
      hold: (tx) => tx`
        select 1 from thread_follows where root_id = ${rootId} and user_id = ${userId} for update`,
      read,
    });

  function tellMoved(userId: string, { id, roomId }: MessageRow, moved: Moved | undefined): void {
    if (!moved) return;
    const { replyCount, unread, ...marker } = moved;
    pubsub.publish(userTopic(userId), {
      type: 'thread.activity',
      roomId,
      rootId: id,
      replyCount: Number(replyCount),
      unread: Math.max(0, Number(unread)),
    });
    if (marker.lastReadSeq === null) return;
    pubsub.publish(userTopic(userId), toRoomRead(roomId, marker));
  }

  return {
    async listThread(caller, { messageId, after = 0, limit = limits.joinBacklog }) {
      const { scope, root, visibleAfter } = await findRoot(caller, messageId);
      const [thread, rows] = await Promise.all([
        toThread({ scope, root, visibleAfter }),
        listReplies(messageId, { after, limit: limit + 1 }),
      ]);
      return {
        thread,
        items: rows.slice(0, limit).map((message) => hideQuote(message, visibleAfter)),
        hasAfter: rows.length > limit,
      };
    },

    async followThread(caller, { messageId, isFollowing }) {
      const found = await findRoot(caller, messageId);
      const { scope } = found;
      // A thread without a reply cannot be followed yet; whoever began it will be, once there is one.
      await sql`
        insert into thread_follows (root_id, user_id, is_following, read_no)
        select root_id, ${scope.user.id}, ${isFollowing}, last_no from threads
        where root_id = ${messageId}
        on conflict (root_id, user_id) do update set is_following = excluded.is_following`;
      return toThread(found);
    },

    async markThreadRead(caller, { messageId, seq }) {
      const { scope, root } = await findRoot(caller, messageId);
      const { user } = scope;
      const [moved] = await move(
        user.id,
        messageId,
        (tx) => tx<Moved[]>`
        with known as (
          select root_id, read_no as was from thread_follows
          where root_id = ${messageId} and user_id = ${user.id}
        ), read as (
          select max(thread_no) as no from messages where thread_id = ${messageId} and seq <= ${seq}
        ), moved as (
          update thread_follows f set read_no = read.no from known, read, threads t
          where f.root_id = known.root_id and f.user_id = ${user.id} and known.was < read.no
            and t.root_id = f.root_id
          returning f.root_id, t.last_no, known.was, read.no
        ) ${countCalls(user.id, root.roomId)}`,
      );
      tellMoved(user.id, root, moved);
    },

    async markThreadUnread(caller, { room: ref, threadId, seq }) {
      const { room, membership, user } = await access.authorize(caller, 'read', ref);
      const { root } = await findRoot(caller, threadId);
      if (root.roomId !== room.id) throw invalidField('threadId', 'is no message of this room');
      if (!membership) return;
      const [moved] = await move(
        user.id,
        threadId,
        (tx) => tx<Moved[]>`
        with known as (
          select t.root_id, t.last_no, coalesce(f.read_no, t.last_no) as was, coalesce((
            select max(thread_no) from messages where thread_id = t.root_id and seq < ${seq}
          ), 0) as no
          from threads t
          left join thread_follows f on f.root_id = t.root_id and f.user_id = ${user.id}
          where t.root_id = ${threadId}
        ), marked as (
          insert into thread_follows (root_id, user_id, is_following, read_no)
          select root_id, ${user.id}, true, no from known where last_no > no
          on conflict (root_id, user_id) do update
            set is_following = true, read_no = excluded.read_no
          returning root_id
        ), moved as (select known.* from known join marked using (root_id))
        ${countCalls(user.id, room.id)}`,
      );
      tellMoved(user.id, root, moved);
    },
  };
}

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
import { hideQuote, type MessageRow, toMessageView } from './message.ts';
import { authorizeMessage, noSuchMessage } from './policy.ts';

export interface Threads {
  /** A page of a thread, oldest first, by its first message. */
  listThread(scope: Scope, input: ListThreadInput): Promise<ThreadPage>;
  /** Replying follows by itself. */
  followThread(scope: Scope, input: FollowThreadInput): Promise<ThreadView>;
  /** The marker only moves forward. */
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

  function tellMarker(
    userId: string,
    { id, roomId }: MessageRow,
    { replyCount, unread }: { replyCount: string; unread: string },
  ): void {
    pubsub.publish(userTopic(userId), {
      type: 'thread.activity',
      roomId,
      rootId: id,
      replyCount: Number(replyCount),
      unread: Math.max(0, Number(unread)),
    });
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
      const [moved] = await sql<{ replyCount: string; unread: string }[]>`
        update thread_follows f set read_no = read.no
        from (
          select max(thread_no) as no from messages where thread_id = ${messageId} and seq <= ${seq}
        ) as read, threads t
        where f.root_id = ${messageId} and f.user_id = ${scope.user.id} and f.read_no < read.no
          and t.root_id = f.root_id
        returning t.last_no as "replyCount", t.last_no - f.read_no as unread`;
      if (moved) tellMarker(scope.user.id, root, moved);
    },

    async markThreadUnread(caller, { room: ref, threadId, seq }) {
      const { room, membership, user } = await access.authorize(caller, 'read', ref);
      const { root } = await findRoot(caller, threadId);
      if (root.roomId !== room.id) throw invalidField('threadId', 'is no message of this room');
      if (!membership) return;
      const [moved] = await sql<{ replyCount: string; unread: string }[]>`
        with read as (
          select t.root_id, t.last_no, coalesce((
            select max(thread_no) from messages where thread_id = t.root_id and seq < ${seq}
          ), 0) as no
          from threads t where t.root_id = ${threadId}
        ), moved as (
          insert into thread_follows (root_id, user_id, is_following, read_no)
          select root_id, ${user.id}, true, no from read where last_no > no
          on conflict (root_id, user_id) do update
            set is_following = true, read_no = excluded.read_no
          returning read_no
        )
        select last_no as "replyCount", last_no - read_no as unread from read, moved`;
      if (moved) tellMarker(user.id, root, moved);
    },
  };
}

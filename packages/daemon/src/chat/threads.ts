// Threads: their replies, who follows them, and how far each has read.

import type {
  FollowThreadInput,
  ListThreadInput,
  ThreadPage,
  ThreadView,
} from '@parley/shared/chat';
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
      if (!moved) return;
      pubsub.publish(userTopic(scope.user.id), {
        type: 'thread.activity',
        roomId: root.roomId,
        rootId: messageId,
        replyCount: Number(moved.replyCount),
        unread: Math.max(0, Number(moved.unread)),
      });
    },
  };
}

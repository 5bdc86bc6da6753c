// Comments that wait for somebody: under a post of theirs, or answers to a comment of theirs.
//
// Each is a row until it is read, beside a counter per person and post that moves with the rows in the same
// transaction; so counts are exact, also when a comment is deleted unread, and nothing is counted when asked.

import type {
  CommentActivityItem,
  MarkCommentsReadInput,
  PostState,
  PostView,
} from '@parley/shared/blog';
import { limits } from '@parley/shared/limits';
import { sql as fragment } from 'drizzle-orm';
import { requireUser, type Scope } from '../accounts/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import type { Repo, Transaction } from '../repo/index.ts';
import type { CommentedPost } from './comment.ts';
import { readerTopic } from './events.ts';
import { authorizePost } from './policy.ts';
import { buildStatement } from './post-columns.ts';
import { isForOthers, visibleWhere } from './visibility.ts';

export interface UnreadComments {
  /** Posts with comments that wait for the caller, at most {@link limits.activity}, the newest first. */
  listCommentActivity(scope: Scope): Promise<CommentActivityItem[]>;
  /**
   * Of a post, all comments or those made up to a time are read. Broadcasts `comments.activity` to the caller's
   * devices. @throws not_found
   */
  markCommentsRead(scope: Scope, input: MarkCommentsReadInput): Promise<void>;
}

export interface UnreadCount {
  userId: string;
  unread: number;
}

interface ActivityRow {
  id: string;
  slug: string;
  title: string;
  unread: number;
  commentId: string;
  at: Date;
  excerpt: string;
  authorId: string;
  username: string;
  displayName: string;
}

export function createUnreadComments({
  repo: { sql },
  pubsub,
  findPost,
}: {
  repo: Repo;
  pubsub: PubSub;
  findPost(id: string): Promise<CommentedPost | null>;
}): UnreadComments {
  return {
    async listCommentActivity(scope) {
      requireUser(scope);
      const { text, values } = buildStatement(
        (bind) => `
        select p.id, p.slug, p.title, n.unread, newest.*
        from comment_counters n join posts p on p.id = n.post_id
        cross join lateral (
          select c.id as "commentId", w.created_at as at, left(c.body, ${limits.quoteExcerpt}) as excerpt,
            u.id as "authorId", u.username, u.display_name as "displayName"
          from unread_comments w join comments c on c.id = w.comment_id join users u on u.id = c.author_id
          where w.user_id = n.user_id and w.post_id = n.post_id
          order by w.created_at desc limit 1
        ) as newest
        where n.user_id = ${bind(scope.user.id)} and n.unread > 0 and ${visibleWhere(scope, 'all', bind)}
        order by n.newest_at desc limit ${limits.activity}`,
      );
      const rows = await sql.unsafe<ActivityRow[]>(text, values as string[], { prepare: true });
      return rows.map(toActivityItem);
    },

    async markCommentsRead(scope, { postId, until }) {
      const post = await findPost(postId);
      authorizePost(scope, 'see', post);
      requireUser(scope);
      const [moved] = await sql<{ unread: number }[]>`
        with read as (
          delete from unread_comments where user_id = ${scope.user.id} and post_id = ${post.id}
            ${until === undefined ? sql`` : sql`and created_at <= ${until}`}
          returning 1
        )
        update comment_counters set unread = unread - (select count(*)::int from read)
        where user_id = ${scope.user.id} and post_id = ${post.id} and exists (select from read)
        returning unread`;
      if (moved) tellUnread(pubsub, post, [{ userId: scope.user.id, ...moved }]);
    },
  };
}

function toActivityItem(row: ActivityRow): CommentActivityItem {
  return {
    kind: 'comments',
    at: row.at.toISOString(),
    post: { id: row.id, slug: row.slug, title: row.title },
    unread: row.unread,
    newest: {
      id: row.commentId,
      author: { id: row.authorId, username: row.username, displayName: row.displayName },
      excerpt: row.excerpt,
    },
  };
}

/** A comment is gone: who had not read it has one less that waits. */
export async function forgetUnread(tx: Transaction, commentId: string): Promise<UnreadCount[]> {
  const rows = await tx.execute<{ user_id: string }>(
    fragment`delete from unread_comments where comment_id = ${commentId} returning user_id`,
  );
  const counts: UnreadCount[] = [];
  // In the order in which storing takes them.
  for (const userId of rows.map(({ user_id }) => user_id).sort()) {
    const [counter] = await tx.execute<{ unread: number }>(fragment`
      update comment_counters set unread = unread - 1
      where user_id = ${userId} and post_id = (select post_id from comments where id = ${commentId})
      returning unread`);
    if (counter) counts.push({ userId, unread: counter.unread });
  }
  return counts;
}

/** For whom something waits under a post that is about to go for good. */
export async function findReaders(tx: Transaction, postId: string): Promise<UnreadCount[]> {
  const rows = await tx.execute<{ user_id: string }>(
    fragment`select user_id from comment_counters where post_id = ${postId} and unread > 0`,
  );
  return rows.map(({ user_id }) => ({ userId: user_id, unread: 0 }));
}

/** Tells each how much waits now under a post, which is nothing where they do not see it. */
export function tellUnread(
  pubsub: PubSub,
  post: CommentedPost,
  counts: readonly UnreadCount[],
): void {
  for (const { userId, unread } of counts) {
    const isSeen = userId === post.author.id || isForOthers(post.state);
    const event = {
      type: 'comments.activity',
      postId: post.id,
      unread: isSeen ? unread : 0,
    } as const;
    pubsub.publish(readerTopic(userId), event);
  }
}

/** The same after the post came to others' sight, or went out of it. */
export async function tellReaders(
  { repo: { sql }, pubsub }: { repo: Repo; pubsub: PubSub },
  post: PostView | null,
): Promise<void> {
  if (!post) return;
  const rows = await sql<(UnreadCount & { state: PostState })[]>`
    select n.user_id as "userId", n.unread, p.state
    from comment_counters n join posts p on p.id = n.post_id
    where n.post_id = ${post.id} and n.unread > 0`;
  for (const { state, ...count } of rows) tellUnread(pubsub, { ...post, state }, [count]);
}

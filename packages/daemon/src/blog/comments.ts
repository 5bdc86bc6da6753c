// Comments under posts: read, written, changed, taken away, and told to who follows the post.

import type {
  CommentView,
  CreateCommentInput,
  ListCommentsInput,
  PostState,
} from '@parley/shared/blog';
import { invalidField } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { stripForStorage } from '@parley/shared/text';
import { and, eq, isNull } from 'drizzle-orm';
import { requireUser, type Scope } from '../accounts/index.ts';
import { decodeCursor, takePage } from '../repo/index.ts';
import type { BlogDeps } from './blog.ts';
import { type CommentedPost, type CommentRow, toCommentView } from './comment.ts';
import { commentCountsTopic, commentsTopic } from './events.ts';
import { authorizeComment, authorizePost } from './policy.ts';
import { comments } from './tables.ts';
import {
  createUnreadComments,
  forgetUnread,
  tellUnread,
  type UnreadComments,
  type UnreadCount,
} from './unread-comments.ts';

export interface Comments extends UnreadComments {
  /** A page of a post's comments, oldest first; deleted ones as tombstones. */
  listComments(
    scope: Scope,
    input: ListCommentsInput,
  ): Promise<{ items: CommentView[]; nextCursor: string | null }>;
  /**
   * Broadcasts `comment.created`. A `clientId` that its author used before stores nothing and answers
   * the first comment.
   * @throws invalid about `parentId` when that is no comment of this post, or was deleted.
   */
  createComment(scope: Scope, input: CreateCommentInput): Promise<CommentView>;
  /** Broadcasts `comment.updated`. With `postId`, a comment of another post is as absent. */
  updateComment(
    scope: Scope,
    input: { id: string; body: string; postId?: string },
  ): Promise<CommentView>;
  /**
   * Leaves a tombstone without a body and broadcasts `comment.deleted`; twice is once. With `postId`,
   * a comment of another post is as absent.
   */
  deleteComment(scope: Scope, input: { id: string; postId?: string }): Promise<void>;
  /** For channels: whether the caller may follow the comments. @throws not_found */
  authorizeComments(scope: Scope, postId: string): Promise<void>;
}

export function createComments({ repo, pubsub, clock, ids, audit }: BlogDeps): Comments {
  const { sql } = repo;
  const columns = sql`
    c.id, c.post_id as "postId", c.parent_id as "parentId", c.author_id as "authorId",
    u.username, u.display_name as "displayName", c.body,
    c.created_at as "createdAt", c.edited_at as "editedAt", c.deleted_at as "deletedAt"`;

  async function findPost(id: string): Promise<CommentedPost | null> {
    const [row] = await sql<{ id: string; state: PostState; authorId: string }[]>`
      select id, state, author_id as "authorId" from posts where id = ${id}`;
    return row ? { id: row.id, state: row.state, author: { id: row.authorId } } : null;
  }

  async function findComment({ id, postId }: { id: string; postId?: string | undefined }) {
    const [row] = await sql<(CommentRow & { state: PostState; postAuthorId: string })[]>`
      select ${columns}, p.state, p.author_id as "postAuthorId"
      from comments c join users u on u.id = c.author_id join posts p on p.id = c.post_id
      where c.id = ${id} ${postId === undefined ? sql`` : sql`and c.post_id = ${postId}`}`;
    if (!row) return null;
    const post = { id: row.postId, state: row.state, author: { id: row.postAuthorId } };
    return { comment: toCommentView(row), post };
  }

  async function findSent(authorId: string, clientId: string): Promise<CommentView | null> {
    const [row] = await sql<CommentRow[]>`
      select ${columns} from comments c join users u on u.id = c.author_id
      where c.author_id = ${authorId} and c.client_id = ${clientId}`;
    return row ? toCommentView(row) : null;
  }

  async function createComment(scope: Scope, input: CreateCommentInput): Promise<CommentView> {
    const { parentId = null, clientId = null } = input;
    const post = await findPost(input.postId);
    authorizePost(scope, 'comment', post);
    requireUser(scope);
    const { id: authorId, username, displayName } = scope.user;
    // The locks hold post and parent as they were found until the answer is stored.
    const [row] = await sql<(CommentRow & { counts: UnreadCount[] | null })[]>`
      with post as (
        select id, author_id from posts where id = ${post.id} and state = ${post.state} for share
      ), parent as (
        select id, author_id from comments
        where id = ${parentId} and post_id = ${post.id} and deleted_at is null for share
      ), stored as (
        insert into comments (id, post_id, parent_id, author_id, client_id, body, created_at)
        select ${ids.uuid()}, post.id, ${parentId}, ${authorId}, ${clientId},
          ${stripForStorage(input.body)}, ${clock.now()}
        from post where ${parentId}::uuid is null or exists (select from parent)
        on conflict (author_id, client_id) do nothing
        returning *
      ), waiting as (
        insert into unread_comments (comment_id, user_id, post_id, created_at)
        select stored.id, reader.author_id, stored.post_id, stored.created_at
        from stored, (select author_id from post union select author_id from parent) as reader
        where reader.author_id <> stored.author_id
        returning user_id, post_id, created_at
      ), counted as (
        insert into comment_counters as counter (post_id, user_id, unread, newest_at)
        select post_id, user_id, 1, created_at from waiting order by user_id
        on conflict (post_id, user_id) do update set
          unread = counter.unread + 1, newest_at = greatest(counter.newest_at, excluded.newest_at)
        returning user_id, unread
      )
      select id, post_id as "postId", parent_id as "parentId", author_id as "authorId",
        ${username} as username, ${displayName} as "displayName", body,
        created_at as "createdAt", edited_at as "editedAt", deleted_at as "deletedAt",
        (select json_agg(json_build_object('userId', user_id, 'unread', unread)) from counted) as counts
      from stored`;
    if (row) {
      const comment = toCommentView(row);
      pubsub.publish(commentsTopic(post.id), { type: 'comment.created', comment });
      pubsub.publish(commentCountsTopic, { postId: post.id });
      tellUnread(pubsub, post, row.counts ?? []);
      return comment;
    }
    const sent = clientId === null ? null : await findSent(authorId, clientId);
    if (sent) return sent;
    // Nothing was stored: the post was just taken back, which is told first, or the parent is none.
    authorizePost(scope, 'comment', await findPost(post.id));
    if (parentId === null) return createComment(scope, input);
    throw invalidField('parentId', 'is no comment of this post, or was deleted');
  }

  return {
    createComment,
    ...createUnreadComments({ repo, pubsub, findPost }),

    async listComments(scope, { postId, cursor, perPage = limits.pageDefault }) {
      const post = await findPost(postId);
      authorizePost(scope, 'see', post);
      const after = cursor === undefined ? null : decodeCursor(cursor);
      const rows = await sql<CommentRow[]>`
        select ${columns} from comments c join users u on u.id = c.author_id
        where c.post_id = ${post.id}
          ${after ? sql`and (c.created_at, c.id) > (${after.at}, ${after.id})` : sql``}
        order by c.created_at, c.id limit ${perPage + 1}`;
      const page = takePage(rows, perPage, (row) => ({ at: row.createdAt, id: row.id }));
      return { items: page.items.map(toCommentView), nextCursor: page.nextCursor };
    },

    async updateComment(scope, { id, body, postId }) {
      const found = await findComment({ id, postId });
      authorizeComment(scope, 'edit', found);
      const editedAt = clock.now();
      const text = stripForStorage(body);
      const changed = await repo.db
        .update(comments)
        .set({ body: text, editedAt })
        .where(and(eq(comments.id, id), isNull(comments.deletedAt)))
        .returning({ id: comments.id });
      // Deleted in the meantime: asked again, it is refused as what is gone.
      if (changed.length === 0) authorizeComment(scope, 'edit', null);
      const comment = { ...found.comment, body: text, editedAt: editedAt.toISOString() };
      pubsub.publish(commentsTopic(comment.postId), { type: 'comment.updated', comment });
      return comment;
    },

    async deleteComment(scope, { id, postId }) {
      const found = await findComment({ id, postId });
      authorizeComment(scope, 'delete', found);
      const { comment } = found;
      const deletedAt = clock.now();
      const counts = await repo.transact(async (tx) => {
        const deleted = await tx
          .update(comments)
          .set({ body: '', deletedAt })
          .where(and(eq(comments.id, id), isNull(comments.deletedAt)))
          .returning({ id: comments.id });
        if (deleted.length === 0) return null;
        if (comment.author.id !== scope.user?.id) {
          await audit.record(tx, scope, {
            action: 'blog.delete_comment',
            subject: `comment:${id}`,
            detail: { postId: comment.postId, authorId: comment.author.id },
          });
        }
        return forgetUnread(tx, id);
      });
      if (!counts) return;
      pubsub.publish(commentsTopic(comment.postId), {
        type: 'comment.deleted',
        id: comment.id,
        postId: comment.postId,
        deletedAt: deletedAt.toISOString(),
      });
      pubsub.publish(commentCountsTopic, { postId: comment.postId });
      tellUnread(pubsub, found.post, counts);
    },

    async authorizeComments(scope, postId) {
      authorizePost(scope, 'see', await findPost(postId));
    },
  };
}

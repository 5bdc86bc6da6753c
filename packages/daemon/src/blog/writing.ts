// Writing the blog: posts made, changed, published, taken back and deleted.

import type {
  CreatePostInput,
  PostRef,
  PostState,
  PostView,
  UpdatePostInput,
} from '@parley/shared/blog';
import { DomainError } from '@parley/shared/errors';
import { stripForStorage } from '@parley/shared/text';
import { and, eq, inArray } from 'drizzle-orm';
import { requireUser, type Scope } from '../accounts/index.ts';
import type { Transaction } from '../repo/index.ts';
import type { BlogDeps } from './blog.ts';
import { postsTopic } from './events.ts';
import { authorizePost } from './policy.ts';
import { buildSlug, withoutBody } from './post.ts';
import type { PostFinder, PostReading } from './reading.ts';
import { posts, postTags, tags } from './tables.ts';

export interface PostWriting {
  /** Makes a draft. */
  createPost(scope: Scope, input: CreatePostInput): Promise<PostView>;
  /**
   * Broadcasts `post.updated` for a published post.
   * @throws conflict with the stored post as `current` when `version` is not the newest.
   */
  updatePost(scope: Scope, input: UpdatePostInput): Promise<PostView>;
  /** Broadcasts `post.published`. Publishing twice keeps the first time. */
  publishPost(scope: Scope, ref: PostRef): Promise<PostView>;
  /** Broadcasts `post.unpublished`. */
  unpublishPost(scope: Scope, ref: PostRef): Promise<PostView>;
  /** Broadcasts `post.deleted` if it was published. */
  deletePost(scope: Scope, ref: PostRef): Promise<void>;
}

const slugAttempts = 20;

export function createPostWriting(
  { repo, pubsub, clock, ids, audit }: BlogDeps,
  { findPost, getPost }: Pick<PostReading, 'getPost'> & PostFinder,
): PostWriting {
  async function writeTags(tx: Transaction, postId: string, names: string[]): Promise<void> {
    await tx.delete(postTags).where(eq(postTags.postId, postId));
    if (names.length === 0) return;
    // Sorted, so that two writers of the same new tags wait for each other instead of deadlocking.
    const rows = [...names].sort().map((name) => ({ id: ids.uuid(), name }));
    await tx.insert(tags).values(rows).onConflictDoNothing();
    const found = await tx.select({ id: tags.id }).from(tags).where(inArray(tags.name, names));
    await tx.insert(postTags).values(found.map((tag) => ({ postId, tagId: tag.id })));
  }

  async function changeState(
    scope: Scope,
    ref: PostRef,
    action: 'publish' | 'unpublish',
  ): Promise<PostView> {
    const post = await findPost(ref);
    authorizePost(scope, action, post);
    const state: PostState = action === 'publish' ? 'published' : 'unpublished';
    if (post.state === state || (post.state === 'draft' && action === 'unpublish')) return post;
    const now = clock.now();
    const publishedAt = post.publishedAt ? new Date(post.publishedAt) : now;
    const isDone = await repo.transact(async (tx) => {
      const done = await tx
        .update(posts)
        .set({ state, updatedAt: now, ...(state === 'published' && { publishedAt }) })
        .where(and(eq(posts.id, post.id), eq(posts.state, post.state)))
        .returning({ id: posts.id });
      if (done.length === 0) return false;
      await audit.record(tx, scope, {
        action: `blog.${action}_post`,
        subject: `post:${post.id}`,
      });
      return true;
    });
    // Somebody was quicker: what is there now decides what may be done, and what is told.
    if (!isDone) return changeState(scope, ref, action);
    const changed = (await findPost({ id: post.id })) ?? post;
    if (state === 'unpublished') {
      pubsub.publish(postsTopic, { type: 'post.unpublished', id: post.id });
    } else if (changed.state === state) {
      pubsub.publish(postsTopic, { type: 'post.published', post: withoutBody(changed) });
    }
    return changed;
  }

  return {
    async createPost(scope, { title, body, tags: names = [] }) {
      requireUser(scope);
      const now = clock.now();
      const id = ids.uuid();
      await repo.transact(async (tx) => {
        for (let attempt = 1; ; attempt += 1) {
          const slug =
            attempt <= slugAttempts ? buildSlug(title, attempt) : `post-${id.replaceAll('-', '')}`;
          const inserted = await tx
            .insert(posts)
            .values({
              id,
              authorId: scope.user.id,
              title,
              slug,
              body: stripForStorage(body),
              state: 'draft',
              createdAt: now,
              updatedAt: now,
            })
            .onConflictDoNothing({ target: posts.slug })
            .returning({ id: posts.id });
          if (inserted.length > 0) break;
        }
        await writeTags(tx, id, names);
      });
      return getPost(scope, { id });
    },

    async updatePost(scope, { id, version, title, body, tags: names }) {
      const post = await findPost({ id });
      authorizePost(scope, 'edit', post);
      await repo.transact(async (tx) => {
        const changed = await tx
          .update(posts)
          .set({
            ...(title !== undefined && { title }),
            ...(body !== undefined && { body: stripForStorage(body) }),
            version: version + 1,
            updatedAt: clock.now(),
          })
          .where(and(eq(posts.id, id), eq(posts.version, version)))
          .returning({ id: posts.id });
        if (changed.length === 0) {
          throw new DomainError('conflict', 'This post was changed since you read it.', {
            current: await findPost({ id }),
          });
        }
        if (names) await writeTags(tx, id, names);
      });
      const changed = await getPost(scope, { id });
      if (changed.state === 'published') {
        pubsub.publish(postsTopic, { type: 'post.updated', post: withoutBody(changed) });
      }
      return changed;
    },

    publishPost: (scope, ref) => changeState(scope, ref, 'publish'),
    unpublishPost: (scope, ref) => changeState(scope, ref, 'unpublish'),

    async deletePost(scope, ref) {
      const post = await findPost(ref);
      authorizePost(scope, 'delete', post);
      await repo.transact(async (tx) => {
        await tx.delete(posts).where(eq(posts.id, post.id));
        await audit.record(tx, scope, {
          action: 'blog.delete_post',
          subject: `post:${post.id}`,
          detail: { title: post.title },
        });
      });
      if (post.state === 'published') {
        pubsub.publish(postsTopic, { type: 'post.deleted', id: post.id });
      }
    },
  };
}

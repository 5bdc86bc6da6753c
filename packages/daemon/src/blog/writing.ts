// Writing the blog: posts made, changed and deleted.

import type { CreatePostInput, PostRef, PostView, UpdatePostInput } from '@parley/shared/blog';
import { stripForStorage } from '@parley/shared/text';
import { and, eq } from 'drizzle-orm';
import { requireUser, type Scope } from '../accounts/index.ts';
import { dequeue } from '../jobs/index.ts';
import type { BlogDeps } from './blog.ts';
import { postsTopic } from './events.ts';
import { publicationKey } from './jobs.ts';
import { authorizePost } from './policy.ts';
import type { PostFinder, PostReading } from './reading.ts';
import { findFreeSlug } from './slugs.ts';
import { posts } from './tables.ts';
import { findReaders, tellUnread } from './unread-comments.ts';
import { type StoreVersion, toRevision, writeRevisions, writeTags } from './versions.ts';

export interface PostWriting {
  /** Makes a draft. Its slug comes from the title, and is nobody else's, now or before. */
  createPost(scope: Scope, input: CreatePostInput): Promise<PostView>;
  /**
   * Stores a new version. With another title comes another slug; the old one keeps leading to the
   * post. Broadcasts `post.updated` for a published post; a scheduled one stays scheduled.
   * @throws conflict with the stored post as `current` when `version` is not the newest.
   */
  updatePost(scope: Scope, input: UpdatePostInput): Promise<PostView>;
  /** Broadcasts `post.deleted` if it was published. */
  deletePost(scope: Scope, ref: PostRef): Promise<void>;
}

export function createPostWriting(
  { repo, pubsub, clock, ids, audit }: BlogDeps,
  {
    findPost,
    getPost,
    storeVersion,
  }: Pick<PostReading, 'getPost'> & PostFinder & { storeVersion: StoreVersion },
): PostWriting {
  async function deletePost(scope: Scope, ref: PostRef): Promise<void> {
    const post = await findPost(ref);
    authorizePost(scope, 'delete', post);
    const { id, state, title } = post;
    const readers = await repo.transact(async (tx) => {
      const waiting = await findReaders(tx, id);
      const gone = await tx
        .delete(posts)
        .where(and(eq(posts.id, id), eq(posts.state, state)))
        .returning({ id: posts.id });
      if (gone.length === 0) return null;
      if (state === 'scheduled') await dequeue(tx, publicationKey(id));
      const entry = { action: 'blog.delete_post', subject: `post:${id}`, detail: { title } };
      await audit.record(tx, scope, entry);
      return waiting;
    });
    // Its state has changed: that decides who may delete it, and who hears of it.
    if (!readers) return deletePost(scope, { id });
    if (state === 'published') pubsub.publish(postsTopic, { type: 'post.deleted', id });
    tellUnread(pubsub, post, readers);
  }

  return {
    async createPost(scope, { title, body, tags = [] }) {
      requireUser(scope);
      const now = clock.now();
      const id = ids.uuid();
      const text = { title, body: stripForStorage(body) };
      await repo.transact(async (tx) => {
        const slug = await findFreeSlug(tx, id, title);
        await tx.insert(posts).values({
          id,
          authorId: scope.user.id,
          ...text,
          slug,
          state: 'draft',
          createdAt: now,
          updatedAt: now,
        });
        if (tags.length > 0) await writeTags(tx, ids, id, tags);
        await writeRevisions(tx, [toRevision({ ...text, id, tags }, scope.user.id, 1, now)]);
      });
      return getPost(scope, { id });
    },

    async updatePost(scope, { id, version, isAutosave, ...text }) {
      const post = await findPost({ id });
      authorizePost(scope, 'edit', post);
      return storeVersion(scope, { post, version, text, isAutosave });
    },

    deletePost,
  };
}

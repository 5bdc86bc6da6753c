// The text of a post as it is stored: each change under the version lock, each version kept.

import type { PostView } from '@parley/shared/blog';
import { DomainError } from '@parley/shared/errors';
import { stripForStorage } from '@parley/shared/text';
import { and, eq, gt, inArray } from 'drizzle-orm';
import { requireUser, type Scope } from '../accounts/index.ts';
import type { Transaction } from '../repo/index.ts';
import type { Ids } from '../telemetry/index.ts';
import type { BlogDeps } from './blog.ts';
import { postsTopic } from './events.ts';
import { withoutBody } from './post.ts';
import type { PostFinder, PostReading } from './reading.ts';
import { slugify } from './slug.ts';
import { findFreeSlug, keepOldSlug } from './slugs.ts';
import { posts, postTags, revisions, tags } from './tables.ts';

/** Autosaves this close together are one sitting. */
const autosaveMs = 10 * 60_000;

export interface PostText {
  title: string;
  body: string;
  tags: string[];
}

/**
 * Stores a text as the version after `version`. Broadcasts `post.updated` for a published post.
 * @throws conflict with the stored post as `current` when `version` is not the newest.
 */
export type StoreVersion = (
  scope: Scope,
  change: {
    /** As it was read; the caller may edit it. */
    post: PostView;
    version: number;
    text: Partial<PostText>;
    /** Of a draft's versions by one author within minutes, only the newest is kept. */
    isAutosave?: boolean;
    audit?: { action: string; detail: Record<string, unknown> };
  },
) => Promise<PostView>;

export function createVersionStore(
  { repo, pubsub, clock, ids, audit }: BlogDeps,
  { findPost, getPost }: Pick<PostReading, 'getPost'> & PostFinder,
): StoreVersion {
  return async (scope, { post, version, text, isAutosave = false, audit: entry }) => {
    requireUser(scope);
    const { id } = post;
    const now = clock.now();
    const next = {
      title: text.title ?? post.title,
      body: text.body === undefined ? post.body : stripForStorage(text.body),
      tags: text.tags ?? post.tags,
    };
    if (post.version !== version) throw describeConflict(post);
    const isStored = await repo.transact(async (tx) => {
      const isRenamed = slugify(next.title) !== slugify(post.title);
      const slug = isRenamed ? await findFreeSlug(tx, id, next.title) : post.slug;
      const changed = await tx
        .update(posts)
        .set({ title: next.title, body: next.body, slug, version: version + 1, updatedAt: now })
        .where(and(eq(posts.id, id), eq(posts.version, version)))
        .returning({ id: posts.id });
      if (changed.length === 0) return false;
      if (slug !== post.slug) {
        await keepOldSlug(tx, { postId: id, from: post.slug, to: slug, at: now });
      }
      if (text.tags) await writeTags(tx, ids, id, text.tags);
      // The version before as well: a post from before versions were kept may have none yet.
      await writeRevisions(tx, [
        toRevision(post, post.author.id, version, new Date(post.updatedAt)),
        toRevision({ ...next, id }, scope.user.id, version + 1, now),
      ]);
      if (isAutosave && post.state === 'draft') {
        await dropAutosaved(tx, { postId: id, version, authorId: scope.user.id, now });
      }
      if (entry) await audit.record(tx, scope, { ...entry, subject: `post:${id}` });
      return true;
    });
    if (!isStored) throw describeConflict(await findPost({ id }));
    const stored = await getPost(scope, { id });
    if (stored.state === 'published') {
      pubsub.publish(postsTopic, { type: 'post.updated', post: withoutBody(stored) });
    }
    return stored;
  };
}

/** Gives up the version before, if it is as young and of the same hand; never the first. */
async function dropAutosaved(
  tx: Transaction,
  given: { postId: string; version: number; authorId: string; now: Date },
): Promise<void> {
  const { postId, version, authorId, now } = given;
  await tx
    .delete(revisions)
    .where(
      and(
        eq(revisions.postId, postId),
        eq(revisions.version, version),
        eq(revisions.authorId, authorId),
        gt(revisions.version, 1),
        gt(revisions.createdAt, new Date(now.getTime() - autosaveMs)),
      ),
    );
}

function describeConflict(current: PostView | null): DomainError {
  return current === null
    ? new DomainError('not_found', 'There is no such post.')
    : new DomainError('conflict', 'This post was changed since you read it.', { current });
}

export async function writeTags(
  tx: Transaction,
  ids: Ids,
  postId: string,
  names: readonly string[],
): Promise<void> {
  await tx.delete(postTags).where(eq(postTags.postId, postId));
  if (names.length === 0) return;
  // Sorted, so that two writers of the same new tags wait for each other instead of deadlocking.
  const sorted = [...names].sort();
  await tx
    .insert(tags)
    .values(sorted.map((name) => ({ id: ids.uuid(), name })))
    .onConflictDoNothing();
  const found = await tx.select({ id: tags.id }).from(tags).where(inArray(tags.name, sorted));
  await tx.insert(postTags).values(found.map((tag) => ({ postId, tagId: tag.id })));
}

/** Versions that are there already stay as they are. */
export async function writeRevisions(
  tx: Transaction,
  rows: (typeof revisions.$inferInsert)[],
): Promise<void> {
  await tx.insert(revisions).values(rows).onConflictDoNothing();
}

export function toRevision(
  { id, title, body, tags: names }: PostText & { id: string },
  authorId: string,
  version: number,
  createdAt: Date,
): typeof revisions.$inferInsert {
  return { postId: id, version, authorId, title, body, tags: [...names].sort(), createdAt };
}

// Posts that come from elsewhere, with the ids and times that they have there.

import type { ImportPostInput, ImportPostResult, PostView } from '@parley/shared/blog';
import { DomainError, invalidField } from '@parley/shared/errors';
import { stripForStorage } from '@parley/shared/text';
import { requireUser, type Scope } from '../accounts/index.ts';
import type { BlogDeps } from './blog.ts';
import { postsTopic } from './events.ts';
import { withoutBody } from './post.ts';
import type { PostFinder, PostReading } from './reading.ts';
import { findFreeSlug } from './slugs.ts';
import { posts } from './tables.ts';
import { toRevision, writeRevisions, writeTags } from './versions.ts';

export interface PostImports {
  /**
   * Makes a post of the caller's with the id that it brings. One of the caller's that is there already
   * stays as it is. Broadcasts `post.published` for one that comes published.
   * @throws conflict when the id is somebody else's: the same for a post that may be seen and one that
   * may not. invalid for times that are yet to come.
   */
  importPost(scope: Scope, input: ImportPostInput): Promise<ImportPostResult>;
}

export function createPostImports(
  { repo, pubsub, clock, ids, audit }: BlogDeps,
  { findPost, getPost }: Pick<PostReading, 'getPost'> & PostFinder,
): PostImports {
  async function importPost(scope: Scope, input: ImportPostInput): Promise<ImportPostResult> {
    requireUser(scope);
    const { id, title, tags = [], state = 'draft', version = 1 } = input;
    const present = await findPost({ id });
    if (present) return requireOwn(scope, present);

    const now = clock.now();
    const createdAt = readPast('createdAt', input.createdAt, now) ?? now;
    const publishedAt =
      readPast('publishedAt', input.publishedAt, now) ?? (state === 'published' ? now : null);
    const text = { title, body: stripForStorage(input.body) };
    const isMade = await repo.transact(async (tx) => {
      // A slug is a title that spells itself.
      const slug = await findFreeSlug(tx, id, input.slug ?? title);
      const made = await tx
        .insert(posts)
        .values({
          id,
          authorId: scope.user.id,
          ...text,
          slug,
          state,
          version,
          publishedAt,
          createdAt,
          updatedAt: now,
        })
        .onConflictDoNothing({ target: posts.id })
        .returning({ id: posts.id });
      if (made.length === 0) return false;
      if (tags.length > 0) await writeTags(tx, ids, id, tags);
      await writeRevisions(tx, [toRevision({ ...text, id, tags }, scope.user.id, version, now)]);
      await audit.record(tx, scope, { action: 'blog.import_post', subject: `post:${id}` });
      return true;
    });
    // Another was quicker with the same id: it is there now.
    if (!isMade) return importPost(scope, input);
    const post = await getPost(scope, { id });
    if (post.state === 'published') {
      pubsub.publish(postsTopic, { type: 'post.published', post: withoutBody(post) });
    }
    return { post, isNew: true };
  }

  return { importPost };
}

function requireOwn(scope: Scope, post: PostView): ImportPostResult {
  if (post.author.id === scope.user?.id) return { post, isNew: false };
  throw new DomainError('conflict', 'This id belongs to another post.');
}

function readPast(field: string, written: string | undefined, now: Date): Date | null {
  if (written === undefined) return null;
  const at = new Date(written);
  if (at > now) throw invalidField(field, 'must not be in the future');
  return at;
}

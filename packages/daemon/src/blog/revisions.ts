// The versions of a post: listed, read and made the newest again, by those who may edit it.

import type {
  PostRef,
  PostView,
  RestoreRevisionInput,
  RevisionItem,
  RevisionRef,
  RevisionView,
} from '@parley/shared/blog';
import { DomainError } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import type { Scope } from '../accounts/index.ts';
import type { Repo } from '../repo/index.ts';
import { authorizePost } from './policy.ts';
import type { PostFinder } from './reading.ts';
import {
  decodeVersionCursor,
  encodeVersionCursor,
  type RevisionRow,
  toRevisionItem,
  toRevisionView,
} from './revision.ts';
import type { StoreVersion } from './versions.ts';

export interface PostRevisions {
  /** The newest first, without bodies. */
  listRevisions(
    scope: Scope,
    input: { id: string; cursor?: string; perPage?: number },
  ): Promise<{ items: RevisionItem[]; nextCursor: string | null }>;
  getRevision(scope: Scope, ref: RevisionRef): Promise<RevisionView>;
  /**
   * Stores title, body and tags of `revision` as a new version; its slug follows the title.
   * @throws conflict with the stored post as `current` when `version` is not the newest.
   */
  restoreRevision(scope: Scope, input: RestoreRevisionInput): Promise<PostView>;
}

export function createPostRevisions(
  { sql }: Pick<Repo, 'sql'>,
  { findPost, storeVersion }: PostFinder & { storeVersion: StoreVersion },
): PostRevisions {
  const columns = sql`
    r.post_id as "postId", r.version, r.title, r.created_at as "createdAt",
    u.id as "authorId", u.username, u.display_name as "displayName"`;

  async function requireEditable(scope: Scope, ref: PostRef): Promise<PostView> {
    const post = await findPost(ref);
    authorizePost(scope, 'edit', post);
    return post;
  }

  async function findRevision({ id, version }: RevisionRef): Promise<RevisionView> {
    const [row] = await sql<(RevisionRow & { body: string; tags: string[] })[]>`
      select ${columns}, r.body, r.tags from post_revisions r join users u on u.id = r.author_id
      where r.post_id = ${id} and r.version = ${version}`;
    if (!row) throw new DomainError('not_found', `The post has no version ${version}.`);
    return toRevisionView(row);
  }

  return {
    async listRevisions(scope, { id, cursor, perPage = limits.pageDefault }) {
      await requireEditable(scope, { id });
      const before = cursor === undefined ? null : decodeVersionCursor(cursor);
      const rows = await sql<RevisionRow[]>`
        select ${columns} from post_revisions r join users u on u.id = r.author_id
        where r.post_id = ${id} ${before === null ? sql`` : sql`and r.version < ${before}`}
        order by r.version desc limit ${perPage + 1}`;
      const items = rows.slice(0, perPage).map(toRevisionItem);
      const last = items.at(-1);
      const hasMore = rows.length > perPage && last !== undefined;
      return { items, nextCursor: hasMore ? encodeVersionCursor(last.version) : null };
    },

    async getRevision(scope, ref) {
      await requireEditable(scope, { id: ref.id });
      return findRevision(ref);
    },

    async restoreRevision(scope, { id, version, revision }) {
      const post = await requireEditable(scope, { id });
      const { title, body, tags } = await findRevision({ id, version: revision });
      return storeVersion(scope, {
        post,
        version,
        text: { title, body, tags },
        audit: { action: 'blog.restore_revision', detail: { revision } },
      });
    },
  };
}

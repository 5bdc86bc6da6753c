// The blog: writing, publishing, finding and reading posts.

import type {
  CreatePostInput,
  ListPostsInput,
  PostListItem,
  PostRef,
  PostState,
  PostView,
  UpdatePostInput,
} from '@parley/shared/blog';
import { DomainError } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { stripForStorage } from '@parley/shared/text';
import { and, eq, inArray } from 'drizzle-orm';
import { type Audit, requireUser, type Scope } from '../accounts/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import { decodeCursor, type Repo, type Transaction, takePage } from '../repo/index.ts';
import type { Clock, Ids } from '../telemetry/index.ts';
import { postsTopic } from './events.ts';
import { authorizePost } from './policy.ts';
import { buildSlug, type PostRow, toPostListItem, toPostView, withoutBody } from './post.ts';
import { posts, postTags, tags } from './tables.ts';

export interface BlogDeps {
  repo: Repo;
  pubsub: PubSub;
  clock: Clock;
  ids: Ids;
  audit: Audit;
}

export interface Blog {
  /** A page of what the caller may see, newest first. */
  listPosts(
    scope: Scope,
    input?: ListPostsInput,
  ): Promise<{ items: PostListItem[]; nextCursor: string | null }>;
  getPost(scope: Scope, ref: PostRef): Promise<PostView>;
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

export function createBlog({ repo, pubsub, clock, ids, audit }: BlogDeps): Blog {
  const { sql } = repo;

  const columns = sql`
    p.id, p.title, p.slug, p.state, p.version, p.views,
    p.publish_at as "publishAt", p.published_at as "publishedAt",
    p.created_at as "createdAt", p.updated_at as "updatedAt",
    u.id as "authorId", u.username, u.display_name as "displayName",
    array(
      select t.name from post_tags pt join tags t on t.id = pt.tag_id
      where pt.post_id = p.id order by t.name
    ) as tags,
    (select count(*)::int from comments c where c.post_id = p.id and c.deleted_at is null)
      as "commentCount"`;

  async function findPost(ref: PostRef): Promise<PostView | null> {
    const [row] = await sql<(PostRow & { body: string })[]>`
      select ${columns}, p.body from posts p join users u on u.id = p.author_id
      where ${'id' in ref ? sql`p.id = ${ref.id}` : sql`p.slug = ${ref.slug}`}`;
    return row ? toPostView(row) : null;
  }

  async function getPost(scope: Scope, ref: PostRef): Promise<PostView> {
    const post = await findPost(ref);
    authorizePost(scope, 'see', post);
    return post;
  }

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
    getPost,

    async listPosts(scope, input = {}) {
      const { published, author, tags: wanted = [], cursor, perPage = limits.pageDefault } = input;
      const sort = input.sort ?? (published === true ? 'published' : 'newest');
      const time = sort === 'published' ? sql`p.published_at` : sql`p.created_at`;
      const me = scope.user?.id ?? null;
      // The one rule of visibility: published, or mine.
      const visible =
        published === true || sort === 'published'
          ? sql`p.state = 'published'`
          : published === false
            ? sql`p.state <> 'published' and p.author_id = ${me}`
            : sql`(p.state = 'published' or p.author_id = ${me})`;
      const after = cursor ? decodeCursor(cursor) : null;
      const rows = await sql<PostRow[]>`
        select ${columns} from posts p join users u on u.id = p.author_id
        where ${visible}
          ${author === undefined ? sql`` : sql`and u.username = ${author}`}
          ${after ? sql`and (${time}, p.id) < (${after.at}, ${after.id})` : sql``}
          ${
            wanted.length === 0
              ? sql``
              : sql`and p.id in (
                  select pt.post_id from post_tags pt join tags t on t.id = pt.tag_id
                  where t.name = any(${wanted}) group by pt.post_id
                  having count(*) = ${new Set(wanted).size})`
          }
        order by ${time} desc, p.id desc limit ${perPage + 1}`;
      const page = takePage(rows, perPage, (row) => ({
        at: sort === 'published' ? row.publishedAt! : row.createdAt,
        id: row.id,
      }));
      return { items: page.items.map(toPostListItem), nextCursor: page.nextCursor };
    },

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

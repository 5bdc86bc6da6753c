// Reading the blog: one post, and lists of posts.

import type { ListPostsInput, PostPage, PostRef, PostView } from '@parley/shared/blog';
import { limits } from '@parley/shared/limits';
import type { Scope } from '../accounts/index.ts';
import type { Repo } from '../repo/index.ts';
import { createFilterReading } from './filter-reading.ts';
import { authorizePost } from './policy.ts';
import { type PostRow, toPostListItem, toPostView } from './post.ts';
import { findById, findBySlug, type Statement } from './post-columns.ts';
import { decodePostCursor, encodePostCursor } from './post-cursor.ts';
import { buildPostCount, buildPostList } from './post-list.ts';
import { explainCancel } from './time-limit.ts';

export interface PostReading {
  /**
   * A page of what the caller may see. The sort is `newest`, and `published` where only those are
   * asked for; the other sorts leave out what is not published, unless it alone was asked for.
   * @throws invalid on `cursor`, for one of another sort. unavailable, where filters take too long.
   */
  listPosts(scope: Scope, input?: ListPostsInput): Promise<PostPage>;
  /** By its id, its slug, or one that it had before: the answer has the current one. */
  getPost(scope: Scope, ref: PostRef): Promise<PostView>;
}

/** For the blog's own use: no question of rights. */
export interface PostFinder {
  findPost(ref: PostRef): Promise<PostView | null>;
}

export function createPostReading({
  sql,
  bounded,
}: Pick<Repo, 'sql' | 'bounded'>): PostReading & PostFinder {
  const { resolveFilter } = createFilterReading(bounded);

  /** Lists without filters are few texts: prepared and planned once. The others are planned with their values. */
  function run<Row extends object>({ text, values }: Statement, isPlain: boolean) {
    const client = isPlain ? sql : bounded;
    return client.unsafe<Row[]>(text, values as string[], { prepare: isPlain });
  }

  async function findPost(ref: PostRef): Promise<PostView | null> {
    const [text, value] = 'id' in ref ? [findById, ref.id] : [findBySlug, ref.slug];
    const [row] = await run<PostRow & { body: string }>({ text, values: [value] }, true);
    return row ? toPostView(row) : null;
  }

  async function getPost(scope: Scope, ref: PostRef): Promise<PostView> {
    const post = await findPost(ref);
    authorizePost(scope, 'see', post);
    return post;
  }

  return {
    findPost,
    getPost,

    async listPosts(scope, input = {}) {
      const { published, page, cursor } = input;
      const perPage = Math.min(input.perPage ?? limits.pageDefault, limits.pageMax);
      const sort = input.sort ?? (published === true ? 'published' : 'newest');
      const after = cursor === undefined ? undefined : decodePostCursor(cursor, [sort]);
      const isOwn = published === false;
      const isOpen = published === true || sort !== 'newest' || !scope.user;
      const sight = isOwn ? 'own' : isOpen ? 'published' : 'all';
      const filter = sight === 'own' && !scope.user ? null : await resolveFilter(input);
      if (!filter) return { items: [], nextCursor: null, ...(page !== undefined && { total: 0 }) };
      const isPlain = filter.isEmpty && page === undefined;
      const offset = page === undefined ? 0 : (page - 1) * perPage;
      const listing = {
        ...filter,
        sight,
        sort,
        after,
        offset,
        count: fetchCount(perPage),
      } as const;
      const [rows, [counted]] = await Promise.all([
        run<PostRow & { key: string }>(buildPostList(scope, listing), isPlain),
        page === undefined
          ? ([] as { total: number }[])
          : run<{ total: number }>(buildPostCount(scope, listing), false),
      ]).catch(explainCancel);
      const shown = rows.slice(0, perPage);
      const last = shown.at(-1);
      const hasMore = rows.length > perPage && last !== undefined;
      return {
        items: shown.map(toPostListItem),
        nextCursor: hasMore ? encodePostCursor({ order: sort, key: last.key, id: last.id }) : null,
        ...(counted && { total: counted.total }),
      };
    },
  };
}

/** Few sizes make few texts to prepare; what was fetched too many is cut. One more tells whether there is more. */
function fetchCount(perPage: number): number {
  const size = [10, limits.pageDefault, 50].find((one) => perPage <= one) ?? limits.pageMax;
  return size + 1;
}

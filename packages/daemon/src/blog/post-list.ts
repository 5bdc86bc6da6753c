// The statements of lists: filters, sorts and pages as SQL that walks an index wherever one is.

import type { PostSort } from '@parley/shared/blog';
import type { Scope } from '../accounts/index.ts';
import { buildStatement, innerColumns, postColumns, type Statement } from './post-columns.ts';
import type { PostCursor } from './post-cursor.ts';
import { type Bind, type Sight, type VisiblePart, visibleParts } from './visibility.ts';

export interface PostFilter {
  sight: Sight;
  authorId?: string;
  /** All of them are on the post. */
  tagIds?: readonly string[];
  from?: string;
  to?: string;
  search?: string;
}

export interface PostListing extends PostFilter {
  sort: PostSort;
  after?: PostCursor;
  offset?: number;
  /** Rows to fetch. */
  count: number;
}

/** By index: the text is a constant, so there are few of them to prepare. */
const sortKeys: Record<PostSort, { open: string; own: string; key: string; bound: string }> = {
  newest: instantKey('p.created_at', 'p.created_at'),
  // Own posts that never were published come last.
  published: instantKey('p.published_at', "coalesce(p.published_at, 'epoch')"),
  views: { open: 'p.views', own: 'p.views', key: 'p.sort_key', bound: '::bigint' },
};

function instantKey(open: string, own: string) {
  // In microseconds: what JavaScript cuts off would be lost or shown twice at the edge of a page.
  const key = '(extract(epoch from p.sort_key) * 1000000)::bigint';
  return { open, own, key, bound: "::bigint * interval '1 microsecond' + 'epoch'::timestamptz" };
}

/**
 * Each part of what the caller may see is cut to a page by its own index, then the parts are merged;
 * only what is left is joined with authors, tags and comments.
 */
export function buildPostList(scope: Scope, listing: PostListing): Statement {
  const { sort, after, offset = 0, count } = listing;
  const keys = sortKeys[sort];
  return buildStatement((bind) => {
    const parts = visibleParts(scope, listing.sight, bind).map((part) => {
      const key = part.isOwn ? keys.own : keys.open;
      const where = [part.where, ...buildFilters(listing, part, bind)];
      if (after)
        where.push(`(${key}, p.id) < (${bind(after.key)}${keys.bound}, ${bind(after.id)})`);
      return `(select ${innerColumns}, ${key} as sort_key from posts p
        where ${where.join(' and ')} order by ${key} desc, p.id desc limit ${count + offset})`;
    });
    return `select ${postColumns}, ${keys.key} as key
      from (${parts.join(' union all ')}) p join users u on u.id = p.author_id
      order by p.sort_key desc, p.id desc limit ${count}${offset > 0 ? ` offset ${offset}` : ''}`;
  });
}

/** How many posts the filters leave, on all pages. */
export function buildPostCount(scope: Scope, filter: PostFilter): Statement {
  return buildStatement((bind) => {
    const parts = visibleParts(scope, filter.sight, bind).map((part) => {
      const where = [part.where, ...buildFilters(filter, part, bind)];
      return `(select count(*) from posts p where ${where.join(' and ')})`;
    });
    return `select (${parts.join(' + ')})::int as total`;
  });
}

export function buildFilters(
  filter: Omit<PostFilter, 'sight'>,
  { isOwn }: VisiblePart,
  bind: Bind,
): string[] {
  const { authorId, tagIds = [], from, to, search } = filter;
  const time = isOwn ? 'p.created_at' : 'p.published_at';
  return [
    ...(authorId === undefined ? [] : [`p.author_id = ${bind(authorId)}`]),
    ...tagIds.map(
      (tagId) =>
        `exists (select from post_tags pt where pt.post_id = p.id and pt.tag_id = ${bind(tagId)})`,
    ),
    ...(from === undefined ? [] : [`${time} >= ${bind(from)}::text::timestamptz`]),
    ...(to === undefined ? [] : [`${time} < ${bind(to)}::text::timestamptz`]),
    ...(search === undefined
      ? []
      : [`p.search @@ websearch_to_tsquery('parley', searchable(${bind(search)}))`]),
  ];
}

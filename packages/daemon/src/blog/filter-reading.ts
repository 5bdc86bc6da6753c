// Filters as callers write them, looked up: an author's name and tags become ids.

import type { ListPostsInput } from '@parley/shared/blog';
import type { Sql } from '../repo/index.ts';
import type { PostFilter } from './post-list.ts';

export type ResolvedFilter = Omit<PostFilter, 'sight'> & { isEmpty: boolean };

export interface FilterReading {
  /** Null where nothing can match: there is no such author, or a tag that nobody used. */
  resolveFilter(
    input: Pick<NonNullable<ListPostsInput>, 'author' | 'tags' | 'from' | 'to' | 'search'>,
  ): Promise<ResolvedFilter | null>;
}

export function createFilterReading(sql: Sql): FilterReading {
  return {
    async resolveFilter({ author, tags = [], from, to, search }) {
      const names = [...new Set(tags)];
      const isEmpty = [author, from, to, search].every((one) => one === undefined);
      const filter = { from, to, search, isEmpty: isEmpty && names.length === 0 };
      if (author === undefined && names.length === 0) return filter;
      // With ids in hand PostgreSQL knows how many posts they have, and picks the index by that.
      const [row] = await sql<{ authorId: string | null; tagIds: string[] }[]>`
        select (select u.id from users u where u.username = ${author ?? ''}) as "authorId",
          array(select t.id from tags t where t.name = any(${names})) as "tagIds"`;
      const authorId = row?.authorId ?? undefined;
      const tagIds = row?.tagIds ?? [];
      if (author !== undefined && authorId === undefined) return null;
      if (tagIds.length < names.length) return null;
      return { ...filter, ...(author !== undefined && { authorId }), tagIds };
    },
  };
}

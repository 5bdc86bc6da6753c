// Searching the blog: words as in a web search box, and what the words may have been meant to be.

import type { FoundPost, SearchPostsInput } from '@parley/shared/blog';
import { limits } from '@parley/shared/limits';
import type { Scope } from '../accounts/index.ts';
import { isCancelled, type Repo } from '../repo/index.ts';
import { createFilterReading } from './filter-reading.ts';
import { type PostRow, toPostListItem } from './post.ts';
import type { Statement } from './post-columns.ts';
import { decodePostCursor, encodePostCursor, type PostOrder } from './post-cursor.ts';
import { buildLikenessSearch, buildPostSearch, type PostSearch } from './post-search.ts';
import { explainCancel } from './time-limit.ts';

export interface PostSearching {
  /**
   * A page of what the caller may see and the words are in, best first; of very many matches the
   * newest are ranked. Where no post has the words, those whose titles are like them.
   * @throws unavailable for words that take too long to look for.
   */
  searchPosts(
    scope: Scope,
    input: SearchPostsInput,
  ): Promise<{ items: FoundPost[]; nextCursor: string | null }>;
}

type FoundRow = PostRow & { key: number; snippet: string };

/** Shorter ones are like everything. */
const leastForLikeness = 3;

export function createPostSearching({ bounded }: Pick<Repo, 'bounded'>): PostSearching {
  const { resolveFilter } = createFilterReading(bounded);

  async function run({ text, values }: Statement, isPlain: boolean): Promise<FoundRow[]> {
    return bounded.unsafe<FoundRow[]>(text, values as string[], { prepare: isPlain });
  }

  /** The rows and what they are ordered by. */
  async function find(
    scope: Scope,
    search: PostSearch,
    isPlain: boolean,
  ): Promise<[FoundRow[], PostOrder]> {
    if (search.after?.order !== 'likeness') {
      const rows = await run(buildPostSearch(scope, search), isPlain).catch(explainCancel);
      if (rows.length > 0 || search.after) return [rows, 'rank'];
    }
    if (search.query.length < leastForLikeness) return [[], 'likeness'];
    const rows = await run(buildLikenessSearch(scope, search), isPlain).catch((error: unknown) => {
      // That no post has the words is answer enough.
      if (isCancelled(error)) return [];
      throw error;
    });
    return [rows, 'likeness'];
  }

  return {
    async searchPosts(scope, { query, cursor, ...input }) {
      const perPage = Math.min(input.perPage ?? limits.pageDefault, limits.pageMax);
      const after =
        cursor === undefined ? undefined : decodePostCursor(cursor, ['rank', 'likeness']);
      const resolved = await resolveFilter(input);
      if (!resolved) return { items: [], nextCursor: null };
      const { isEmpty, ...filter } = resolved;
      const [rows, order] = await find(
        scope,
        { query, filter, after, count: perPage + 1 },
        isEmpty && perPage === limits.pageDefault,
      );
      const shown = rows.slice(0, perPage);
      const last = shown.at(-1);
      return {
        items: shown.map((row) => ({ ...toPostListItem(row), snippet: row.snippet })),
        nextCursor:
          rows.length > perPage && last
            ? encodePostCursor({ order, key: String(last.key), id: last.id })
            : null,
      };
    },
  };
}

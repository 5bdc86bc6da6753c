// The statements of searches: the newest matches ranked, snippets for the page only, likeness for typos.

import { limits } from '@parley/shared/limits';
import type { Scope } from '../accounts/index.ts';
import { buildStatement, innerColumns, postColumns, type Statement } from './post-columns.ts';
import type { PostCursor } from './post-cursor.ts';
import { buildFilters, type PostFilter } from './post-list.ts';
import { visibleParts } from './visibility.ts';

export interface PostSearch {
  query: string;
  filter: Omit<PostFilter, 'sight' | 'search'>;
  after?: PostCursor;
  count: number;
}

/** Of a long text only so many characters are looked through for a snippet. */
const snippetReach = 20_000;
/** What marks a found word may not stand in the text itself: nobody forges it. */
const body = `searchable(translate(left(b.body, ${snippetReach}), E'\\u0002\\u0003', ''))`;
/** What `searchable` puts for `<`, and where it cuts. */
const stand = "E'\\u0001\\u0004'";
const headline =
  'StartSel="\u0002", StopSel="\u0003", MaxFragments=2, MinWords=8, MaxWords=24, FragmentDelimiter=" … "';

/**
 * Ranks the newest `limits.searchCandidates` matches, not all: a common word has half a million of
 * them. The index of times or that of words leads to those, whichever PostgreSQL holds for shorter.
 */
export function buildPostSearch(scope: Scope, search: PostSearch): Statement {
  return buildStatement((bind) => {
    const words = `websearch_to_tsquery('parley', searchable(${bind(search.query)}))`;
    const parts = visibleParts(scope, 'all', bind).map((part) => {
      const time = part.isOwn ? 'p.created_at' : 'p.published_at';
      const filters = buildFilters(search.filter, part, bind);
      const where = [part.where, `p.search @@ ${words}`, ...filters].join(' and ');
      return `(select ${innerColumns}, p.search from posts p
        where ${where} order by ${time} desc, p.id desc limit ${limits.searchCandidates})`;
    });
    return `select ${postColumns}, p.key,
        translate(ts_headline('parley', ${body}, ${words}, '${headline}'), ${stand}, '<') as snippet
      from (
        select * from (
          select ${innerColumns}, ts_rank(p.search, ${words})::float8 as key
          from (${parts.join(' union all ')}) p
        ) p
        ${buildAfter(search, bind)} order by p.key desc, p.id desc limit ${search.count}
      ) p join users u on u.id = p.author_id join posts b on b.id = p.id
      order by p.key desc, p.id desc`;
  });
}

/** For words that no post has: titles with something like them. */
export function buildLikenessSearch(scope: Scope, search: PostSearch): Statement {
  return buildStatement((bind) => {
    const query = bind(search.query);
    const parts = visibleParts(scope, 'all', bind).map((part) => {
      const filters = buildFilters(search.filter, part, bind);
      const where = [part.where, `${query}::text <% p.title`, ...filters].join(' and ');
      return `(select ${innerColumns} from posts p where ${where})`;
    });
    return `select ${postColumns}, p.key, left(${body}, 160) as snippet
      from (
        select * from (
          select ${innerColumns}, word_similarity(${query}::text, p.title)::float8 as key
          from (${parts.join(' union all ')}) p
        ) p
        ${buildAfter(search, bind)} order by p.key desc, p.id desc limit ${search.count}
      ) p join users u on u.id = p.author_id join posts b on b.id = p.id
      order by p.key desc, p.id desc`;
  });
}

const buildAfter = ({ after }: PostSearch, bind: (value: unknown) => string): string =>
  after ? `where (p.key, p.id) < (${bind(after.key)}::text::float8, ${bind(after.id)}::uuid)` : '';

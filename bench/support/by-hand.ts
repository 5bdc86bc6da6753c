// The statements of the blog sent by hand: the same texts, values and session settings as the daemon's.

import postgres, { type Sql } from 'postgres';
import { findBySlug } from '../../packages/daemon/src/blog/post-columns.ts';
import { buildPostList } from '../../packages/daemon/src/blog/post-list.ts';
import { buildPostSearch } from '../../packages/daemon/src/blog/post-search.ts';
import { createPostReading } from '../../packages/daemon/src/blog/reading.ts';
import {
  boundedSettings,
  connectRepo,
  parseConnection,
} from '../../packages/daemon/src/repo/connect.ts';

const nobody = { user: null, token: null, address: '' };

/** Where a page begins: the key and id of the post before it. */
export interface Edge {
  key: string;
  id: string;
}

export interface ByHand {
  sql: Sql;
  list(after?: Edge): Promise<object[]>;
  get(slug: string): Promise<object[]>;
  search(query: string): Promise<object[]>;
  /** The indexes that PostgreSQL walks for a page of the list. */
  explainList(after?: Edge): Promise<string>;
  /** How many statements the daemon's own list takes, by posts per page. */
  countStatements(sizes: readonly number[]): Promise<string>;
  countMatches(query: string): Promise<number>;
  close(): Promise<void>;
}

export function connectByHand(url: string): ByHand {
  const options = { ...parseConnection(url), max: 4, onnotice: () => {} };
  const sql = postgres(options);
  const bounded = postgres({ ...options, connection: boundedSettings });
  const run = (client: Sql, { text, values }: { text: string; values: unknown[] }) =>
    client.unsafe<object[]>(text, values as string[], { prepare: true });
  const buildList = (after?: Edge) =>
    buildPostList(nobody, {
      sight: 'published',
      sort: 'published',
      after: after && { order: 'published', ...after },
      count: 21,
    });

  return {
    sql,
    list: (after) => run(sql, buildList(after)),
    get: (slug) => run(sql, { text: findBySlug, values: [slug] }),
    search: (query) => run(bounded, buildPostSearch(nobody, { query, filter: {}, count: 21 })),
    async explainList(after) {
      const { text, values } = buildList(after);
      const plan = await run(sql, { text: `explain ${text}`, values });
      const names = JSON.stringify(plan).matchAll(/(?:Scan|Backward) using (\w+)/g);
      return [...new Set([...names].map(([, name]) => name))].join(', ');
    },
    async countStatements(sizes) {
      let count = 0;
      const onQuery = () => {
        count += 1;
      };
      const repo = connectRepo({ url, onQuery });
      const reading = createPostReading(repo);
      await reading.listPosts(nobody, { published: true });
      const counts: string[] = [];
      for (const perPage of sizes) {
        count = 0;
        const { items } = await reading.listPosts(nobody, { published: true, perPage });
        counts.push(`${count} for ${items.length} posts`);
      }
      await repo.close();
      return counts.join(', ');
    },
    async countMatches(query) {
      const [row] = await sql<{ count: number }[]>`
        select count(*)::int as count from posts
        where state = 'published' and search @@ websearch_to_tsquery('parley', ${query})`;
      return row?.count ?? 0;
    },
    close: async () => {
      await Promise.all([sql.end(), bounded.end()]);
    },
  };
}

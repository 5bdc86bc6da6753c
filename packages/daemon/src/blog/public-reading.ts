// What the public pages need besides lists: who an author is, how posts begin, and where all of them are.

import type { AuthorView } from '@parley/shared/blog';
import { DomainError } from '@parley/shared/errors';
import type { Scope } from '../accounts/index.ts';
import type { Repo } from '../repo/index.ts';
import { buildStatement } from './post-columns.ts';
import { type Bind, visibleWhere } from './visibility.ts';

/** Where a published post is, for maps of the site. */
export interface PostAddress {
  id: string;
  slug: string;
  updatedAt: string;
}

export interface PublicReading {
  /**
   * Anybody may know who wrote what is published, and of nobody else.
   * @throws not_found for a user without a published post.
   */
  getAuthor(scope: Scope, username: string): Promise<AuthorView>;
  /** The first `length` characters of the bodies, by id; those that are not published are left out. */
  listBeginnings(
    scope: Scope,
    input: { ids: readonly string[]; length: number },
  ): Promise<ReadonlyMap<string, string>>;
  countPublished(scope: Scope): Promise<number>;
  /**
   * One part of all published posts, in the order of their ids: that is the order in which they were
   * made, so a new one changes the last part only. Beyond the last part there is nothing.
   */
  listAddresses(scope: Scope, input: { part: number; size: number }): Promise<PostAddress[]>;
}

const published = (scope: Scope, bind: Bind): string => visibleWhere(scope, 'published', bind);

export function createPublicReading({
  sql,
  bounded,
}: Pick<Repo, 'sql' | 'bounded'>): PublicReading {
  function run<Row extends object>(write: (bind: Bind) => string) {
    const { text, values } = buildStatement(write);
    return bounded.unsafe<Row[]>(text, values as string[]);
  }

  return {
    async getAuthor(scope, username) {
      const [row] = await run<Omit<AuthorView, 'createdAt'> & { createdAt: Date }>(
        (bind) => `select u.id, u.username, u.display_name as "displayName", u.bio,
            u.created_at as "createdAt", count(*)::int as "postCount"
          from users u join posts p on p.author_id = u.id
          where u.username = ${bind(username)} and ${published(scope, bind)}
          group by u.id`,
      );
      if (!row) throw new DomainError('not_found', `There is no author @${username}.`);
      return { ...row, createdAt: row.createdAt.toISOString() };
    },

    async listBeginnings(scope, { ids, length }) {
      if (ids.length === 0) return new Map();
      const rows = await run<{ id: string; text: string }>(
        (bind) => `select p.id, left(p.body, ${bind(length)}::int) as text from posts p
          where p.id = any(${bind(ids)}::uuid[]) and ${published(scope, bind)}`,
      );
      return new Map(rows.map(({ id, text }) => [id, text]));
    },

    async countPublished(scope) {
      const { text, values } = buildStatement(
        (bind) => `select count(*)::int as count from posts p where ${published(scope, bind)}`,
      );
      const [row] = await sql.unsafe<{ count: number }[]>(text, values as string[]);
      return row!.count;
    },

    async listAddresses(scope, { part, size }) {
      const { text, values } = buildStatement(
        (bind) => `select p.id, p.slug, p.updated_at as "updatedAt" from posts p
          where ${published(scope, bind)}
          order by p.id limit ${bind(size)}::bigint offset ${bind(part * size)}::bigint`,
      );
      const rows = await sql.unsafe<{ id: string; slug: string; updatedAt: Date }[]>(
        text,
        values as string[],
      );
      return rows.map(({ id, slug, updatedAt }) => ({
        id,
        slug,
        updatedAt: updatedAt.toISOString(),
      }));
    },
  };
}

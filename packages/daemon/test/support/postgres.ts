// Databases for tests: each a fresh clone of the migrated template, gone after use.

import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { parseConnection } from '../../src/repo/connect.ts';

/** The PostgreSQL of the run, started by `global-setup.ts`. */
export interface TestServer {
  /** Of a database from which others may be created and dropped. */
  url: string;
  template: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    testServer: TestServer;
  }
}

export interface TestDatabase extends AsyncDisposable {
  /** For `connectRepo`, `migrateDatabase` and node-postgres; postgres.js takes no socket URL. */
  url: string;
  name: string;
  /** Ends the sessions still open and drops the database. May be called again. */
  drop(): Promise<void>;
}

/**
 * A database of one's own with every migration in it, or a copy of another one, to which nobody may be
 * connected; takes about 20 ms in memory.
 *
 * `await using database = await createTestDatabase()` drops it at the end of the block.
 */
export async function createTestDatabase(of?: { name: string }): Promise<TestDatabase> {
  const server = inject('testServer');
  const template = of?.name ?? server.template;
  const name = `test_${randomBytes(8).toString('hex')}`;
  await run(
    (sql) => sql`create database ${sql(name)} template ${sql(template)} strategy file_copy`,
  );
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  const drop = () => run((sql) => sql`drop database if exists ${sql(name)} with (force)`);
  return { url: url.href, name, drop, [Symbol.asyncDispose]: drop };
}

async function run(statement: (sql: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const { url } = inject('testServer');
  const sql = postgres({ ...parseConnection(url), max: 1, onnotice: () => {} });
  try {
    await statement(sql);
  } finally {
    await sql.end();
  }
}

// Migrations with rows in place: each applies to what the one before left, and changes no row's data.

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { parseConnection } from '../../src/repo/connect.ts';
import { listMigrations, migrateDatabase } from '../../src/repo/index.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { seeds } from './seeds.ts';

const folder = fileURLToPath(new URL('../../migrations', import.meta.url));

interface Journal {
  entries: { tag: string }[];
}

/** An empty database and a way to bring it forward one migration at a time. */
async function openSteps() {
  const database = await createTestDatabase();
  const directory = await mkdtemp(join(tmpdir(), 'parley-migrations-'));
  await cp(folder, directory, { recursive: true });
  const file = join(directory, 'meta', '_journal.json');
  const journal = JSON.parse(await readFile(file, 'utf8')) as Journal;
  const sql = postgres({ ...parseConnection(database.url), max: 1, onnotice: () => {} });
  await sql`drop schema public cascade`;
  await sql`drop schema drizzle cascade`;
  await sql`drop schema graphile_worker cascade`;
  await sql`create schema public`;
  return {
    database,
    sql,
    names: journal.entries.map(({ tag }) => tag),
    async migrateTo(count: number) {
      const part = { ...journal, entries: journal.entries.slice(0, count) };
      await writeFile(file, JSON.stringify(part));
      // drizzle changes the parsers of its client.
      const client = postgres({ ...parseConnection(database.url), max: 1, onnotice: () => {} });
      try {
        await migrate(drizzle(client), { migrationsFolder: directory });
      } finally {
        await client.end();
      }
    },
    async [Symbol.asyncDispose]() {
      await sql.end();
      await database.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

type Columns = Record<string, string[]>;

async function listColumns(sql: postgres.Sql): Promise<Columns> {
  const rows = await sql<{ table: string; columns: string[] }[]>`
    select table_name as table, array_agg(column_name::text order by column_name) as columns
    from information_schema.columns where table_schema = 'public' group by table_name`;
  return Object.fromEntries(rows.map(({ table, columns }) => [table, columns]));
}

/** Of each table: how many rows, and a hash over these columns of all of them. */
async function hashRows(sql: postgres.Sql, tables: Columns): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const [table, columns] of Object.entries(tables)) {
    const [row] = await sql<{ hash: string }[]>`
      select count(*) || ' ' || coalesce(md5(string_agg(line, ' ' order by line)), '') as hash
      from (select md5((${sql(columns)})::text) as line from ${sql(table)}) lines`;
    hashes[table] = row!.hash;
  }
  return hashes;
}

test('row F26: every migration applies on the one before with rows in place, and keeps their data', async () => {
  await using steps = await openSteps();
  const { sql, names } = steps;
  const seeded = new Set<string>();
  for (let step = 1; step < names.length; step += 1) {
    await steps.migrateTo(step);
    const columns = await listColumns(sql);
    for (const { table, rows } of seeds) {
      if (seeded.has(table) || !columns[table]) continue;
      await rows(sql);
      seeded.add(table);
    }
    const before = await hashRows(sql, columns);
    const empty = Object.keys(before).filter((table) => before[table]!.startsWith('0 '));
    expect([names[step], 'tables without rows: add some to seeds.ts', empty]).toEqual([
      names[step],
      'tables without rows: add some to seeds.ts',
      [],
    ]);
    await steps.migrateTo(step + 1);
    const after = await listColumns(sql);
    const kept = Object.fromEntries(
      Object.entries(columns).map(([table, all]) => [
        table,
        all.filter((column) => after[table]?.includes(column)),
      ]),
    );
    expect([names[step], kept]).toEqual([names[step], columns]);
    expect([names[step], await hashRows(sql, columns)]).toEqual([names[step], before]);
  }
});

test('a database that stopped at any migration is brought to the newest at the next start', async () => {
  await using steps = await openSteps();
  // A database is copied while nobody is connected to it.
  await steps.sql.end();
  for (let step = 0; step < steps.names.length; step += 1) {
    if (step > 0) await steps.migrateTo(step);
    await using stopped = await createTestDatabase(steps.database);
    await migrateDatabase(stopped.url);
    const status = await listMigrations(stopped.url);
    expect(status.filter(({ isApplied }) => !isApplied)).toEqual([]);
  }
}, 240_000);

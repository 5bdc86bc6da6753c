// The databases that tests get: clones of the template, apart from one another, gone after use.

import { Client } from 'pg';
import { expect, it } from 'vitest';
import { connectRepo } from '../../src/repo/connect.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

async function withClient<T>({ url }: TestDatabase, use: (client: Client) => Promise<T>) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

it('gives each caller a database of its own', async () => {
  await using first = await createTestDatabase();
  await using second = await createTestDatabase();
  await withClient(first, (client) => client.query('create table only_here (id int)'));
  const { rows } = await withClient(second, (client) =>
    client.query(`select to_regclass('only_here') as found`),
  );
  expect(rows).toEqual([{ found: null }]);
});

it('is reached over the same URL by both drivers', async () => {
  await using database = await createTestDatabase();
  const repo = connectRepo({ url: database.url, max: 1 });
  const [row] = await repo.sql`select current_database() as name`;
  await repo.close();
  const { rows } = await withClient(database, (client) =>
    client.query('select current_database() as name'),
  );
  expect([row?.name, rows[0].name]).toEqual([database.name, database.name]);
});

it('is dropped though a session is still open, and again without complaint', async () => {
  const database = await createTestDatabase();
  const repo = connectRepo({ url: database.url, max: 1 });
  await repo.sql`select 1`;
  await database.drop();
  await database.drop();
  await expect(repo.sql`select 1`).rejects.toThrow();
  await repo.close();
});

// Brings a database to the newest schema; any number of daemons may start at once.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { runMigrations as migrateWorker } from 'graphile-worker';
import pg from 'pg';
import postgres from 'postgres';
import { parseConnection } from './connect.ts';
import { advisoryLocks } from './locks.ts';
import { findRefusal } from './unusable.ts';

const folder = fileURLToPath(new URL('../../migrations', import.meta.url));

/**
 * Runs every missing migration under an advisory lock: one daemon runs them, the others wait and
 * then find nothing to do. The lock belongs to the connection, so a killed daemon frees it.
 * @throws UnusableDatabaseError when the role may not, or extensions are missing.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const client = postgres({ ...parseConnection(url), max: 1, onnotice: () => {} });
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  // A broken connection also rejects the query on it; that is where it is dealt with.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    await client`select pg_advisory_lock(${advisoryLocks.migrate}::bigint)`;
    await refuseNewerSchema(client);
    await migrate(drizzle(client), { migrationsFolder: folder });
    await migrateWorker({ pgPool: pool });
    await client`select pg_advisory_unlock(${advisoryLocks.migrate}::bigint)`;
  } catch (error) {
    throw findRefusal(error) ?? error;
  } finally {
    await pool.end();
    await client.end({ timeout: 5 });
  }
}

export interface MigrationStatus {
  name: string;
  isApplied: boolean;
}

interface Journal {
  entries: { idx: number; tag: string; when: number }[];
}

async function readJournal(): Promise<Journal> {
  return JSON.parse(await readFile(join(folder, 'meta', '_journal.json'), 'utf8')) as Journal;
}

/** Which migrations this build knows and which of them the database has. */
export async function listMigrations(url: string): Promise<MigrationStatus[]> {
  const client = postgres({ ...parseConnection(url), max: 1, onnotice: () => {} });
  try {
    const [journal, newest] = await Promise.all([readJournal(), readNewest(client)]);
    return journal.entries.map(({ tag, when }) => ({ name: tag, isApplied: when <= newest }));
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function readNewest(client: postgres.Sql): Promise<number> {
  const [table] = await client`select to_regclass('drizzle.__drizzle_migrations') as name`;
  if (table?.name == null) return 0;
  const [row] = await client`select max(created_at) as newest from drizzle.__drizzle_migrations`;
  return Number(row?.newest ?? 0);
}

// An older build on a newer schema would write rows that the newer one does not expect.
async function refuseNewerSchema(client: postgres.Sql): Promise<void> {
  const [journal, newest] = await Promise.all([readJournal(), readNewest(client)]);
  const known = journal.entries.at(-1)?.when ?? 0;
  if (newest > known) {
    throw new Error(
      'The database was migrated by a newer parleyd. Start that version, or restore a backup made by this one.',
    );
  }
}

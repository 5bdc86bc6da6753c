// Holds the one connection that makes this daemon the only one on its data.

import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { describeInUse } from './claim.ts';
import type { Connection } from './connection-url.ts';
import { readStart } from './process.ts';

/** Locks the cluster for one daemon; in the database `postgres`, which the daemon never uses. */
const lockKey = 0x7061726c;

/** How long a dead daemon's lock is waited for: PostgreSQL has yet to notice the death. */
const graceMs = 5_000;

/**
 * Connects as superuser and takes the lock.
 *
 * A session's advisory lock is the plainest truth: PostgreSQL decides between two daemons, and it
 * is gone as soon as its holder is, however that died. Fails with `in_use` while another daemon
 * holds it, otherwise with the driver's error.
 */
export async function takeOwnership(connection: Connection, directory: string): Promise<Client> {
  const client = new Client({
    ...connection,
    user: connection.username,
    application_name: `parleyd ${process.pid}`,
    options: '-c idle_session_timeout=0 -c statement_timeout=0 -c lock_timeout=0',
  });
  // The end of the connection is what counts, and is listened for by whoever holds it.
  client.on('error', () => {});
  try {
    await client.connect();
    for (const deadline = Date.now() + graceMs; !(await tryLock(client)); await delay(20)) {
      const holder = await readHolder(client);
      const isHere = holder !== undefined && (await readStart(holder)) !== undefined;
      if (isHere || Date.now() > deadline) throw describeInUse(directory, holder);
    }
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

async function tryLock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    'select pg_try_advisory_lock($1) as taken',
    [lockKey],
  );
  return rows[0]?.taken ?? false;
}

/** The process id of the daemon that holds the lock; undefined when nobody does any more. */
async function readHolder(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name from pg_stat_activity where pid in (
       select pid from pg_locks where locktype = 'advisory' and granted and classid = 0 and objid = $1
         and database = (select oid from pg_database where datname = current_database()))`,
    [lockKey],
  );
  return Number(/\d+/.exec(rows[0]?.name ?? '')?.[0]) || undefined;
}

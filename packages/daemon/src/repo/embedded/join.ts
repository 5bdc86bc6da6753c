// Lets another command of the same person use the PostgreSQL that a daemon runs, without owning it.

import { stat } from 'node:fs/promises';
import type { Connection } from './connection-url.ts';
import { openCluster, openHome } from './home.ts';
import { readLock } from './lock.ts';
import { derivePassword, openSecret } from './secret.ts';
import { openSocketDirectory, port } from './socket.ts';

export interface JoinedPostgres {
  /** How to connect to one of the daemon's databases; valid until `close`. */
  connection: (database: string) => Connection;
  close: () => Promise<void>;
}

/** The PostgreSQL running on the directory, or undefined when none does. Nothing is changed. */
export async function joinPostgres(
  dataDirectory: string,
  role: string,
): Promise<JoinedPostgres | undefined> {
  const isThere = await stat(`${dataDirectory}/data`).then(
    () => true,
    () => false,
  );
  if (!isThere) return undefined;
  const cluster = await openCluster(await openHome(dataDirectory));
  const lock = await readLock(cluster);
  if (lock.state !== 'running') return undefined;
  const password = derivePassword(await openSecret(cluster, false), role);
  const socket = await openSocketDirectory(cluster.data);
  return {
    connection: (database) => ({ host: socket.path, port, username: role, password, database }),
    close: () => socket.close(),
  };
}

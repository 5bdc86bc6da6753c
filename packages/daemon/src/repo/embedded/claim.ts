// Notes which daemon runs on a directory, for those that come later.

import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './error.ts';
import type { Home } from './home.ts';
import { readStart } from './process.ts';

/**
 * Fails with `in_use` when a living daemon has claimed the directory.
 *
 * The lock inside PostgreSQL decides between daemons that start at once; the claim keeps latecomers
 * away while PostgreSQL is down or recovers, and no session can hold a lock. A claim counts as long
 * as its process lives, told from a successor in number by the time it started.
 */
export async function requireUnclaimed(home: Home): Promise<void> {
  const text = await readFile(pathOf(home), 'utf8').catch(() => '');
  const [pid = '', start] = text.trim().split(' ');
  if (start !== undefined && (await readStart(Number(pid))) === start) {
    throw describeInUse(home.directory, Number(pid));
  }
}

/** Claims the directory; for the holder of the lock. */
export async function writeClaim(home: Home): Promise<void> {
  const file = await open(pathOf(home), 'w', 0o600);
  try {
    await file.chown(home.owner.uid, home.owner.gid);
    await file.writeFile(`${process.pid} ${await readStart(process.pid)}\n`);
  } finally {
    await file.close();
  }
}

export async function removeClaim(home: Home): Promise<void> {
  await rm(pathOf(home), { force: true });
}

export function describeInUse(directory: string, pid: number | undefined): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'in_use',
    `Another Parley daemon (pid ${pid ?? 'unknown'}) already runs on ${directory}. ` +
      'Stop it first, or set PARLEY_DATA_DIR to give this one data of its own.',
  );
}

function pathOf(home: Home): string {
  return join(home.directory, 'daemon.pid');
}

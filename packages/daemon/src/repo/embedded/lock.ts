// Reads PostgreSQL's own lock file, `postmaster.pid`, and never changes it.

import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { errorCode } from './error.ts';
import type { Cluster } from './home.ts';
import { readCommand } from './process.ts';

/** What `postmaster.pid` says about this cluster. */
export type Lock =
  | { state: 'free' }
  | { state: 'running'; pid: number }
  /** Left by a dead postmaster, its number since given to an unrelated process. */
  | { state: 'stale'; pid: number };

/**
 * Who serves this cluster, as far as processes tell.
 *
 * The number in the file alone proves nothing after a reboot, so the process must also carry this cluster's
 * mark on its command line. (Its working directory would say it better, but is hidden from a root
 * without CAP_SYS_PTRACE, as in most containers.)
 */
export async function readLock(cluster: Cluster): Promise<Lock> {
  const pid = await readPid(cluster);
  if (pid === undefined) return { state: 'free' };
  const command = await readCommand(pid);
  if (command === undefined) return { state: 'free' };
  if (command.includes(cluster.mark)) return { state: 'running', pid };
  // Another PostgreSQL: whether it serves this data, PostgreSQL itself finds out best.
  if (basename(command[0] ?? '').startsWith('postgres')) return { state: 'free' };
  return { state: 'stale', pid };
}

/** Whether that process is this cluster's postmaster, alive. */
export async function isPostmaster(cluster: Cluster, pid: number): Promise<boolean> {
  return (await readCommand(pid))?.includes(cluster.mark) ?? false;
}

async function readPid(cluster: Cluster): Promise<number | undefined> {
  try {
    const text = await readFile(join(cluster.data, 'postmaster.pid'), 'utf8');
    // A negative number is a standalone backend, which serves nobody.
    return Math.abs(Number.parseInt(text, 10)) || undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

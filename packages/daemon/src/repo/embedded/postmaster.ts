// Launches and stops the postmaster, PostgreSQL's first process.

import { spawn } from 'node:child_process';
import { constants, open, readFile, rename, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from './command.ts';
import { EmbeddedPostgresError, errorCode } from './error.ts';
import type { Cluster } from './home.ts';
import { isPostmaster, type Lock } from './lock.ts';
import { environment } from './process.ts';

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;

/** Beyond this the log is set aside at the next start, in place of the one set aside before. */
const maximumLogBytes = 8 << 20;

/** How long a fast shutdown may take: it ends all sessions and writes a checkpoint. */
const fastShutdownMs = 60_000;

/** PostgreSQL's own recovery makes an immediate shutdown lose nothing that was committed. */
const immediateShutdownMs = 10_000;

/** A postmaster launched by this process; `exit` is set once it is gone. */
export interface Launched {
  pid: number | undefined;
  exit: string | undefined;
  /** What it wrote to the log since its launch. */
  readLog(): Promise<string>;
}

/**
 * Launches a postmaster in a session of its own, so that Ctrl-C in the daemon's terminal leaves it
 * to the daemon to stop.
 *
 * It reaches its data by the working directory it is given, which is entered before the change of
 * account: so it works below directories that the account may not pass through.
 */
export async function launchPostmaster(
  cluster: Cluster,
  command: Command,
  lock: Lock,
): Promise<Launched> {
  const log = await openLog(cluster);
  try {
    const { size } = await log.stat();
    const child = spawn(command.file, command.args, {
      cwd: cluster.data,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      // Named as its grandparent, the stranger behind a stale lock no longer counts as a
      // postmaster; PostgreSQL's other checks (shared memory in use) still hold.
      env:
        lock.state === 'stale'
          ? { ...environment, PG_GRANDPARENT_PID: `${lock.pid}` }
          : environment,
      ...(cluster.account && { uid: cluster.account.uid, gid: cluster.account.gid }),
    });
    const launched: Launched = {
      pid: child.pid,
      exit: undefined,
      readLog: async () => (await readFile(cluster.log)).subarray(size).toString('utf8').trim(),
    };
    child.on('error', (error) => {
      launched.exit = error.message;
    });
    child.on('exit', (code, signal) => {
      launched.exit = signal ? `signal ${signal}` : `exit code ${code}`;
    });
    child.unref();
    return launched;
  } finally {
    await log.close();
  }
}

/** Ends the postmaster and waits until it is gone: fast, and after a long wait at once. */
export async function stopPostmaster(cluster: Cluster, pid: number): Promise<void> {
  if (await endBy('SIGINT', cluster, pid, fastShutdownMs)) return;
  if (await endBy('SIGQUIT', cluster, pid, immediateShutdownMs)) return;
  throw new EmbeddedPostgresError('failed', `PostgreSQL (pid ${pid}) does not stop.`);
}

async function endBy(signal: NodeJS.Signals, cluster: Cluster, pid: number, patience: number) {
  const deadline = Date.now() + patience;
  for (let isSent = false; Date.now() < deadline; await delay(10)) {
    if (!(await isPostmaster(cluster, pid))) return true;
    if (isSent) continue;
    isSent = true;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (errorCode(error) !== 'ESRCH') throw error;
    }
  }
  return false;
}

async function openLog(cluster: Cluster) {
  const size = await stat(cluster.log).then(
    (found) => found.size,
    () => 0,
  );
  if (size > maximumLogBytes) await rename(cluster.log, `${cluster.log}.1`);
  const log = await open(cluster.log, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW, 0o600);
  await log.chown(cluster.owner.uid, cluster.owner.gid);
  return log;
}

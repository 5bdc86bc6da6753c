// Finds, launches and stops the postmaster, PostgreSQL's first process.

import { spawn } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { EmbeddedPostgresError, errorCode } from './error.ts';
import type { Home } from './home.ts';
import { environment } from './run.ts';
import { port } from './socket.ts';

/** Beyond this the log is set aside at the next start, in place of the one set aside before. */
const maximumLogBytes = 8 << 20;

/** How long a fast shutdown may take: it ends all sessions and writes a checkpoint. */
const fastShutdownMs = 60_000;

/** PostgreSQL's own recovery makes an immediate shutdown lose nothing that was committed. */
const immediateShutdownMs = 10_000;

/** How to launch a postmaster; `text` is the same as PostgreSQL writes it to `postmaster.opts`. */
export interface Command {
  file: string;
  args: string[];
  text: string;
}

/** A postmaster launched by this process; `exit` is set once it is gone. */
export interface Launched {
  pid: number | undefined;
  exit: string | undefined;
  /** What it wrote to the log since its launch. */
  readLog(): Promise<string>;
}

/** What `postmaster.pid` says about this cluster. */
export type Lock =
  | { state: 'free' }
  | { state: 'running'; pid: number }
  /** Left by a dead postmaster, its number since given to an unrelated process. */
  | { state: 'stale'; pid: number };

/**
 * Reads PostgreSQL's own lock, without ever changing it.
 *
 * The number alone proves nothing after a reboot, so the process must also carry this cluster's
 * mark on its command line. (Its working directory would say it better, but is hidden from a root
 * without CAP_SYS_PTRACE, as in most containers.)
 */
export async function readLock(home: Home): Promise<Lock> {
  const pid = await readPid(home);
  if (pid === undefined) return { state: 'free' };
  const command = await readCommand(pid);
  if (command === undefined) return { state: 'free' };
  if (command.includes(await markOf(home))) return { state: 'running', pid };
  // Another PostgreSQL: whether it serves this data, PostgreSQL itself finds out best.
  if (basename(command[0] ?? '').startsWith('postgres')) return { state: 'free' };
  return { state: 'stale', pid };
}

/** Whether the running postmaster is the one we would launch now. */
export async function hasCommand(home: Home, command: string): Promise<boolean> {
  const opts = await readFile(join(home.data, 'postmaster.opts'), 'utf8').catch(() => '');
  return opts.trimEnd() === command;
}

/** The arguments of the postmaster; `settings` are PostgreSQL's, by name. */
export async function buildCommand(
  home: Home,
  binaries: Binaries,
  settings: Record<string, string>,
): Promise<Command> {
  const file = join(binaries.directory, 'bin/postgres');
  const args = ['-D', '/proc/self/cwd', '-c', await markOf(home)];
  for (const [name, value] of Object.entries({ ...defaults, ...settings, ...fixed })) {
    args.push('-c', `${name}=${value}`);
  }
  return { file, args, text: [file, ...args.map((arg) => `"${arg}"`)].join(' ') };
}

const defaults = {
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Errors reach the daemon, which logs them without people's data in them.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};

const fixed = {
  port: String(port),
  listen_addresses: '',
  // Relative to the data directory: no path is too long, has a space, or a door that is shut.
  unix_socket_directories: '.',
  unix_socket_permissions: '0700',
};

/**
 * Launches a postmaster in a session of its own, so that Ctrl-C in the daemon's terminal leaves it
 * to the daemon to stop.
 *
 * It reaches its data by the working directory it is given, which is entered before the change of
 * account: so it works below directories that the account may not pass through.
 */
export async function launchPostmaster(
  home: Home,
  command: Command,
  lock: Lock,
): Promise<Launched> {
  const log = await openLog(home);
  try {
    const { size } = await log.stat();
    const child = spawn(command.file, command.args, {
      cwd: home.data,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      // Named as its grandparent, the stranger behind a stale lock no longer counts as a
      // postmaster; PostgreSQL's other checks (shared memory in use) still hold.
      env:
        lock.state === 'stale'
          ? { ...environment, PG_GRANDPARENT_PID: `${lock.pid}` }
          : environment,
      ...(home.account && { uid: home.account.uid, gid: home.account.gid }),
    });
    const launched: Launched = {
      pid: child.pid,
      exit: undefined,
      readLog: async () => (await readFile(home.log)).subarray(size).toString('utf8').trim(),
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
export async function stopPostmaster(home: Home, pid: number): Promise<void> {
  if (await endBy('SIGINT', home, pid, fastShutdownMs)) return;
  if (await endBy('SIGQUIT', home, pid, immediateShutdownMs)) return;
  throw new EmbeddedPostgresError('failed', `PostgreSQL (pid ${pid}) does not stop.`);
}

async function endBy(signal: NodeJS.Signals, home: Home, pid: number, patience: number) {
  const mark = await markOf(home);
  const deadline = Date.now() + patience;
  for (let isSent = false; Date.now() < deadline; await delay(10)) {
    if (!(await readCommand(pid))?.includes(mark)) return true;
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

/** Names the cluster in each of its processes; the inode stays the same when it is moved. */
async function markOf(home: Home): Promise<string> {
  return `cluster_name=parley-${(await stat(home.data)).ino}`;
}

async function readPid(home: Home): Promise<number | undefined> {
  try {
    const text = await readFile(join(home.data, 'postmaster.pid'), 'utf8');
    // A negative number is a standalone backend, which serves nobody.
    return Math.abs(Number.parseInt(text, 10)) || undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The command line of a process; undefined when it is gone, or dead and not yet reaped. */
async function readCommand(pid: number): Promise<string[] | undefined> {
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return text === '' ? undefined : text.split('\0');
}

async function openLog(home: Home) {
  const size = await stat(home.log).then(
    (found) => found.size,
    () => 0,
  );
  if (size > maximumLogBytes) await rename(home.log, `${home.log}.1`);
  const log = await open(home.log, 'a', 0o600);
  await log.chown(home.owner.uid, home.owner.gid);
  return log;
}

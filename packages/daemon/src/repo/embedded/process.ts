// Processes of the system: runs one of PostgreSQL's programs to its end, or looks at one by number.

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Account } from './account.ts';
import { errorCode } from './error.ts';

export interface Outcome {
  /** Exit code, or the code of the spawn error such as `'EACCES'`. */
  status: number | string;
  output: string;
}

export interface RunOptions {
  cwd?: string;
  account?: Account;
  /** File descriptor handed over as standard input. */
  stdin?: number;
  signal?: AbortSignal;
}

/**
 * The whole environment of every PostgreSQL process: the daemon's own holds secrets, which
 * `/proc/PID/environ` would show to the account PostgreSQL runs as.
 */
export const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Runs `file` to its end; never rejects, a failure to start is an outcome too. A call-off ends it
 * with all its children, before this returns.
 */
export function run(file: string, args: string[], options: RunOptions = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const { cwd = '/', account, stdin = 'ignore', signal } = options;
    const child = spawn(file, args, {
      cwd,
      // A process group of its own: called off by us as a whole, and not by Ctrl-C behind our back.
      detached: true,
      env: environment,
      stdio: [stdin, 'pipe', 'pipe'],
      ...(account && { uid: account.uid, gid: account.gid }),
    });
    const callOff = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has just ended by itself.
      }
    };
    if (signal?.aborted) callOff();
    signal?.addEventListener('abort', callOff);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const settle = (outcome: Outcome) => {
      signal?.removeEventListener('abort', callOff);
      resolve(outcome);
    };
    child.on('error', (error: NodeJS.ErrnoException) => {
      settle({ status: error.code ?? 'failed', output: error.message });
    });
    // All who held its output are gone by then, so children as well.
    child.on('close', (code, killedBy) => settle({ status: code ?? killedBy ?? 'failed', output }));
  });
}

/** The command line of a process; undefined when it is gone, or dead and not yet reaped. */
export async function readCommand(pid: number): Promise<string[] | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    return text === '' ? undefined : text.split('\0');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}

/** When a process started, in ticks since the system did; undefined when it is gone or dead. */
export async function readStart(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The second field is a name in parentheses that may hold anything; the third is the state.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}

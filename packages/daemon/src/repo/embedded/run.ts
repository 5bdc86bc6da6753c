// Runs one of PostgreSQL's programs to its end, as the account that owns the data.

import { spawn } from 'node:child_process';
import type { Account } from './account.ts';

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

/** Runs `file` to its end; never rejects, a failure to start is an outcome too. */
export function run(file: string, args: string[], options: RunOptions = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const { cwd = '/', account, stdin = 'ignore', signal } = options;
    const child = spawn(file, args, {
      cwd,
      signal,
      env: environment,
      stdio: [stdin, 'pipe', 'pipe'],
      ...(account && { uid: account.uid, gid: account.gid }),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', (error: NodeJS.ErrnoException) => {
      resolve({ status: error.code ?? 'failed', output: error.message });
    });
    child.on('close', (code, killedBy) =>
      resolve({ status: code ?? killedBy ?? 'failed', output }),
    );
  });
}

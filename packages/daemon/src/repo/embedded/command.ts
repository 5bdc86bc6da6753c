// The command line of the postmaster: how this cluster is meant to run.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import type { Cluster } from './home.ts';
import { port } from './socket.ts';

/** How to launch a postmaster; `text` is the same as PostgreSQL writes it to `postmaster.opts`. */
export interface Command {
  file: string;
  args: string[];
  text: string;
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

/** The arguments of the postmaster; `settings` are PostgreSQL's, by name. */
export function buildCommand(
  cluster: Cluster,
  binaries: Binaries,
  settings: Record<string, string>,
): Command {
  const file = join(binaries.directory, 'bin/postgres');
  const args = ['-D', '/proc/self/cwd', '-c', cluster.mark];
  for (const [name, value] of Object.entries({ ...defaults, ...settings, ...fixed })) {
    args.push('-c', `${name}=${value}`);
  }
  return { file, args, text: [file, ...args.map((arg) => `"${arg}"`)].join(' ') };
}

/** Whether the running postmaster is the one we would launch now. */
export async function hasCommand(cluster: Cluster, command: Command): Promise<boolean> {
  const opts = await readFile(join(cluster.data, 'postmaster.opts'), 'utf8').catch(() => '');
  return opts.trimEnd() === command.text;
}

// Directories, daemons and queries for the tests of embedded PostgreSQL.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { expect } from 'vitest';
import { type Connection, startEmbeddedPostgres } from '../../src/repo/embedded/index.ts';
import { makeRunDirectory } from './run-directory.ts';

const script = fileURLToPath(new URL('embedded-daemon.ts', import.meta.url));

export const isRoot = process.geteuid?.() === 0;

/** An ordinary account that every Linux has. */
export const nobody = { uid: 65_534, gid: 65_534 };

/** Whether tests may act as an ordinary user too: root in a checkout that all may read. */
export const canBeNobody =
  isRoot &&
  spawnSync(process.execPath, ['-e', `require('fs').readFileSync(process.argv[1])`, script], {
    ...nobody,
    stdio: 'ignore',
  }).status === 0;

export interface TestDirectory extends AsyncDisposable {
  path: string;
}

/** An empty directory that is removed, PostgreSQL and all, at the end of the block. */
export async function makeDirectory(): Promise<TestDirectory> {
  const path = await makeRunDirectory('embedded');
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 20 }),
  };
}

/** Starts PostgreSQL in this process, without the cost of durability. */
export async function startPostgres(dataDirectory: string, more: { binaries?: string } = {}) {
  const postgres = await startEmbeddedPostgres({
    dataDirectory,
    databases: ['parley'],
    settings: { fsync: 'off' },
    ...more,
  });
  return Object.assign(postgres, { [Symbol.asyncDispose]: () => postgres.stop() });
}

export interface DaemonReport {
  /** The postmaster's. */
  pid: number;
  connection: Connection;
  error?: string;
}

export interface TestDaemon extends AsyncDisposable {
  child: ChildProcess;
  report: DaemonReport;
  end(signal: NodeJS.Signals): Promise<void>;
}

/** A daemon in a process of its own, once it has reported. */
export async function spawnDaemon(
  dataDirectory: string,
  options: { account?: { uid: number; gid: number }; binaries?: string } = {},
): Promise<TestDaemon> {
  const child = launchDaemon(dataDirectory, options);
  const [line] = await once(createInterface(child.stdout!), 'line');
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  const report = JSON.parse(String(line)) as DaemonReport;
  return { child, report, end, [Symbol.asyncDispose]: () => end('SIGTERM') };
}

/** The same without waiting for its report. */
export function launchDaemon(
  dataDirectory: string,
  options: { account?: { uid: number; gid: number }; binaries?: string } = {},
): ChildProcess {
  const { account, binaries = '' } = options;
  return spawn(process.execPath, [script, dataDirectory, binaries], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
    ...account,
  });
}

/** The rows of one statement on a connection of its own. */
export async function query(connection: Connection, text: string) {
  const client = new Client({ ...connection, user: connection.username });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return rows;
  } finally {
    await client.end();
  }
}

/** Whether a process runs: neither gone nor dead and waiting for its parent to notice. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Waits until a process is gone. */
export async function waitForEnd(pid: number): Promise<void> {
  await expect.poll(() => isAlive(pid), { timeout: 30_000, interval: 20 }).toBe(false);
}

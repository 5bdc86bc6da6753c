// Gives a test run one PostgreSQL and a migrated template database, and takes both away again.

import { rm } from 'node:fs/promises';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { parseConnection } from '../../src/repo/connect.ts';
import { connectionUrl, startEmbeddedPostgres } from '../../src/repo/embedded/index.ts';
import { migrateDatabase } from '../../src/repo/migrate.ts';
import type { TestServer } from './postgres.ts';
import { beginRun, clearRuns, makeRunDirectory } from './run-directory.ts';

const template = 'parley_template';

// Losing the cluster costs nothing, so it need not survive a power cut.
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '300',
  // A database that is being vacuumed cannot be dropped by its owner.
  autovacuum: 'off',
};

/** Called by vitest once before all test files; what it returns, once after them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  beginRun();
  const server = await startServer();
  try {
    await using admin = connect(server.url);
    await admin.sql`drop database if exists ${admin.sql(server.template)} with (force)`;
    await admin.sql`create database ${admin.sql(server.template)}`;
    const url = new URL(server.url);
    url.pathname = `/${server.template}`;
    await migrateDatabase(url.href);
    // Nobody may be connected to it while it is cloned.
    await admin.sql`alter database ${admin.sql(server.template)} allow_connections false`;
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('testServer', { url: server.url, template: server.template });
  return () => server.stop();
}

interface RunningServer extends TestServer {
  stop(): Promise<void>;
}

/** An embedded PostgreSQL of this run's own, or the server named by PARLEY_TEST_DATABASE_URL. */
async function startServer(): Promise<RunningServer> {
  const url = process.env.PARLEY_TEST_DATABASE_URL;
  if (url !== undefined) {
    const own = `${template}_${process.pid}`;
    return { url, template: own, stop: () => dropTemplate(url, own) };
  }
  // Runs of before there was a watcher, or whose watcher was killed too.
  await clearRuns((run) => !isAlive(run));
  const directory = await makeRunDirectory('postgres');
  const embedded = await startEmbeddedPostgres({
    dataDirectory: directory,
    databases: ['parley'],
    settings,
  });
  return {
    url: connectionUrl(embedded.connection('parley')),
    template,
    stop: async () => {
      await embedded.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function dropTemplate(url: string, name: string): Promise<void> {
  await using admin = connect(url);
  await admin.sql`drop database if exists ${admin.sql(name)} with (force)`;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function connect(url: string) {
  const sql = postgres({ ...parseConnection(url), max: 1, onnotice: () => {} });
  return { sql, [Symbol.asyncDispose]: () => sql.end() };
}

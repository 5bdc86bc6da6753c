// The whole application in one process: it starts in order, does its jobs, and leaves nothing behind.

import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppRouter } from '@parley/daemon';
import type { PostEvent } from '@parley/shared/events';
import { createTRPCClient, createWSClient, httpLink, wsLink } from '@trpc/client';
import postgres from 'postgres';
import { expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createPlainHasher } from '../src/accounts/index.ts';
import { createApplication } from '../src/application/index.ts';
import type { Config } from '../src/config/index.ts';
import { parseConnection } from '../src/repo/connect.ts';
import { createTestDatabase } from './support/postgres.ts';
import { makeRunDirectory } from './support/run-directory.ts';
import { password, silentLog } from './support/world.ts';

function connect(url: string): postgres.Sql {
  return postgres({ ...parseConnection(url), max: 1, onnotice: () => {} });
}

async function startApplication(more: Partial<Config> = {}) {
  const dataDirectory = await makeRunDirectory('app');
  const config: Config = {
    databaseUrl: undefined,
    dataDirectory,
    host: '127.0.0.1',
    port: 0,
    publicUrl: undefined,
    registration: 'open',
    passwordPolicy: 'composition',
    smtpUrl: undefined,
    pubsub: 'postgres',
    mode: 'all',
    rates: { api: null, messages: null, login: null },
    trustProxy: [],
    allowedOrigins: [],
    logLevel: 'silent',
    ...more,
  } as Config;
  const application = createApplication({
    config,
    log: silentLog,
    hasher: createPlainHasher(),
    onEscalate: (error) => {
      throw error;
    },
  });
  await application.start();
  return {
    application,
    dataDirectory,
    client: createTRPCClient<AppRouter>({ links: [httpLink({ url: `${application.url}/trpc` })] }),
    async [Symbol.asyncDispose]() {
      await application.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

test('it starts on its own PostgreSQL, mails a welcome, and stops in reverse order', async () => {
  await using running = await startApplication();
  const { application, client, dataDirectory } = running;
  const children = application.status().children.map(({ id, state }) => [id, state]);
  // The last one ends by itself once older rows lack nothing.
  expect(children.pop()?.[0]).toBe('backfills');
  expect(children).toEqual([
    ['postgres', 'running'],
    ['database', 'running'],
    ['pubsub', 'running'],
    ['presence', 'running'],
    ['survey', 'running'],
    ['contexts', 'running'],
    ['views', 'running'],
    ['web', 'running'],
    ['mail', 'running'],
    ['jobs', 'running'],
    ['words', 'running'],
  ]);
  expect(await client.system.info.query()).toMatchObject({ needsFirstAccount: true });
  const registration = { username: 'ada', email: 'ada@example.org', password };
  const { user } = await client.accounts.register.mutate(registration);
  expect(user.role).toBe('admin');

  const mailbox = join(dataDirectory, 'mail');
  const mails = await vi.waitFor(
    async () => {
      const files = (await readdir(mailbox)).filter((name) => name.endsWith('.eml'));
      expect(files).toHaveLength(1);
      return files;
    },
    { timeout: 30_000 },
  );
  const mail = await readFile(join(mailbox, mails[0]!), 'utf8');
  expect(mail).toContain('To: ada@example.org');
  expect(mail).toContain(`tui login --server ${application.url} --username ada`);
});

test('with a database of one’s own it starts no PostgreSQL; worker mode serves nothing', async () => {
  await using database = await createTestDatabase();
  await using web = await startApplication({ databaseUrl: database.url, mode: 'web' });
  await using worker = await startApplication({ databaseUrl: database.url, mode: 'worker' });
  expect(web.application.status().children.map(({ id }) => id)).not.toContain('postgres');
  expect(worker.application.url).toBeUndefined();
  await web.client.accounts.register.mutate({
    username: 'ada',
    email: 'ada@example.org',
    password,
  });
  await vi.waitFor(
    async () => {
      const files = await readdir(join(worker.dataDirectory, 'mail'));
      expect(files.filter((name) => name.endsWith('.eml'))).toHaveLength(1);
    },
    { timeout: 30_000 },
  );
});

test('what a job of a worker publishes is heard by those who are connected to another daemon', async () => {
  await using database = await createTestDatabase();
  await using web = await startApplication({ databaseUrl: database.url, mode: 'web' });
  await using _worker = await startApplication({ databaseUrl: database.url, mode: 'worker' });
  const registration = { username: 'ada', email: 'ada@example.org', password };
  const { token } = await web.client.accounts.register.mutate(registration);
  const wsClient = createWSClient({
    url: `${web.application.url!.replace('http', 'ws')}/trpc`,
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    connectionParams: { token },
  });
  const { blog } = createTRPCClient<AppRouter>({ links: [wsLink({ client: wsClient })] });
  const events: PostEvent[] = [];
  blog.onPosts.subscribe(undefined, { onData: (event) => events.push(event as PostEvent) });
  const post = await blog.createPost.mutate({
    title: 'Out of a worker',
    body: 'It is published by a job in a process that serves nobody.',
  });
  const publishAt = new Date(Date.now() + 1_500).toISOString();
  await blog.schedulePost.mutate({ id: post.id, publishAt });
  await vi.waitFor(
    () => expect(events.at(-1)).toMatchObject({ type: 'post.published', post: { id: post.id } }),
    { timeout: 30_000 },
  );
  expect(web.application.status().children.find(({ id }) => id === 'pubsub')).toMatchObject({
    details: { engine: 'postgres', isConnected: true, lost: 0 },
  });
  await wsClient.close();
});

test('the sweep runs as a job and deletes what has expired, and cron knows it', async () => {
  await using database = await createTestDatabase();
  await using running = await startApplication({ databaseUrl: database.url });
  await running.client.accounts.register.mutate({
    username: 'ada',
    email: 'ada@example.org',
    password,
  });
  const sql = connect(database.url);
  await sql`update tokens set expires_at = now() - interval '1 second'`;
  await sql`select graphile_worker.add_job('accounts.sweep_tokens', '{}')`;
  await vi.waitFor(
    async () => {
      const [row] = await sql`select count(*)::int as tokens from tokens`;
      expect(row?.tokens).toBe(0);
    },
    { timeout: 30_000 },
  );
  const crontab = await sql`select identifier from graphile_worker._private_known_crontabs`;
  expect(crontab.map((row) => row.identifier)).toContain('accounts.sweep_tokens');
  await sql.end();
});

test('a post whose job died with its daemon is published at the next start', async () => {
  await using database = await createTestDatabase();
  const sql = connect(database.url);
  await using running = await startApplication({ databaseUrl: database.url, mode: 'web' });
  const { client } = running;
  const person = { username: 'ada', email: 'ada@example.org', password };
  const { token } = await client.accounts.register.mutate(person);
  const headers = { authorization: `Bearer ${token}` };
  const url = `${running.application.url}/trpc`;
  const author = createTRPCClient<AppRouter>({ links: [httpLink({ url, headers })] });
  const body = 'A body that is long enough.';
  const { id } = await author.blog.createPost.mutate({ title: 'Left behind', body });
  const publishAt = new Date(Date.now() + 3_600_000).toISOString();
  await author.blog.schedulePost.mutate({ id, publishAt });
  await sql`update posts set publish_at = now() where id = ${id}`;
  await sql`update graphile_worker._private_jobs set run_at = now(), locked_at = now(), locked_by = 'dead'`;

  await using _worker = await startApplication({ databaseUrl: database.url, mode: 'worker' });
  await vi.waitFor(
    async () =>
      expect(await client.blog.getPost.query({ id })).toMatchObject({ title: 'Left behind' }),
    { timeout: 30_000 },
  );
  await sql.end();
});

test('five daemons at once on one empty database all serve, and each migration ran once', async () => {
  await using database = await createTestDatabase();
  const sql = connect(database.url);
  await sql`drop schema public cascade`;
  await sql`drop schema drizzle cascade`;
  await sql`drop schema graphile_worker cascade`;
  await sql`create schema public`;
  const daemons = await Promise.all(
    Array.from({ length: 5 }, () => startApplication({ databaseUrl: database.url, mode: 'web' })),
  );
  for (const { client } of daemons) {
    expect(await client.system.info.query()).toMatchObject({ name: 'parley' });
  }
  const [row] = await sql`
    select count(*)::int as all, count(distinct hash)::int as distinct from drizzle.__drizzle_migrations`;
  expect(row?.all).toBe(row?.distinct);
  expect((await sql`select * from rooms`).length).toBe(1);
  await sql.end();
  for (const daemon of daemons) await daemon[Symbol.asyncDispose]();
});

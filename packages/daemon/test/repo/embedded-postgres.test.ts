// Embedded PostgreSQL: what it opens, who gets in, who owns it, how it starts and stops.

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { expect, it } from 'vitest';
import { connectRepo } from '../../src/repo/connect.ts';
import { connectionUrl, startEmbeddedPostgres } from '../../src/repo/embedded/index.ts';
import {
  makeDirectory,
  query,
  spawnDaemon,
  startPostgres,
  waitForEnd,
} from '../support/embedded.ts';

const inUse = expect.objectContaining({ reason: 'in_use' });

it('serves both drivers, keeps what was written, and is gone after stop', async () => {
  await using directory = await makeDirectory();
  const first = await startPostgres(directory.path);
  const { username, ...rest } = first.connection('parley');
  const sql = postgres({ ...rest, username, max: 1 });
  await sql`create table kept as select 42 as answer`;
  await sql.end();
  await first.stop();
  await first.stop();
  await waitForEnd(first.pid);

  await using second = await startPostgres(directory.path);
  const repo = connectRepo({ url: connectionUrl(second.connection('parley')), max: 1 });
  expect([...(await repo.sql`select answer from kept`)]).toEqual([{ answer: 42 }]);
  await repo.close();
});

it('compares and folds text beyond ASCII, and lets the role install its extensions', async () => {
  await using directory = await makeDirectory();
  await using running = await startPostgres(directory.path);
  const connection = running.connection('parley');
  await query(connection, 'create extension citext; create extension pg_trgm');
  const [row] = await query(
    connection,
    `select lower('ÄÖ') as lower, 'É'::citext = 'é'::citext as citext, similarity('größe', 'GRÖßE') as alike,
       to_tsvector('simple', 'Ärger') @@ to_tsquery('simple', 'ärger') as found`,
  );
  expect(row).toEqual({ lower: 'äö', citext: true, alike: 1, found: true });
});

it('opens no port, only a socket that others cannot reach', async () => {
  await using directory = await makeDirectory();
  await using running = await startPostgres(directory.path);
  const connection = running.connection('parley');
  expect(await query(connection, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
  const modes = new Map<string, number>();
  for (const name of ['.', 'data', 'secret', 'postgres.log', 'data/.s.PGSQL.5432']) {
    modes.set(name, (await stat(join(directory.path, name))).mode & 0o777);
  }
  expect(Object.fromEntries(modes)).toEqual({
    '.': 0o700,
    data: 0o700,
    secret: 0o600,
    'postgres.log': 0o600,
    'data/.s.PGSQL.5432': 0o700,
  });
});

it.each(['postgres', 'parley'])('refuses a wrong password for %s', async (username) => {
  await using directory = await makeDirectory();
  await using running = await startPostgres(directory.path);
  const connection = running.connection('parley');
  for (const password of ['password', 'postgres', '', `${connection.password}x`]) {
    await expect(query({ ...connection, username, password }, 'select 1')).rejects.toThrow(
      /password/,
    );
  }
});

it('gives the role no way to the superuser, nor its password', async () => {
  await using directory = await makeDirectory();
  await using running = await startPostgres(directory.path);
  const connection = running.connection('parley');
  const [row] = await query(
    connection,
    'select rolsuper or rolcreaterole or rolreplication or rolbypassrls as "isMighty" from pg_roles where rolname = current_user',
  );
  expect(row).toEqual({ isMighty: false });
  await expect(query({ ...connection, username: 'postgres' }, 'select 1')).rejects.toThrow();
});

it('leaves the password in no file, log, command line or environment', async () => {
  await using directory = await makeDirectory();
  await using running = await startPostgres(directory.path);
  const { password } = running.connection('parley');
  const secret = (await readFile(join(directory.path, 'secret'), 'utf8')).trim();
  const places = [`/proc/${running.pid}/cmdline`, `/proc/${running.pid}/environ`];
  for (const entry of await readdir(directory.path, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name !== 'secret') places.push(join(entry.parentPath, entry.name));
  }
  expect(places.length).toBeGreaterThan(500);
  for (const place of places) {
    const content = await readFile(place, 'latin1');
    expect(content.includes(password) || content.includes(secret), place).toBe(false);
  }
});

it('hands PostgreSQL nothing of the environment of the daemon', async () => {
  await using directory = await makeDirectory();
  process.env.SMTP_URL = 'smtp://user:hunter2@mail';
  await using running = await startPostgres(directory.path);
  delete process.env.SMTP_URL;
  expect(await readFile(`/proc/${running.pid}/environ`, 'utf8')).not.toContain('hunter2');
});

it('refuses a second daemon, names the first, and leaves it in peace', async () => {
  await using directory = await makeDirectory();
  await using first = await spawnDaemon(directory.path);
  await using second = await spawnDaemon(directory.path);
  expect(second.report.error).toContain(
    `(pid ${first.child.pid}) already runs on ${directory.path}`,
  );
  await expect(startPostgres(directory.path)).rejects.toEqual(inUse);
  expect(await query(first.report.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('gives a new directory to exactly one of several daemons that start at once', async () => {
  await using directory = await makeDirectory();
  const starts = await Promise.allSettled(
    Array.from({ length: 4 }, () => startPostgres(directory.path)),
  );
  const [winner, ...others] = starts.filter((start) => start.status === 'fulfilled');
  expect(others).toEqual([]);
  const refused = starts.filter((start) => start.status === 'rejected');
  expect(refused.map((start) => start.reason)).toEqual([inUse, inUse, inUse]);
  expect(await query(winner!.value.connection('parley'), 'select 1 as one')).toEqual([{ one: 1 }]);
  await winner!.value.stop();
  const names = await readdir(directory.path);
  expect(names.toSorted()).toEqual(['data', 'postgres.log', 'secret']);
});

it('leaves no process behind when its start is called off', async () => {
  await using directory = await makeDirectory();
  for (const patience of [20, 300, 700]) {
    const signal = AbortSignal.timeout(patience);
    const start = startEmbeddedPostgres({ dataDirectory: directory.path, signal });
    await start.then((running) => running.stop()).catch(() => {});
    expect(await readdir(directory.path)).not.toContainEqual(expect.stringMatching(/^init-/));
    const lock = await readFile(join(directory.path, 'data/postmaster.pid'), 'utf8').catch(
      () => '',
    );
    expect(lock).toBe('');
  }
  const again = await startPostgres(directory.path);
  await again.stop();
});

it('says why PostgreSQL does not start', async () => {
  await using directory = await makeDirectory();
  const settings = { shared_buffers: 'a lot' };
  await expect(startEmbeddedPostgres({ dataDirectory: directory.path, settings })).rejects.toThrow(
    /does not start.*invalid value for parameter "shared_buffers"/s,
  );
});

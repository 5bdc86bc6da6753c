// Embedded PostgreSQL after kill -9 of the daemon, of PostgreSQL, and of both.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { joinEmbeddedPostgres, startEmbeddedPostgres } from '../../src/repo/embedded/index.ts';
import {
  launchDaemon,
  makeDirectory,
  query,
  spawnDaemon,
  startPostgres,
  waitForEnd,
} from '../support/embedded.ts';

it('takes over the PostgreSQL of a killed daemon, round after round', async () => {
  await using directory = await makeDirectory();
  const postmasters = new Set<number>();
  for (let round = 1; round <= 5; round++) {
    await using daemon = await spawnDaemon(directory.path);
    const { pid, connection } = daemon.report;
    postmasters.add(pid);
    await query(connection, 'create table if not exists rounds (round int)');
    await query(connection, `insert into rounds values (${round})`);
    const [row] = await query(connection, 'select count(*)::int as count from rounds');
    expect(row).toEqual({ count: round });
    await daemon.end('SIGKILL');
  }
  const [pid] = postmasters;
  expect(postmasters.size).toBe(1);
  const last = await startPostgres(directory.path);
  expect(last.pid).toBe(pid);
  await last.stop();
  await waitForEnd(last.pid);
});

it('starts anew, with everything committed, after daemon and PostgreSQL were killed', async () => {
  await using directory = await makeDirectory();
  for (let round = 1; round <= 3; round++) {
    await using daemon = await spawnDaemon(directory.path);
    const { pid, connection } = daemon.report;
    await query(connection, 'create table if not exists rounds (round int)');
    await query(connection, `insert into rounds values (${round})`);
    const [row] = await query(connection, 'select count(*)::int as count from rounds');
    expect(row).toEqual({ count: round });
    process.kill(pid, 'SIGKILL');
    await daemon.end('SIGKILL');
  }
});

it('is not held up by a stale lock file whose number is now that of a stranger', async () => {
  await using directory = await makeDirectory();
  const killed = await startPostgres(directory.path);
  process.kill(killed.pid, 'SIGKILL');
  await waitForEnd(killed.pid);

  const { uid, gid } = await stat(join(directory.path, 'data'));
  const stranger = spawn('sleep', ['600'], { uid, gid, stdio: 'ignore' });
  try {
    for (const name of ['postmaster.pid', '.s.PGSQL.5432.lock']) {
      const path = join(directory.path, 'data', name);
      const text = await readFile(path, 'utf8');
      await writeFile(path, text.replace(/^\d+/, String(stranger.pid)));
    }
    await using running = await startPostgres(directory.path);
    expect(await query(running.connection('parley'), 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(stranger.exitCode).toBe(null);
  } finally {
    stranger.kill();
    await once(stranger, 'exit');
  }
});

it('keeps its ownership when PostgreSQL recovers from the crash of a session', async () => {
  await using directory = await makeDirectory();
  await using running = await startPostgres(directory.path);
  const reasons: string[] = [];
  running.onExit((reason) => reasons.push(reason));
  const connection = running.connection('parley');
  const session = new Client({ ...connection, user: connection.username });
  const ended = new Promise((resolve) => session.on('error', resolve));
  await session.connect();
  const { rows } = await session.query('select pg_backend_pid() as pid');
  process.kill(rows[0].pid, 'SIGKILL');
  await ended;
  // Also while PostgreSQL recovers and no session can hold a lock in it.
  await expect(startPostgres(directory.path)).rejects.toThrow(`(pid ${process.pid}) already runs`);
  const answer = () => query(connection, 'select 1 as one').catch(() => []);
  await expect.poll(answer, { timeout: 30_000 }).toEqual([{ one: 1 }]);
  await expect(startPostgres(directory.path)).rejects.toThrow(`(pid ${process.pid}) already runs`);
  expect(reasons).toEqual([]);
});

it('tells when PostgreSQL has ended, launched or taken over, but not when it was stopped', async () => {
  await using directory = await makeDirectory();
  for (const origin of ['launched', 'taken over']) {
    if (origin === 'taken over') {
      const killed = await spawnDaemon(directory.path);
      await killed.end('SIGKILL');
    }
    const running = await startPostgres(directory.path);
    const reason = new Promise<string>((resolve) => running.onExit(resolve));
    process.kill(running.pid, 'SIGKILL');
    expect(await reason).toBe(`PostgreSQL (pid ${running.pid}) has ended`);
    await running.stop();
  }
  const stopped = await startPostgres(directory.path);
  stopped.onExit((reason) => expect.unreachable(reason));
  await stopped.stop();
});

it('restarts what it takes over when it should run otherwise', async () => {
  await using directory = await makeDirectory();
  const killed = await spawnDaemon(directory.path);
  await killed.end('SIGKILL');
  const running = await startEmbeddedPostgres({
    dataDirectory: directory.path,
    settings: { fsync: 'off', work_mem: '7MB' },
  });
  expect(await query(running.connection('parley'), 'show work_mem')).toEqual([{ work_mem: '7MB' }]);
  await waitForEnd(killed.report.pid);
  await running.stop();
});

it('recovers from a kill at any moment of the first start', async () => {
  await using directory = await makeDirectory();
  for (const moment of [/^secret$/, /^init-.*[^w]$/, /^data$/]) {
    const daemon = launchDaemon(directory.path);
    await expect
      .poll(() => readdir(directory.path), { timeout: 30_000, interval: 5 })
      .toContainEqual(expect.stringMatching(moment));
    daemon.kill('SIGKILL');
    await once(daemon, 'exit');
  }
  await using running = await startPostgres(directory.path);
  expect(await query(running.connection('parley'), 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(await readdir(directory.path)).not.toContainEqual(expect.stringMatching(/^init-/));
});

it('lets a command beside the daemon in, while a daemon runs', async () => {
  await using directory = await makeDirectory();
  expect(await joinEmbeddedPostgres(join(directory.path, 'none'))).toBeUndefined();
  const daemon = await spawnDaemon(directory.path);
  const joined = await joinEmbeddedPostgres(directory.path);
  expect(await query(joined!.connection('parley'), 'select 1 as one')).toEqual([{ one: 1 }]);
  await joined!.close();
  await daemon.end('SIGTERM');
  expect(await joinEmbeddedPostgres(directory.path)).toBeUndefined();
});

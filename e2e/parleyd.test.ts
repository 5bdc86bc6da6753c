// The daemon's own command line: background, status, users, settings, exit statuses.

import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { createTestDatabase } from '../packages/daemon/test/support/postgres.ts';
import { makeRunDirectory } from '../packages/daemon/test/support/run-directory.ts';
import { connectHttp, connectLive, followRoom } from './support/client.ts';
import { cleanEnvironment, password, startDaemon } from './support/daemon.ts';
import { pipe } from './support/run.ts';

const main = fileURLToPath(new URL('../packages/daemon/src/main.ts', import.meta.url));

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

function parleyd(
  args: string[],
  options: { env: NodeJS.ProcessEnv; input?: string },
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['-C', 'parley-source', main, ...args],
      { env: options.env },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? 1, stdout, stderr }),
    );
    child.stdin?.end(options.input ?? '');
  });
}

async function makePlace(more: NodeJS.ProcessEnv = {}) {
  const directory = await makeRunDirectory('parleyd');
  const env = { ...cleanEnvironment(), PARLEY_DATA_DIR: directory, PARLEY_PORT: '0', ...more };
  return {
    directory,
    env,
    run: (args: string[], input?: string) => parleyd(args, { env, input }),
    async [Symbol.asyncDispose]() {
      await parleyd(['stop'], { env });
      await rm(directory, { recursive: true, force: true });
    },
  };
}

test('it goes to the background, tells its status, and is stopped', async () => {
  await using place = await makePlace();
  expect(await place.run(['status'])).toMatchObject({
    code: 7,
    stdout: 'parleyd is not running\n',
  });
  const started = await place.run(['daemon']);
  expect(started.stdout).toMatch(/^parleyd ready http:\/\/127\.0\.0\.1:\d+ pid=\d+\n$/);
  expect((await place.run(['daemon'])).stdout).toContain('already running');

  const status = JSON.parse((await place.run(['status', '--json'])).stdout);
  expect(status).toMatchObject({ running: true, tree: { id: 'parleyd', state: 'running' } });
  expect(status.tree.children.map(({ id }: { id: string }) => id)).toContain('web');
  expect(await (await fetch(`${status.url}/readyz`)).json()).toEqual({ status: 'ready' });
  expect((await place.run(['status'])).stdout).toMatch(/web +running since/);

  const second = await place.run(['start', '--port', '0']);
  expect(second.code).toBe(1);
  expect(second.stderr).toContain('Another Parley daemon');

  expect((await place.run(['restart'])).stdout).toMatch(/stopped[\s\S]*ready/);
  expect((await place.run(['stop'])).stdout).toContain('parleyd stopped');
  expect((await place.run(['status'])).code).toBe(7);
});

test('users are managed beside a running daemon, and a suspended one is thrown out', async () => {
  await using daemon = await startDaemon();
  const env = { ...cleanEnvironment(), PARLEY_DATA_DIR: daemon.dataDirectory };
  const run = (args: string[], input?: string) => parleyd(['user', ...args], { env, input });
  expect((await run(['create', 'ada', 'ada@example.org'], `${password}\n`)).stdout).toBe(
    'ada\tadmin\tada@example.org\n',
  );
  expect((await run(['create', 'bob', 'bob@example.org'], `${password}\n`)).code).toBe(0);
  expect((await run(['promote', 'bob', 'moderator'])).stdout).toContain('moderator');
  expect((await run(['promote', 'nobody'])).code).toBe(5);
  expect((await run(['create', 'BOB', 'x@example.org'], `${password}\n`)).stderr).toContain(
    'taken',
  );

  const { token } = await connectHttp(daemon.url).accounts.login.mutate({ login: 'bob', password });
  await using live = connectLive(daemon.url, token);
  const follower = followRoom(live, 'lobby');
  await vi.waitFor(() => expect(follower.events.length).toBeGreaterThan(1));
  expect((await run(['suspend', 'bob'])).code).toBe(0);
  await expect(connectHttp(daemon.url, token).accounts.me.query()).rejects.toMatchObject({
    data: { domain: { code: 'unauthenticated' } },
  });
  const info = JSON.parse((await run(['list', '--json'])).stdout);
  expect(info.items).toHaveLength(2);
  await vi.waitFor(
    async () => {
      const { stdout } = await parleyd(['status', '--json'], { env });
      const { tree } = JSON.parse(stdout);
      const web = tree.children.find(({ id }: { id: string }) => id === 'web');
      expect(web.details.sockets).toBe(0);
    },
    { timeout: 20_000, interval: 500 },
  );
  follower.stop();
});

test('settings come from flags, environment, file and secret files; problems are told at once', async () => {
  await using place = await makePlace();
  const file = join(place.directory, 'parleyd.toml');
  await writeFile(file, 'port = 4999\nregistration = "closed"\n');
  const secret = join(place.directory, 'database');
  await writeFile(secret, 'postgres://parley:hush@db.example.org/parley\n');
  const env = { ...place.env, PARLEY_CONFIG: file, DATABASE_URL_FILE: secret };
  const shown = await parleyd(['config', '--json', '--port', '4777'], { env });
  const { items } = JSON.parse(shown.stdout) as {
    items: { env: string; value: string; source: string }[];
  };
  const of = (name: string) => items.find((item) => item.env === name)!;
  expect(of('PARLEY_PORT')).toMatchObject({ value: '4777', source: '--port' });
  expect(of('PARLEY_REGISTRATION')).toMatchObject({ value: 'closed', source: file });
  expect(of('DATABASE_URL').value).not.toContain('hush');

  const bad = await place.run(['start', '--port', 'many', '--hots', '::']);
  expect(bad.code).toBe(2);
  expect(bad.stderr).toContain('PARLEY_PORT');
  expect(bad.stderr).toContain('Did you mean --host?');
  expect((await place.run(['frobnicate'])).code).toBe(2);
  expect((await place.run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect((await place.run(['--help'])).stdout).toContain('parleyd [COMMAND]');
});

test('of a database that cannot be used one is told by which setting it was named, why, and what to do', async () => {
  await using database = await createTestDatabase();
  const name = (change: (url: URL) => void) => {
    const url = new URL(database.url);
    change(url);
    return url.href;
  };
  const absent = name((url) => {
    url.pathname = '/nowhere';
  });
  const stranger = name((url) => {
    url.password = 'hush';
  });
  const away = 'postgres://parley:hush@127.0.0.1:1/parley';
  const told: [url: string, args: string[], code: number, words: string[]][] = [
    [absent, ['start'], 1, ['database "nowhere" does not exist. Make that database']],
    [absent, ['user', 'list'], 1, ['database "nowhere" does not exist. Make that database']],
    [stranger, ['migrate'], 1, ['password authentication failed', 'Correct the password.']],
    [away, ['migrate'], 7, ['ECONNREFUSED 127.0.0.1:1. Start PostgreSQL there']],
  ];
  for (const [url, args, code, words] of told) {
    await using place = await makePlace({ DATABASE_URL: url });
    const outcome = await place.run(args);
    expect([args, outcome.code, outcome.stderr]).toEqual([args, code, expect.any(String)]);
    for (const each of ['DATABASE_URL (from environment) cannot be used: ', ...words]) {
      expect(outcome.stderr).toContain(each);
    }
    expect(outcome.stderr).not.toContain('hush');
  }
});

test('no secret reaches the log of a whole life', async () => {
  await using place = await makePlace({ PARLEY_LOG_LEVEL: 'trace' });
  const started = await place.run(['daemon']);
  const url = /http:\S+/.exec(started.stdout)![0];
  const { token } = await connectHttp(url).accounts.register.mutate({
    username: 'ada',
    email: 'ada@example.org',
    password,
  });
  await connectHttp(url)
    .accounts.login.mutate({ login: 'ada', password: 'wrong-secret' })
    .catch(() => {});
  await connectHttp(url, token).accounts.me.query();
  await place.run(['stop']);
  const log = await readFile(join(place.directory, 'parleyd.log'), 'utf8');
  expect(log.length).toBeGreaterThan(0);
  for (const secret of [password, token, 'wrong-secret']) expect(log).not.toContain(secret);
});

test('what is longer than a pipe holds reaches its reader whole, and one that closes early is no failure', async () => {
  await using place = await makePlace();
  const proxies = Array.from({ length: 9_000 }, (_, at) => `10.0.${at >> 8}.${at & 255}`).join(',');
  const file = join(place.directory, 'parleyd.toml');
  await writeFile(file, `trust_proxy = "${proxies}"\n`);
  const env = { ...place.env, PARLEY_CONFIG: file };
  const program = ['-C', 'parley-source', main, 'config', '--json'];
  const [whole, begun] = [await pipe(program, 'cat', env), await pipe(program, 'head -c 2', env)];
  expect(JSON.stringify(JSON.parse(whole.stdout))).toContain(proxies);
  expect(begun).toEqual({ code: 0, stdout: '{"', stderr: '' });
}, 300_000);

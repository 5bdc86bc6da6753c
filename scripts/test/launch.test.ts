// `pnpm -s parleyd` and `pnpm -s tui` from the checkout: as if the program had been started itself.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cleanEnvironment } from '../../e2e/support/daemon.ts';
import { ensureBuilt } from '../build.ts';
import { isFresh, readFingerprint, root } from '../freshness.ts';

let home: string;

beforeAll(async () => {
  await ensureBuilt();
  home = await mkdtemp(join(tmpdir(), 'parley-launch-'));
});

afterAll(() => rm(home, { recursive: true, force: true }));

async function launch(args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [join(root, 'scripts/launch.ts'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...cleanEnvironment(), HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, ...env },
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { code, stdout, stderr };
}

test('data, words and exit status are the program’s, and nothing else is said', async () => {
  const { version } = JSON.parse(
    await readFile(join(root, 'packages/daemon/package.json'), 'utf8'),
  ) as { version: string };
  expect(await launch(['parleyd', '--version'])).toEqual({
    code: 0,
    stdout: `${version}\n`,
    stderr: '',
  });
  const unknown = await launch(['parleyd', 'no such', '--json']);
  expect(unknown).toMatchObject({ code: 2, stdout: '' });
  expect(unknown.stderr).toContain('"no such"');
  expect(await launch(['tui', 'frobnicate'])).toMatchObject({ code: 2, stdout: '' });
});

test('paths mean the caller’s directory', async () => {
  await writeFile(join(home, 'own.toml'), 'log_level = "debug"\n');
  const { stdout } = await launch(['parleyd', 'config', '--json'], {
    PARLEY_CONFIG: 'own.toml',
    INIT_CWD: home,
    npm_lifecycle_event: 'parleyd',
  });
  const { items } = JSON.parse(stdout) as { items: { name: string; value: string }[] };
  expect(items.find(({ name }) => name === 'logLevel')?.value).toBe('debug');
});

test('what is built is fresh until a source changes', () => {
  const fingerprint = readFingerprint();
  expect(fingerprint).toBe(readFingerprint());
  expect(isFresh(`${fingerprint}x`)).toBe(false);
});

// Tokens on disk: private from the first moment, and not used when others could have got at them.

import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFileTokenStore, createMemoryTokenStore } from '../../src/config/index.ts';

const server = 'https://parley.example.org';
const session = { username: 'ada', token: 'ses_secret' };
let home: string;
let path: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'parley-tokens-'));
  path = join(home, 'state', 'parley', 'tokens', 'default.json');
});
afterEach(() => rm(home, { recursive: true, force: true }));

const mode = async (file: string) => (await stat(file)).mode & 0o777;

test.each([
  ['file', () => createFileTokenStore(path)],
  ['memory', () => createMemoryTokenStore()],
])('a %s store finds what it kept, by server, until it forgets', async (_name, create) => {
  const store = create();
  expect(await store.find(server)).toBeNull();
  await store.keep(server, session);
  await store.keep('http://127.0.0.1:4000', { username: 'bob', token: 'ses_other' });
  expect(await store.find(server)).toEqual(session);
  expect(await store.find('https://parley.example.org.evil.example')).toBeNull();
  await store.forget(server);
  expect(await store.find(server)).toBeNull();
  expect(await store.find('http://127.0.0.1:4000')).toMatchObject({ username: 'bob' });
});

describe('a file', () => {
  test('is made 0600 in a 0700 directory, whatever the umask', async () => {
    const umask = process.umask(0);
    try {
      await createFileTokenStore(path).keep(server, session);
    } finally {
      process.umask(umask);
    }
    expect(await mode(path)).toBe(0o600);
    expect(await mode(dirname(path))).toBe(0o700);
  });

  test.each([0o644, 0o640, 0o660, 0o604])(
    'of mode %o is refused, with the remedy',
    async (bits) => {
      const store = createFileTokenStore(path);
      await store.keep(server, session);
      await chmod(path, bits);
      const attempts = [
        () => store.find(server),
        () => store.keep(server, session),
        () => store.forget(server),
      ];
      for (const attempt of attempts) {
        await expect(attempt()).rejects.toMatchObject({
          code: 'unauthenticated',
          message: expect.stringContaining(`chmod 600 ${path}`),
        });
      }
      await chmod(path, 0o600);
      expect(await store.find(server)).toEqual(session);
    },
  );

  test('that is a symbolic link is neither read nor written through', async () => {
    const target = join(home, 'target');
    await writeFile(target, JSON.stringify({ [server]: session }), { mode: 0o600 });
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await symlink(target, path);
    const store = createFileTokenStore(path);
    await expect(store.find(server)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(store.keep(server, session)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(JSON.parse(await readFile(target, 'utf8'))).toEqual({ [server]: session });
  });

  test('in a directory that others may write to is not made', async () => {
    await mkdir(dirname(path), { recursive: true });
    await chmod(dirname(path), 0o777);
    await expect(createFileTokenStore(path).keep(server, session)).rejects.toMatchObject({
      message: expect.stringContaining(`chmod 700 ${dirname(path)}`),
    });
  });

  test.each(['', 'null', '[]', '"x"', '{"a":', '{"https://parley.example.org":{"token":1}}'])(
    'that holds %j holds no session, and logging in mends it',
    async (text) => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFile(path, text, { mode: 0o600 });
      const store = createFileTokenStore(path);
      expect(await store.find(server)).toBeNull();
      await store.keep(server, session);
      expect(await store.find(server)).toEqual(session);
    },
  );
});

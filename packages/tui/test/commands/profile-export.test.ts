// `tui profile export`: one document, whole or not at all, for the owner's eyes only.

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createStage } from './stage.ts';

const loggedIn = { variables: { PARLEY_TOKEN: 'pat_x' } };
const account = { kind: 'account', value: { username: 'ada', bio: 'a\u009b2J' } };
const message = (id: number) => ({ kind: 'message', value: { id } });
const page = (items: object[], nextCursor: string | null = null) => ({
  data: { items, nextCursor },
});
const limited = { error: { code: 'limited', message: 'Slowly.', retryAfter: 0.01 } };
const pages = () => [
  page([account, { kind: 'room', value: { slug: 'lobby' } }], 'messages.'),
  limited,
  page([message(1), message(2)], 'messages.a'),
  page([], 'messages.b'),
  page([message(3)]),
];
const expected = {
  format: 'parley.account',
  version: 1,
  server: expect.any(String),
  exportedAt: expect.any(String),
  account: account.value,
  sessions: [],
  tokens: [],
  keywords: [],
  rooms: [{ slug: 'lobby' }],
  posts: [],
  revisions: [],
  comments: [],
  messages: [{ id: 1 }, { id: 2 }, { id: 3 }],
};

test('all pages become one document, which nobody else can read', async () => {
  await using stage = await createStage({ 'accounts.exportMyData': pages() });
  const file = join(stage.home, 'me.json');
  const result = await stage.tui(['profile', 'export', file, '--json'], loggedIn);
  expect(JSON.parse(result.out)).toEqual({ file, account: 1, rooms: 1, messages: 3 });
  const text = await readFile(file, 'utf8');
  expect(JSON.parse(text)).toEqual(expected);
  expect(text).not.toContain('\u009b');
  expect((await stat(file)).mode & 0o077).toBe(0);
  expect(stage.calls.map(({ input }) => (input as { cursor?: string }).cursor)).toEqual([
    undefined,
    'messages.',
    'messages.',
    'messages.a',
    'messages.b',
  ]);
});

test('a name in .gz is compressed, - is standard output', async () => {
  await using stage = await createStage({ 'accounts.exportMyData': [...pages(), ...pages()] });
  const file = join(stage.home, 'me.json.gz');
  await stage.tui(['profile', 'export', file], loggedIn);
  expect(JSON.parse(gunzipSync(await readFile(file)).toString())).toEqual(expected);
  const { out } = await stage.tui(['profile', 'export', '-'], loggedIn);
  expect(JSON.parse(out)).toEqual(expected);
});

test('what fails on the way, or comes in a strange order, leaves no file behind', async () => {
  for (const last of [
    { error: { code: 'unauthenticated', message: 'Ended.' } },
    page([account]),
    page([{ kind: 'room', value: {} }]),
    page([{ kind: '"],"evil":[', value: {} }]),
  ]) {
    await using stage = await createStage({
      'accounts.exportMyData': [page([account, message(1)], 'messages.a'), last],
    });
    const file = join(stage.home, 'me.json');
    expect((await stage.tui(['profile', 'export', file], loggedIn)).code).not.toBe(0);
    expect(await readdir(stage.home)).toEqual([]);
  }
});

test('a place that cannot be written is told', async () => {
  await using stage = await createStage({ 'accounts.exportMyData': pages() });
  const argv = ['profile', 'export', join(stage.home, 'nowhere', 'me.json')];
  const result = await stage.tui(argv, loggedIn);
  expect(result).toMatchObject({ code: 2, err: expect.stringContaining('nowhere') });
});

// The command line as scripts use it, against a real daemon: data, words, exit statuses.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectHttp } from './support/client.ts';
import { type DaemonProcess, findFreePort, password, startDaemon } from './support/daemon.ts';
import { createPerson, type Person } from './support/run.ts';

let daemon: DaemonProcess;
let ada: Person;
const post =
  '---\ntitle: Tea, explained\ntags: [tea, notes]\n---\n\n# Leaves\n\nPour **hot** water.\n';

beforeAll(async () => {
  daemon = await startDaemon();
  ada = await createPerson(daemon.url);
  const registered = await ada.tui(
    ['register', '--username', 'ada', '--email', 'ada@example.org', '--password-stdin'],
    { input: `${password}\n` },
  );
  expect(registered).toMatchObject({ code: 0 });
});

afterAll(async () => {
  await ada?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
});

test('a message sent from a pipe comes back as one JSON object', async () => {
  const sent = await ada.tui(['send', '#lobby', '-'], { input: 'hello' });
  expect(sent).toMatchObject({ code: 0 });
  const tailed = await ada.tui(['tail', '#lobby', '--since', 'all', '--limit', '1', '--json']);
  expect(tailed.code).toBe(0);
  expect(tailed.stdout.trimEnd().split('\n')).toHaveLength(1);
  expect(JSON.parse(tailed.stdout)).toMatchObject({
    body: 'hello',
    seq: 1,
    author: { username: 'ada' },
  });
});

test('what is longer than a pipe holds reaches its reader whole, and one that closes early is no failure', async () => {
  const { id } = JSON.parse((await ada.tui(['rooms', 'create', 'long', '--json'])).stdout);
  const client = connectHttp(daemon.url, await tokenOf(ada));
  const body = 'word '.repeat(3_000).trim();
  for (let count = 0; count < 12; count += 1) {
    await client.chat.sendMessage.mutate({ room: id, body, clientId: `long-${count}` });
  }
  const calling = ['call', 'chat.listMessages', '{"room":"long","limit":100}'];
  const [called, listed] = [
    await ada.pipe(calling, 'cat'),
    await ada.pipe(['messages', 'list', 'long', '--json'], 'cat'),
  ];
  expect(called.code).toBe(0);
  const bodies = JSON.parse(called.stdout).items.map((message: { body: string }) => message.body);
  expect(bodies).toEqual(Array.from({ length: 12 }, () => body));
  expect(JSON.parse(listed.stdout).items).toHaveLength(12);
  const exported = await ada.pipe(['profile', 'export', '-'], 'cat');
  expect(JSON.parse(exported.stdout).messages.length).toBeGreaterThanOrEqual(12);
  expect(await ada.pipe(calling, 'head -c 5')).toEqual({ code: 0, stdout: '{"ite', stderr: '' });
  expect(await ada.pipe(['call', 'chat.nothing'], 'exec 0<&-')).toMatchObject({ code: 5 });
}, 180_000);

test('exit statuses: wrong password 3, unknown room 5, empty message 6, no daemon 7, usage 2', async () => {
  await using stranger = await createPerson(daemon.url);
  const status = async (person: Person, args: string[], options = {}) =>
    (await person.tui(args, options)).code;
  expect(await status(stranger, ['whoami'])).toBe(3);
  expect(
    await status(stranger, ['login', '--username', 'ada', '--password-stdin'], {
      input: 'wrong\n',
    }),
  ).toBe(3);
  expect(await status(ada, ['send', '#nowhere', 'hi'])).toBe(5);
  expect(await status(ada, ['send', '#lobby', '-'], { input: '  \n' })).toBe(6);
  expect(await status(ada, ['send', '#lobby', ''])).toBe(6);
  const nobodyHome = `http://127.0.0.1:${await findFreePort()}`;
  expect(
    await status(ada, ['whoami'], { env: { PARLEY_SERVER: nobodyHome, PARLEY_TOKEN: 'ses_x' } }),
  ).toBe(7);
  expect(await status(ada, ['frobnicate'])).toBe(2);
  expect(await status(ada, ['send'])).toBe(2);
  expect(await status(ada, ['send', '#lobby', 'x', '--frob'])).toBe(2);
});

test('errors are words on stderr, and JSON with --json; stdout stays clean', async () => {
  const plain = await ada.tui(['send', '#lobby', '']);
  expect(plain.stdout).toBe('');
  expect(plain.stderr).toMatch(/body.*blank/i);
  const json = await ada.tui(['posts', 'new', '--title', 'x', '--file', '-', '--json'], {
    input: 'short',
  });
  expect(json.code).toBe(6);
  expect(JSON.parse(json.stderr).error).toMatchObject({
    code: 'invalid',
    fields: { title: [expect.any(String)], body: [expect.any(String)] },
  });
});

test('a post goes from a file to the list, is read, edited, taken back and deleted', async () => {
  const file = join(daemon.dataDirectory, 'post.md');
  await writeFile(file, post);
  const made = await ada.tui(['posts', 'new', '--file', file, '--publish', '--json']);
  expect(made.code).toBe(0);
  const created = JSON.parse(made.stdout);
  expect(created).toMatchObject({
    title: 'Tea, explained',
    state: 'published',
    tags: ['notes', 'tea'],
  });
  const list = JSON.parse((await ada.tui(['posts', 'list', '--json'])).stdout);
  expect(list.items.map(({ id }: { id: string }) => id)).toContain(created.id);
  expect(list).toHaveProperty('nextCursor');

  const shown = await ada.tui(['posts', 'show', created.slug]);
  expect(shown.stdout).toContain('Leaves');
  expect(shown.stdout).not.toContain('\u001b');
  const edited = await ada.tui(['posts', 'edit', created.slug, '--file', '-', '--json'], {
    input: post.replace('hot', 'boiling'),
  });
  expect(JSON.parse(edited.stdout)).toMatchObject({
    version: 2,
    body: expect.stringContaining('boiling'),
  });
  expect(await ada.tui(['posts', 'unpublish', created.slug])).toMatchObject({ code: 0 });
  expect((await ada.tui(['posts', 'delete', created.slug])).code).not.toBe(0);
  expect(await ada.tui(['posts', 'delete', created.slug, '--yes'])).toMatchObject({ code: 0 });
  expect((await ada.tui(['posts', 'show', created.slug])).code).toBe(5);
});

test('rooms are made, joined, listed and left', async () => {
  expect(await ada.tui(['rooms', 'create', 'tea'])).toMatchObject({ code: 0 });
  const rooms = JSON.parse((await ada.tui(['rooms', 'list', '--json'])).stdout);
  expect(rooms.items.map(({ slug }: { slug: string }) => slug)).toEqual(['lobby', 'long', 'tea']);
  const members = JSON.parse((await ada.tui(['rooms', 'members', '#tea', '--json'])).stdout);
  expect(members.items).toHaveLength(1);
  expect(await ada.tui(['dnd', 'Writing', '--until', 'in 2 hours'])).toMatchObject({ code: 0 });
  const listed = await ada.tui(['rooms', 'members', '#tea']);
  expect(listed.stdout).toContain('dnd: Writing');
  expect(await ada.tui(['back'])).toMatchObject({ code: 0, stdout: 'You are back\n' });
  expect(await ada.tui(['rooms', 'leave', 'tea'])).toMatchObject({ code: 0 });
  expect((await ada.tui(['send', 'tea', 'hi'])).code).toBe(4);
});

test('any procedure can be called, with its input as JSON or from a pipe', async () => {
  const info = await ada.tui(['call', 'system.info']);
  expect(JSON.parse(info.stdout)).toMatchObject({ name: 'parley' });
  const room = await ada.tui(['call', 'chat.getRoom', '-'], { input: '{"room":"lobby"}' });
  expect(JSON.parse(room.stdout)).toMatchObject({ slug: 'lobby' });
  expect((await ada.tui(['call', 'chat.getRoom', '{"room":"nowhere"}'])).code).toBe(5);
  expect((await ada.tui(['call', 'chat.getRoom', '{'])).code).toBe(2);
  expect((await ada.tui(['call', 'no.such'])).code).toBe(5);
});

test('control characters of others reach a terminal as nothing, and JSON escaped', async () => {
  const token = JSON.parse(
    (await ada.tui(['tokens', 'create', 'bot', '--scopes', 'read,write', '--json'])).stdout,
  ).token;
  const evil = 'a\u202eb';
  const client = connectHttp(daemon.url, token);
  const { seq } = await client.chat.sendMessage.mutate({
    room: 'lobby',
    body: evil,
    clientId: 'e',
  });
  const since = String(seq - 1);
  const plain = await ada.tui(['tail', 'lobby', '--since', since, '--limit', '1']);
  expect(plain.stdout).not.toMatch(/[\u202a-\u202e\u001b]/);
});

test('tail goes on over a restart of the daemon and misses nothing', async () => {
  const client = connectHttp(daemon.url, await tokenOf(ada));
  const [last] = (await client.chat.listMessages.query({ room: 'lobby', limit: 1 })).items;
  const tailing = ada.tui([
    'tail',
    'lobby',
    '--since',
    String(last?.seq ?? 0),
    '--limit',
    '3',
    '--json',
  ]);
  await ada.tui(['send', 'lobby', 'one']);
  // One that begins while nobody answers ends at once, as it should.
  const { id } = await client.chat.getRoom.query({ room: 'lobby' });
  const countPresent = async () =>
    Object.keys(await client.presence.list.query({ topic: `room:${id}` })).length;
  await expect.poll(countPresent, { timeout: 30_000 }).toBe(1);
  await daemon.kill();
  // Whoever sends meanwhile waits for it as well.
  const sending = ada.tui(['send', 'lobby', 'two', '--timeout', '120']);
  await daemon.restart();
  expect(await sending).toMatchObject({ code: 0 });
  await ada.tui(['send', 'lobby', 'three']);
  const lines = (await tailing).stdout.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).body)).toEqual(['one', 'two', 'three']);
}, 180_000);

async function tokenOf(person: Person): Promise<string> {
  const made = await person.tui(['tokens', 'create', 'test', '--scopes', 'read,write', '--json']);
  return JSON.parse(made.stdout).token;
}

test('logging out ends the session', async () => {
  await using bob = await createPerson(daemon.url);
  const input = `${password}\n`;
  const register = [
    'register',
    '--username',
    'bob',
    '--email',
    'bob@example.org',
    '--password-stdin',
  ];
  expect(await bob.tui(register, { input })).toMatchObject({ code: 0 });
  expect(JSON.parse((await bob.tui(['whoami', '--json'])).stdout)).toMatchObject({
    username: 'bob',
  });
  expect(await bob.tui(['logout'])).toMatchObject({ code: 0 });
  expect((await bob.tui(['whoami'])).code).toBe(3);
  expect(
    await bob.tui(['login', '--username', 'bob', '--password-stdin'], { input }),
  ).toMatchObject({
    code: 0,
  });
  expect((await bob.tui(['whoami'])).stdout).toContain('bob');
});

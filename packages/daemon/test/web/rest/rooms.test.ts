// Rooms and messages over REST.

import { expect, test } from 'vitest';
import { createRest, readLinks } from '../../support/rest.ts';
import { createWebWorld } from '../../support/web.ts';

test('rooms are listed, made, joined and left; hidden ones are as absent', async () => {
  await using world = await createWebWorld();
  const rest = createRest(world.url);
  const { token: ada } = await world.signUp('ada');
  const { token: bob } = await world.signUp('bob');
  expect((await rest('GET', '/rooms', { token: ada })).data).toMatchObject([{ slug: 'lobby' }]);
  const body = { slug: 'release', visibility: 'public' };
  const made = await rest('POST', '/rooms', { token: ada, body });
  expect([made.status, made.headers.get('location')]).toEqual([201, '/api/v1/rooms/release']);
  const taken = await rest('POST', '/rooms', { token: bob, body });
  expect([taken.status, taken.error.fields]).toEqual([422, { slug: ['has already been taken'] }]);

  expect((await rest('GET', '/rooms/release', { token: bob })).data).toMatchObject({
    membership: null,
  });
  const joined = await rest('POST', '/rooms/%23release/join', { token: bob });
  expect([joined.status, joined.data]).toMatchObject([200, { membership: { role: 'member' } }]);
  const members = await rest('GET', '/rooms/release/members', { token: ada });
  expect(members.data).toMatchObject([
    { user: { username: 'ada' } },
    { user: { username: 'bob' } },
  ]);
  const left = await rest('POST', '/rooms/release/leave', { token: bob });
  expect([left.status, left.text]).toEqual([204, '']);

  await rest('POST', '/rooms', { token: ada, body: { slug: 'secret', visibility: 'private' } });
  const bare = (text: string) => text.replace(/"requestId":"[^"]+"|#\w+/g, '');
  for (const path of ['', '/messages', '/members']) {
    const hidden = await rest('GET', `/rooms/secret${path}`, { token: bob });
    const absent = await rest('GET', `/rooms/nowhere${path}`, { token: bob });
    expect(hidden.status).toBe(404);
    expect(bare(hidden.text)).toBe(bare(absent.text));
    expect((await rest('GET', `/rooms/secret${path}`)).status).toBe(401);
  }
});

test('messages are sent, once a key, and read in stretches that lead on', async () => {
  await using world = await createWebWorld();
  const rest = createRest(world.url);
  const { token } = await world.signUp('ada');
  const send = (body: string, headers: Record<string, string> = {}) =>
    rest('POST', '/rooms/lobby/messages', { token, body: { body }, headers });
  const first = await send('one', { 'idempotency-key': 'key-1' });
  expect([first.status, first.headers.get('location')]).toEqual([
    201,
    '/api/v1/rooms/lobby/messages?around=1&limit=1',
  ]);
  expect((await send('one', { 'idempotency-key': 'key-1' })).data).toEqual(first.data);
  const twice = { 'idempotency-key': 'key-2' };
  const body = { body: 'x', clientId: 'key-3' };
  const torn = await rest('POST', '/rooms/lobby/messages', { token, body, headers: twice });
  expect([torn.status, torn.error.fields]).toEqual([
    422,
    { clientId: ['does not agree with the header idempotency-key'] },
  ]);
  for (const text of ['two', 'three', 'four', 'five']) await send(text);

  const bodies = (data: unknown) => (data as { body: string }[]).map(({ body: text }) => text);
  const newest = await rest('GET', '/rooms/lobby/messages?limit=2', { token });
  expect(bodies(newest.data)).toEqual(['four', 'five']);
  expect(newest.meta).toEqual({ hasBefore: true, hasAfter: false });
  expect(readLinks(newest)).toEqual({ prev: '/api/v1/rooms/lobby/messages?limit=2&before=4' });
  const older = await rest('GET', readLinks(newest).prev!, { token });
  expect(bodies(older.data)).toEqual(['two', 'three']);
  expect(readLinks(older)).toEqual({
    prev: '/api/v1/rooms/lobby/messages?limit=2&before=2',
    next: '/api/v1/rooms/lobby/messages?limit=2&after=3',
  });
  const located = await rest('GET', first.headers.get('location')!, { token });
  expect(bodies(located.data)[0]).toBe('one');
  const both = await rest('GET', '/rooms/lobby/messages?before=3&after=1', { token });
  expect(both.status).toBe(422);
  const read = await rest('POST', '/rooms/lobby/read', { token, body: { seq: 5 } });
  expect(read.status).toBe(204);
  expect((await rest('GET', '/rooms/lobby', { token })).data).toMatchObject({ unread: 0 });
});

test('a message is changed, reacted to and deleted by those who may; else it is as absent', async () => {
  await using world = await createWebWorld();
  const rest = createRest(world.url);
  const { token: ada } = await world.signUp('ada');
  const { token: bob } = await world.signUp('bob');
  await rest('POST', '/rooms', { token: ada, body: { slug: 'secret', visibility: 'private' } });
  const send = async (room: string) => {
    const sent = await rest('POST', `/rooms/${room}/messages`, {
      token: ada,
      body: { body: 'one' },
    });
    return `/messages/${(sent.data as { id: string }).id}`;
  };
  const [path, hidden] = [await send('lobby'), await send('secret')];
  const body = { body: 'two' };
  expect((await rest('PATCH', path, { token: bob, body })).status).toBe(403);
  expect((await rest('PATCH', path, { token: ada, body })).data).toMatchObject(body);
  expect((await rest('GET', `${path}/edits`, { token: bob })).data).toMatchObject([
    { body: 'one' },
  ]);
  const thumb = `/reactions/${encodeURIComponent('👍')}`;
  expect((await rest('PUT', path + thumb, { token: bob })).status).toBe(204);
  const list = () => rest('GET', '/rooms/lobby/messages', { token: ada });
  expect((await list()).data).toMatchObject([{ reactions: [{ emoji: '👍', count: 1 }] }]);
  expect((await rest('DELETE', path + thumb, { token: bob })).status).toBe(204);
  expect((await rest('PUT', `${path}/reactions/word`, { token: bob })).status).toBe(404);
  for (const [method, at, options] of [
    ['PATCH', hidden, { body }],
    ['DELETE', hidden, {}],
    ['GET', `${hidden}/edits`, {}],
    ['PUT', hidden + thumb, {}],
    ['DELETE', hidden + thumb, {}],
    ['DELETE', '/messages/nonsense', {}],
  ] as const) {
    const { status } = await rest(method, at, { token: bob, ...options });
    expect([method, at, status]).toEqual([method, at, 404]);
  }
  expect((await rest('DELETE', path, { token: ada })).status).toBe(204);
  expect((await list()).data).toMatchObject([{ body: '', deletedAt: expect.any(String) }]);
});

// What waits, keywords, pins and messages that are sent later, over REST.

import { expect, test } from 'vitest';
import { createRest } from '../../support/rest.ts';
import { createWebWorld } from '../../support/web.ts';

const nobodys = '00000000-0000-7000-8000-000000000000';

async function open() {
  const world = await createWebWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const rest = createRest(world.url);
  const send = async (token: string, body: string, more: object = {}) =>
    (await rest('POST', '/rooms/lobby/messages', { token, body: { body, ...more } })).data as {
      id: string;
      seq: number;
    };
  return { world, ada: ada.token, bob: bob.token, adaScope: ada.scope, rest, send };
}

test('what waits is listed, read, and unread again in a room and in a thread', async () => {
  const { world, ada, bob, rest, send } = await open();
  await using _ = world;
  const root = await send(bob, 'root');
  await send(ada, '@bob');
  const reply = await send(ada, 'a reply', { threadId: root.id });
  const kinds = async () => {
    const { data } = await rest('GET', '/activity', { token: bob });
    return (data as { kind: string }[]).map(({ kind }) => kind).sort();
  };
  expect(await kinds()).toEqual(['mention', 'room', 'thread']);
  const read = await rest('POST', '/rooms/lobby/read', { token: bob, body: { seq: 99 } });
  expect(read.status).toBe(204);
  await world.http(bob).chat.markThreadRead.mutate({ messageId: root.id, seq: reply.seq });
  expect(await kinds()).toEqual([]);
  const mark = (body: object, room = 'lobby') =>
    rest('POST', `/rooms/${room}/unread`, { token: bob, body });
  expect((await mark({ seq: reply.seq, threadId: root.id })).status).toBe(204);
  expect(await kinds()).toEqual(['thread']);
  expect((await mark({ seq: 2 })).status).toBe(204);
  expect(await kinds()).toEqual(['mention', 'room', 'thread']);
  expect((await mark({ seq: 2 }, 'nowhere')).status).toBe(404);
  expect((await mark({ seq: 2, threadId: nobodys })).status).toBe(404);
  expect((await mark({ seq: -1 })).error.fields).toMatchObject({ seq: ['must not be negative'] });
  expect((await rest('GET', '/activity')).status).toBe(401);
});

test('comments that wait are read, by id or slug; under a draft of another there is nothing to read', async () => {
  const { world, ada, bob, adaScope, rest } = await open();
  await using _ = world;
  const { id } = await world.blog.createPost(adaScope, { title: 'A story', body: 'Ten and more.' });
  const path = '/posts/a-story/comments/read';
  expect((await rest('POST', path, { token: bob, body: {} })).status).toBe(404);
  await world.blog.publishPost(adaScope, { id });
  await rest('POST', `/posts/${id}/comments`, { token: bob, body: { body: 'Well said' } });
  const waiting = () => rest('GET', '/activity', { token: ada });
  expect((await waiting()).data).toMatchObject([{ kind: 'comments', unread: 1 }]);
  const early = { until: '2001-01-01T00:00:00Z' };
  expect((await rest('POST', path, { token: ada, body: early })).status).toBe(204);
  expect((await waiting()).data).toHaveLength(1);
  expect((await rest('POST', path, { token: ada, body: {} })).status).toBe(204);
  expect((await waiting()).data).toEqual([]);
});

test('keywords are put as a whole and called by', async () => {
  const { world, ada, bob, rest, send } = await open();
  await using _ = world;
  const path = '/users/me/keywords';
  const put = (words: unknown) => rest('PUT', path, { token: bob, body: { words } });
  expect((await put(['Tea', 'on call'])).data).toEqual([{ word: 'Tea' }, { word: 'on call' }]);
  await send(ada, 'tea?');
  expect((await rest('GET', '/rooms/lobby', { token: bob })).data).toMatchObject({ mentions: 1 });
  const refused = await put(['x']);
  expect([refused.status, refused.error.code]).toEqual([422, 'invalid']);
  expect((await rest('GET', path, { token: bob })).data).toHaveLength(2);
  expect((await rest('GET', path, { token: ada })).data).toEqual([]);
  expect((await put([])).data).toEqual([]);
});

test('messages are pinned by who may write in their room, and listed; hidden ones are as absent', async () => {
  const { world, ada, bob, rest, send } = await open();
  await using _ = world;
  const { id } = await send(ada, 'The door code');
  const path = `/messages/${id}/pin`;
  for (const method of ['PUT', 'PUT'])
    expect((await rest(method, path, { token: bob })).status).toBe(204);
  const pins = (room: string, token = ada) => rest('GET', `/rooms/${room}/pins`, { token });
  expect((await pins('lobby')).data).toMatchObject([{ id, pinnedAt: expect.any(String) }]);
  expect((await rest('DELETE', path, { token: ada })).status).toBe(204);
  expect((await pins('lobby')).data).toEqual([]);
  await rest('POST', '/rooms', { token: ada, body: { slug: 'secret', visibility: 'private' } });
  expect((await pins('secret', bob)).status).toBe(404);
  expect((await rest('PUT', `/messages/${nobodys}/pin`, { token: bob })).status).toBe(404);
});

test('messages are scheduled once a key, listed, changed and cancelled by their author alone', async () => {
  const { world, ada, bob, rest } = await open();
  await using _ = world;
  const later = { body: 'Good morning', sendAt: '2030-01-31T09:00:00.000Z' };
  const schedule = () =>
    rest('POST', '/rooms/lobby/scheduled', {
      token: ada,
      body: later,
      headers: { 'idempotency-key': 'key-1' },
    });
  const made = await schedule();
  const { id } = made.data as { id: string };
  expect([made.status, made.headers.get('location')]).toEqual([201, `/api/v1/scheduled/${id}`]);
  expect((await schedule()).data).toEqual(made.data);
  expect((await rest('GET', '/scheduled', { token: ada })).data).toEqual([made.data]);
  expect((await rest('GET', '/scheduled', { token: bob })).data).toEqual([]);
  const path = `/scheduled/${id}`;
  const body = { body: 'Good evening' };
  expect((await rest('PATCH', path, { token: ada, body })).data).toMatchObject({
    ...later,
    ...body,
  });
  expect((await rest('PATCH', path, { token: ada, body: {} })).status).toBe(422);
  expect((await rest('PATCH', path, { token: bob, body })).status).toBe(404);
  expect((await rest('DELETE', path, { token: bob })).status).toBe(404);
  expect((await rest('DELETE', path, { token: ada })).status).toBe(204);
  expect((await rest('GET', '/scheduled', { token: ada })).data).toEqual([]);
  const past = { ...later, sendAt: '2001-01-01T00:00:00Z' };
  const refused = await rest('POST', '/rooms/lobby/scheduled', { token: ada, body: past });
  expect(refused.error.fields).toEqual({ sendAt: ['must be in the future'] });
});

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
  expect([both.status, both.error.fields]).toEqual([
    422,
    { after: ['is too much: give one of before, after and around'] },
  ]);
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
  expect((await rest('PUT', `${path}/reactions/:Tada:`, { token: bob })).status).toBe(204);
  expect((await list()).data).toMatchObject([{ reactions: [{ emoji: '🎉', count: 1 }] }]);
  const word = await rest('PUT', `${path}/reactions/word`, { token: bob });
  expect([word.status, word.error.fields]).toEqual([
    422,
    { emoji: ['must be one emoji, or the name of one, such as tada'] },
  ]);
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

test('a room is changed by who may, closed and opened; its old slug leads to the new one', async () => {
  await using world = await createWebWorld();
  const rest = createRest(world.url);
  const { token: ada } = await world.signUp('ada');
  const { token: bob } = await world.signUp('bob');
  await rest('POST', '/rooms', { token: ada, body: { slug: 'dev', visibility: 'public' } });
  await rest('POST', '/rooms/dev/join', { token: bob });
  const body = { slug: 'work', slowModeSeconds: 5 };
  const refused = await rest('PATCH', '/rooms/dev', { token: bob, body });
  expect([refused.status, refused.error.message]).toEqual([
    403,
    'Moderators and owners of #dev change it. Ask one of them.',
  ]);
  expect((await rest('PATCH', '/rooms/dev', { token: ada, body })).data).toMatchObject(body);
  const old = await rest('GET', '/rooms/dev', { token: bob });
  expect([old.status, old.headers.get('location')]).toEqual([301, '/api/v1/rooms/work']);
  for (const name of ['work', '%23Work']) {
    expect((await rest('GET', `/rooms/${name}`, { token: bob })).status).toBe(200);
  }
  const archive = (action: string) => rest('POST', `/rooms/work/${action}`, { token: ada });
  expect((await archive('archive')).data).toMatchObject({ archivedAt: expect.any(String) });
  expect((await archive('revive')).data).toMatchObject({ archivedAt: null });
  const count = await rest('GET', '/rooms/work/purgeable?retentionDays=30', { token: ada });
  expect(count.data).toEqual({ count: 0 });
  const level = { level: 'mentions' };
  const notify = await rest('PATCH', '/rooms/work/notify', { token: bob, body: level });
  expect(notify.data).toMatchObject({ notify: 'mentions' });
});

test('talks are opened, and threads read, followed and marked', async () => {
  await using world = await createWebWorld();
  const rest = createRest(world.url);
  const { token: ada } = await world.signUp('ada');
  const { token: bob } = await world.signUp('bob');
  const find = (usernames: string) =>
    rest('GET', `/directs?usernames=${usernames}`, { token: ada });
  expect((await find('bob')).status).toBe(404);
  const talk = await rest('POST', '/directs', { token: ada, body: { usernames: ['bob'] } });
  expect(talk.data).toMatchObject({ kind: 'direct', people: [{ username: 'bob' }] });
  expect((await find('bob')).data).toEqual(talk.data);
  expect((await find('%40bob,ada')).data).toEqual(talk.data);
  const send = async (token: string, body: object) =>
    (await rest('POST', '/rooms/lobby/messages', { token, body })).data as {
      id: string;
      seq: number;
    };
  const root = await send(ada, { body: 'root' });
  const reply = await send(bob, { body: 'reply', threadId: root.id });
  await send(bob, { body: 'more', threadId: root.id });
  const thread = `/messages/${root.id}/thread`;
  const page = await rest('GET', `${thread}?limit=1`, { token: ada });
  expect(page).toMatchObject({
    data: [{ body: 'reply' }],
    meta: { hasAfter: true, thread: { replyCount: 2, isFollowing: true, unread: 2 } },
  });
  expect((await rest('GET', readLinks(page).next!, { token: ada })).data).toMatchObject([
    { body: 'more' },
  ]);
  const read = await rest('POST', `${thread}/read`, { token: ada, body: { seq: reply.seq } });
  expect(read.status).toBe(204);
  expect((await rest('PUT', `${thread}/following`, { token: ada })).data).toMatchObject({
    unread: 1,
  });
  const left = await rest('DELETE', `${thread}/following`, { token: ada });
  expect(left.data).toMatchObject({ isFollowing: false });
});

test('people are brought in, given roles, muted, put out, kept out and let in by a link', async () => {
  await using world = await createWebWorld();
  const rest = createRest(world.url);
  const { token: ada } = await world.signUp('ada');
  const { token: bob } = await world.signUp('bob');
  await rest('POST', '/rooms', { token: ada, body: { slug: 'den', visibility: 'private' } });
  const call = async (method: string, path: string, body?: object, token = ada) => {
    const { status, data } = await rest(method, path, { token, ...(body && { body }) });
    return [status, data];
  };
  expect(await call('POST', '/rooms/den/members', { username: 'bob' })).toEqual([204, undefined]);
  const moderator = { role: 'moderator' };
  expect(await call('PATCH', '/rooms/den/members/bob', moderator)).toMatchObject([200, moderator]);
  const muted = { mutedUntil: '2100-01-01T00:00:00.000Z' };
  expect(await call('PATCH', '/rooms/den/members/bob', muted)).toMatchObject([200, muted]);
  expect(await call('PATCH', '/rooms/den/members/bob', { role: 'king' })).toEqual([422, undefined]);
  expect(await call('DELETE', '/rooms/den/members/bob')).toEqual([204, undefined]);
  expect(await call('GET', '/rooms/den', undefined, bob)).toEqual([404, undefined]);
  expect(await call('PUT', '/rooms/den/bans/bob', { reason: 'spam' })).toEqual([204, undefined]);
  expect(await call('GET', '/rooms/den/bans')).toMatchObject([200, [{ reason: 'spam' }]]);
  expect(await call('DELETE', '/rooms/den/bans/bob')).toEqual([204, undefined]);
  expect(await call('GET', '/rooms/den/bans')).toEqual([200, []]);
  const [status, made] = await call('POST', '/rooms/den/invites', { maxUses: 2 });
  expect(status).toBe(201);
  const { id, code } = made as { id: string; code: string };
  const joined = await call('POST', '/room-invites/join', { code }, bob);
  expect(joined).toMatchObject([200, { slug: 'den' }]);
  expect(await call('GET', '/rooms/den/invites')).toMatchObject([200, [{ id, usesLeft: 1 }]]);
  expect(await call('DELETE', `/room-invites/${id}`)).toEqual([204, undefined]);
  const [, hook] = await call('POST', '/rooms/den/webhooks', { name: 'ci' });
  expect(await call('GET', '/rooms/den/webhooks')).toMatchObject([200, [{ bot: {} }]]);
  const webhook = `/webhooks/${(hook as { id: string }).id}`;
  expect(await call('DELETE', webhook, undefined, bob)).toEqual([404, undefined]);
  expect(await call('DELETE', webhook)).toEqual([204, undefined]);
});

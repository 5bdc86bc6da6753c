// Row 52: who is in a private room and who types there is for those who share it, and a topic is one room.

import { expect, test, vi } from 'vitest';
import { listenToRoom } from '../support/room-listener.ts';
import { createWebWorld } from '../support/web.ts';

async function setUp() {
  const world = await createWebWorld();
  // The first one becomes admin, who looks into no private room either.
  const [admin, ada, bob, eve] = [
    await world.signUp('root'),
    await world.signUp('ada'),
    await world.signUp('bob'),
    await world.signUp('eve'),
  ];
  const room = await world.chat.createRoom(ada.scope, { slug: 'secret', visibility: 'private' });
  await world.chat.inviteMember(ada.scope, { room: room.id, username: 'bob' });
  const inside = listenToRoom(world.live(ada.token), room.id);
  const member = listenToRoom(world.live(bob.token), room.id);
  await vi.waitFor(() => {
    expect(inside.types()).toContain('presence.state');
    expect(member.types()).toContain('presence.state');
  });
  const listed = async (token: string, topic: string) =>
    world
      .http(token)
      .presence.list.query({ topic })
      .then(
        (state) => Object.keys(state).length,
        (error: { data: { domain: Record<string, unknown> } }) => {
          const { requestId: _, ...domain } = error.data.domain;
          return domain;
        },
      );
  return { world, admin, ada, bob, eve, room, member, listed };
}

test('row 52: who is present in a private room is told to its members, and to others as of a room that is none', async () => {
  const { world, admin, ada, bob, eve, room, listed } = await setUp();
  await using _ = world;
  await vi.waitFor(async () => expect(await listed(ada.token, `room:${room.id}`)).toBe(2));
  expect(await listed(bob.token, `room:${room.id}`)).toBe(2);
  expect(await listed(bob.token, `room:${room.id.toUpperCase()}`)).toBe(2);
  for (const topic of ['room:secret', 'room:#Secret'])
    expect(await listed(bob.token, topic)).toBe(2);
  const absent = await listed(eve.token, `room:${world.ids.uuid()}`);
  expect(absent).toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('room:SLUG or room:ID'),
  });
  expect(await listed(eve.token, 'room:secret')).toEqual(absent);
  for (const { token } of [admin, eve]) {
    expect(await listed(token, `room:${room.id}`)).toEqual(absent);
  }
  await world.chat.removeMember(ada.scope, { room: room.id, username: 'bob' });
  expect(await listed(bob.token, `room:${room.id}`)).toEqual(absent);
});

test('row 52: who types in a private room is told to its members alone, and to nobody who was put out', async () => {
  const { world, admin, ada, bob, eve, room, member } = await setUp();
  await using _ = world;
  const others = [admin, eve].flatMap(({ token }) =>
    [room.id, room.slug].map((ref) => listenToRoom(world.live(token), ref)),
  );
  await world.http(ada.token).chat.sendTyping.mutate({ room: room.id });
  await vi.waitFor(() => expect(member.types()).toContain('typing'));
  await vi.waitFor(() => {
    for (const { error } of others)
      expect(error).toMatchObject({ data: { domain: { code: 'not_found' } } });
  });
  await expect(
    world.http(eve.token).chat.sendTyping.mutate({ room: room.id }),
  ).rejects.toMatchObject({ data: { domain: { code: 'not_found' } } });

  await world.chat.removeMember(ada.scope, { room: room.id, username: 'bob' });
  await vi.waitFor(() => expect(member.isComplete).toBe(true));
  const heard = member.events.length;
  world.presence.track(`room:${room.id}`, eve.scope.user.id, { username: 'eve', device: '' });
  const watcher = listenToRoom(world.live(ada.token), room.id);
  await world.chat.sendTyping(ada.scope, room.id);
  await vi.waitFor(() => expect(watcher.types()).toContain('presence.diff'));
  expect(member.events).toHaveLength(heard);
  await expect(
    world.http(bob.token).chat.sendTyping.mutate({ room: room.id }),
  ).rejects.toMatchObject({ data: { domain: { code: 'not_found' } } });
});

test('row 52: no topic and no room is a pattern, neither in presence.list nor in a subscription', async () => {
  const { world, ada, room, listed } = await setUp();
  await using _ = world;
  const patterns = [
    '*',
    'room:*',
    'presence:*',
    'room:%',
    'room:>',
    'room:',
    'room',
    `presence:room:${room.id}`,
    `chat.room:${room.id}`,
    `chat.user:${ada.scope.user.id}`,
    `room:${room.id}*`,
    `room:${room.id.slice(0, -1)}*`,
    `room:${room.id},room:${room.id}`,
    'room:nowhere',
    'room:##lobby',
    'room:__proto__',
  ];
  const client = world.live(ada.token);
  for (const pattern of patterns) {
    expect(await listed(ada.token, pattern), pattern).toMatchObject({ code: 'not_found' });
    const listener = listenToRoom(client, pattern);
    await vi.waitFor(() => expect(listener.error, pattern).toBeDefined());
    const { code } = (listener.error as { data: { domain: { code: string } } }).data.domain;
    expect(['not_found', 'invalid'], pattern).toContain(code);
    expect(listener.events).toEqual([]);
  }
});

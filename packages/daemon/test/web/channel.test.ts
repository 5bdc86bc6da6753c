// The room's channel over real sockets: join, replay, resume, presence, typing, endings.

import type { RoomEvent } from '@parley/shared/events';
import { applyPresenceDiff, type PresenceState } from '@parley/shared/presence';
import { expect, test, vi } from 'vitest';
import { listenToRoom, type RoomListener } from '../support/room-listener.ts';
import { createWebWorld, openRawSocket, type WebWorld } from '../support/web.ts';

const listen = (
  client: ReturnType<WebWorld['live']>['client'],
  { room, lastEventId }: { room: string; lastEventId?: string },
) => listenToRoom({ client }, room, lastEventId);

const types = (listener: RoomListener) => listener.types();

test('a join hears room.joined, presence.state, then what happens', async () => {
  await using world = await createWebWorld();
  const { token, scope } = await world.signUp('ada');
  await world.chat.sendMessage(scope, { room: 'lobby', body: 'before', clientId: 'c0' });
  const listener = listen(world.live(token).client, { room: '#lobby' });
  await vi.waitFor(() => expect(types(listener)).toContain('presence.diff'));
  await world.chat.sendMessage(scope, { room: 'lobby', body: 'after', clientId: 'c1' });
  await vi.waitFor(() => expect(listener.seqs()).toEqual([1, 2]));
  expect(types(listener).slice(0, 2)).toEqual(['room.joined', 'presence.state']);
  expect(types(listener).at(-1)).toBe('message.created');
});

test('joins while messages pour in see every seq once, in order', async () => {
  await using world = await createWebWorld();
  const { token, scope } = await world.signUp('ada');
  const total = 300;
  const listeners: RoomListener[] = [];
  for (let index = 1; index <= total; index += 1) {
    const sent = world.chat.sendMessage(scope, {
      room: 'lobby',
      body: `m${index}`,
      clientId: `c${index}`,
    });
    if (index % 30 === 0) {
      listeners.push(listen(world.live(token).client, { room: 'lobby', lastEventId: '0' }));
    }
    if (index % 10 === 0) await sent;
  }
  const expected = Array.from({ length: total }, (_, index) => index + 1);
  await vi.waitFor(
    () => {
      for (const listener of listeners) expect(listener.seqs()).toEqual(expected);
    },
    { timeout: 30_000 },
  );
});

test('1,000 concurrent sends over 10 sockets, each retried, reach every subscriber once in order', async () => {
  await using world = await createWebWorld();
  const people = await Promise.all(
    Array.from({ length: 10 }, (_, index) => world.signUp(`user${index}`)),
  );
  const clients = people.map(({ token }) => world.live(token).client);
  const listeners = clients.map((client) => listen(client, { room: 'lobby' }));
  await vi.waitFor(() => {
    for (const listener of listeners) expect(types(listener)).toContain('presence.state');
  });
  await Promise.all(
    clients.flatMap((client, person) =>
      Array.from({ length: 100 }, async (_, index) => {
        const input = { room: 'lobby', body: `${person}/${index}`, clientId: `${person}-${index}` };
        const [first, retry] = await Promise.all([
          client.chat.sendMessage.mutate(input),
          client.chat.sendMessage.mutate(input),
        ]);
        expect(retry).toEqual(first);
      }),
    ),
  );
  const expected = Array.from({ length: 1000 }, (_, index) => index + 1);
  await vi.waitFor(
    () => {
      for (const listener of listeners) expect(listener.seqs()).toEqual(expected);
    },
    { timeout: 30_000 },
  );
});

test('a client whose connection is cut resumes with lastEventId and misses nothing', async () => {
  await using world = await createWebWorld();
  const { token, scope } = await world.signUp('ada');
  const wire = world.live(token);
  const listener = listen(wire.client, { room: 'lobby' });
  await vi.waitFor(() => expect(types(listener)).toContain('presence.state'));
  const send = (index: number) =>
    world.chat.sendMessage(scope, { room: 'lobby', body: 'x', clientId: `c${index}` });
  await send(1);
  await vi.waitFor(() => expect(listener.seqs()).toEqual([1]));
  for (let round = 0; round < 5; round += 1) {
    wire.cut();
    await Promise.all([send(round * 2 + 2), send(round * 2 + 3)]);
    await vi.waitFor(() => expect(listener.seqs().at(-1)).toBe(round * 2 + 3));
  }
  expect(listener.seqs()).toEqual(Array.from({ length: 11 }, (_, index) => index + 1));
});

test('presence counts devices and forgets the closed ones', async () => {
  await using world = await createWebWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const phone = world.live(ada.token);
  const laptop = world.live(ada.token);
  const watcher = listen(world.live(bob.token).client, { room: 'lobby' });
  const first = listen(phone.client, { room: 'lobby' });
  listen(laptop.client, { room: 'lobby' });
  const devices = () => {
    let state: PresenceState = {};
    for (const event of watcher.events) {
      if (event.type === 'presence.state') state = event.state;
      if (event.type === 'presence.diff') state = applyPresenceDiff(state, event);
    }
    return { ada: state[ada.scope.user.id]?.metas.length ?? 0, keys: Object.keys(state).length };
  };
  await vi.waitFor(() => expect(devices()).toEqual({ ada: 2, keys: 2 }));
  first.stop();
  await vi.waitFor(() => expect(devices()).toEqual({ ada: 1, keys: 2 }));
  await laptop.close();
  await vi.waitFor(() => expect(devices()).toEqual({ ada: 0, keys: 1 }), { timeout: 10_000 });
  const room = await world.chat.getRoom(ada.scope, 'lobby');
  const listed = await world.http(bob.token).presence.list.query({ topic: `room:${room.id}` });
  expect(Object.keys(listed)).toEqual([bob.scope.user.id]);
});

test('typing is told to the others, and seldom', async () => {
  await using world = await createWebWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const watcher = listen(world.live(bob.token).client, { room: 'lobby' });
  await vi.waitFor(() => expect(types(watcher)).toContain('presence.state'));
  const client = world.http(ada.token);
  for (let index = 0; index < 5; index += 1) await client.chat.sendTyping.mutate({ room: 'lobby' });
  await client.chat.sendMessage.mutate({ room: 'lobby', body: 'done', clientId: 'c' });
  await vi.waitFor(() => expect(watcher.seqs()).toEqual([1]));
  const typed = watcher.events.filter((event) => event.type === 'typing');
  expect(typed).toHaveLength(1);
  expect(typed[0]).toMatchObject({ user: { username: 'ada' } });
});

test('a cursor that is none is refused, one from the future starts afresh', async () => {
  await using world = await createWebWorld();
  const { token, scope } = await world.signUp('ada');
  await world.chat.sendMessage(scope, { room: 'lobby', body: 'x', clientId: 'c' });
  for (const lastEventId of ['-1', '1e308', 'NaN', '1; drop']) {
    const listener = listen(world.live(token).client, { room: 'lobby', lastEventId });
    await vi.waitFor(() =>
      expect(listener.error).toMatchObject({ data: { domain: { code: 'invalid' } } }),
    );
  }
  const listener = listen(world.live(token).client, { room: 'lobby', lastEventId: '999999' });
  await vi.waitFor(() => expect(listener.seqs()).toEqual([1]));
});

test('whoever leaves a private room hears no more of it', async () => {
  await using world = await createWebWorld();
  const { token, scope } = await world.signUp('ada');
  await world.chat.createRoom(scope, { slug: 'den', visibility: 'private' });
  const listener = listen(world.live(token).client, { room: 'den' });
  await vi.waitFor(() => expect(types(listener)).toContain('presence.state'));
  await world.chat.leaveRoom(scope, 'den');
  await vi.waitFor(() => expect(listener.isComplete).toBe(true));
  const again = listen(world.live(token).client, { room: 'den', lastEventId: '0' });
  await vi.waitFor(() =>
    expect(again.error).toMatchObject({ data: { domain: { code: 'not_found' } } }),
  );
});

test.each(['this', 'another'])(
  'what is said in a room that was closed is not for those who looked in, though nobody has told %s daemon',
  async (daemon) => {
    await using world = await createWebWorld();
    const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
    const { id } = await world.chat.createRoom(ada.scope, { slug: 'den', visibility: 'public' });
    const [inside, outside] = [ada, bob].map(({ token }) =>
      listen(world.live(token).client, { room: 'den' }),
    );
    await vi.waitFor(() => {
      for (const listener of [inside!, outside!])
        expect(types(listener)).toContain('presence.state');
    });
    await world.repo.sql`update rooms set visibility = 'private' where id = ${id}`;
    // What another daemon stores is read up from the table.
    world.pubsub.setConnected(daemon === 'this');
    const { seq } = await world.chat.sendMessage(ada.scope, {
      ...{ room: 'den', body: 'among us', clientId: 'c' },
    });
    await vi.waitFor(() => expect(inside!.seqs()).toEqual([seq]));
    await vi.waitFor(() => expect(outside!.isComplete).toBe(true));
    expect(outside!.seqs()).toEqual([]);
  },
);

test('a listener leaves nothing behind: no subscriber, no presence', async () => {
  await using world = await createWebWorld();
  const { token } = await world.signUp('ada');
  const before = world.pubsub.countSubscribers();
  const { client, close } = world.live(token);
  const listeners = [1, 2, 3].map(() => listen(client, { room: 'lobby' }));
  await vi.waitFor(() => {
    for (const listener of listeners) expect(types(listener)).toContain('presence.state');
  });
  listeners[0]!.stop();
  await close();
  await vi.waitFor(() => {
    expect(world.pubsub.countSubscribers()).toBe(before);
    expect(world.presence.topics()).toEqual([]);
  }, 10_000);
});

test('the wire is what a tRPC client expects: a tracked envelope around every event', async () => {
  await using world = await createWebWorld();
  const { token, scope } = await world.signUp('ada');
  const socket = await openRawSocket(world.url, { headers: { authorization: `Bearer ${token}` } });
  const frames: {
    id: number;
    result: { type: string; id?: string; data?: { data?: RoomEvent } };
  }[] = [];
  socket.on('message', (data) => frames.push(JSON.parse(data.toString())));
  socket.send(
    JSON.stringify({
      id: 7,
      method: 'subscription',
      params: { path: 'chat.onRoom', input: { room: 'lobby' } },
    }),
  );
  await vi.waitFor(() => expect(frames.length).toBeGreaterThanOrEqual(3));
  await world.chat.sendMessage(scope, { room: 'lobby', body: 'x', clientId: 'c' });
  const created = () => frames.find(({ result }) => result.data?.data?.type === 'message.created');
  await vi.waitFor(() => expect(created()).toBeDefined());
  expect(frames[0]).toEqual({ id: 7, result: { type: 'started' } });
  expect(frames[1]).toMatchObject({
    id: 7,
    result: { type: 'data', id: '0', data: { id: '0', data: { type: 'room.joined' } } },
  });
  // A passing event repeats the cursor: the client forgets it at every event without one.
  expect(frames[2]).toMatchObject({
    id: 7,
    result: { id: '0', data: { data: { type: 'presence.state' } } },
  });
  expect(created()).toMatchObject({
    id: 7,
    result: { type: 'data', data: { id: '1', data: { type: 'message.created', seq: 1 } } },
  });
  socket.close();
});

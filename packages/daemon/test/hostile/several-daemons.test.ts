// Several daemons on one database: what happens on one is heard on the others, whatever the bus does.

import type { ActivityEvent, CommentEvent, PostEvent } from '@parley/shared/events';
import { expect, test, vi } from 'vitest';
import { type Bus, createBus } from '../../src/pubsub/bus.ts';
import type { OpenCarrier } from '../../src/pubsub/carrier.ts';
import { createMemoryNetwork } from '../../src/pubsub/memory.ts';
import { openPostgresCarrier } from '../../src/pubsub/postgres.ts';
import {
  type Clock,
  createManualClock,
  systemClock,
  systemIds,
} from '../../src/telemetry/index.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { listenToRoom } from '../support/room-listener.ts';
import { closing, createWebWorld, openRawSocket, type WebWorld } from '../support/web.ts';
import { silentLog } from '../support/world.ts';

interface Daemons extends AsyncDisposable {
  a: WebWorld;
  b: WebWorld;
  origins: { a: string; b: string };
}

/** No client is asked for a word: a clock moved by hand gives it no time to answer. */
const unasked = { pingMs: 86_400_000, pongWaitMs: 86_400_000 };

/** Two daemons; without `open` they hear each other by way of their database. */
async function startTwo(
  open?: OpenCarrier,
  options: { clock?: Clock; keepAlive?: typeof unasked } = {},
): Promise<Daemons> {
  const database = await createTestDatabase();
  const buses: Bus[] = [];
  const start = async (origin: string) => {
    const bus = createBus({
      open: open ?? openPostgresCarrier(database.url),
      origin,
      clock: options.clock ?? systemClock,
      log: silentLog,
      onError: (error) => {
        throw error;
      },
    });
    buses.push(bus);
    await bus.connected;
    return createWebWorld({ ...options, database, bus });
  };
  const origins = { a: systemIds.uuid(), b: systemIds.uuid() };
  const a = await start(origins.a);
  const b = await start(origins.b);
  return {
    a,
    b,
    origins,
    async [Symbol.asyncDispose]() {
      await b[Symbol.asyncDispose]();
      await a[Symbol.asyncDispose]();
      for (const bus of buses) await bus.close();
      await database.drop();
    },
  };
}

const patient = { timeout: 20_000 };
const range = (length: number) => Array.from({ length }, (_, index) => index + 1);

async function join(world: WebWorld, token: string) {
  const listener = listenToRoom(world.live(token), 'lobby');
  await vi.waitFor(() => expect(listener.types()).toContain('presence.state'), patient);
  return listener;
}

test('F9: hints are lost, doubled and shuffled: subscribers of both daemons hear 1..n once and in order', async () => {
  let turn = 0;
  const network = createMemoryNetwork({
    arrivals() {
      turn += 1;
      if (turn % 10 === 2) return [];
      if (turn % 10 === 7) return [0, 20];
      return [(turn * 7) % 30];
    },
  });
  await using two = await startTwo(network.open);
  const ada = await two.a.signUp('ada');
  const bob = await two.b.signUp('bob');
  const listeners = await Promise.all([
    join(two.a, ada.token),
    join(two.b, bob.token),
    join(two.a, bob.token),
    join(two.b, ada.token),
  ]);
  const total = 300;
  const sending = [
    [two.a, ada],
    [two.b, bob],
  ] as const;
  await Promise.all(
    sending.map(async ([world, { scope }], side) => {
      for (const index of range(total / 2)) {
        const clientId = `${side}-${index}`;
        await world.chat.sendMessage(scope, { room: 'lobby', body: clientId, clientId });
      }
    }),
  );
  await vi.waitFor(() => {
    for (const { seqs } of listeners) expect(seqs()).toEqual(range(total));
  }, patient);
});

test('F9: keywords cross to other daemons, and those set while the bus was away when it is back', async () => {
  const network = createMemoryNetwork();
  await using two = await startTwo(network.open);
  const { scope: ada } = await two.b.signUp('ada');
  const { scope: bob } = await two.a.signUp('bob');
  let sent = 0;
  const say = (body: string) =>
    two.b.chat.sendMessage(ada, { room: 'lobby', body, clientId: `c${++sent}` });
  const mentions = async () => (await two.a.chat.getRoom(bob, 'lobby')).mentions;
  await say('the other daemon has read that there are none');
  await two.a.chat.setKeywords(bob, { words: ['tea'] });
  await vi.waitFor(async () => {
    await say('tea');
    expect(await mentions()).toBe(1);
  }, patient);
  network.setConnected(two.origins.b, false);
  await two.a.chat.setKeywords(bob, { words: ['coffee'] });
  await say('coffee, of which this daemon has not heard');
  expect(await mentions()).toBe(1);
  // What somebody gave up calls them no more, whoever still knows the word.
  await say('tea');
  expect(await mentions()).toBe(1);
  network.setConnected(two.origins.b, true);
  await vi.waitFor(async () => {
    await say('coffee');
    expect(await mentions()).toBe(2);
  }, patient);
});

test('messages, typing, members and presence cross by way of PostgreSQL', async () => {
  await using two = await startTwo();
  const ada = await two.a.signUp('ada');
  const bob = await two.b.signUp('bob');
  const there = await join(two.b, bob.token);
  const here = await join(two.a, ada.token);
  const devices = () =>
    there.events.flatMap((event) =>
      event.type === 'presence.diff' ? Object.keys(event.joins) : [],
    );
  await vi.waitFor(() => expect(devices()).toContain(ada.scope.user.id), patient);
  const { chat } = two.a.http(ada.token);
  await chat.sendMessage.mutate({ room: 'lobby', body: 'x'.repeat(16_000), clientId: 'c1' });
  await chat.sendTyping.mutate({ room: 'lobby' });
  await two.a.http(ada.token).chat.leaveRoom.mutate({ room: 'lobby' });
  await vi.waitFor(() => {
    expect(there.seqs()).toEqual([1]);
    expect(there.types()).toEqual(expect.arrayContaining(['typing', 'member.left']));
  }, patient);
  expect(here.seqs()).toEqual([1]);
  const stats = two.b.pubsub.describe();
  expect(stats).toMatchObject({ engine: 'postgres', isConnected: true });
});

test('posts and comments cross; a comment too large for the bus makes followers read the list anew', async () => {
  await using two = await startTwo();
  const ada = await two.a.signUp('ada');
  const { blog } = two.a.http(ada.token);
  const posts: PostEvent[] = [];
  const comments: CommentEvent[] = [];
  const live = two.b.live(ada.token).client.blog;
  live.onPosts.subscribe(undefined, { onData: (event) => posts.push(event as PostEvent) });
  await vi.waitFor(() => expect(posts.length).toBeGreaterThan(0), patient);
  const post = await blog.createPost.mutate({
    title: 'A post on one daemon',
    body: 'Long enough to be a post.',
  });
  await blog.publishPost.mutate({ id: post.id });
  await vi.waitFor(() => expect(posts.at(-1)).toMatchObject({ type: 'post.published' }), patient);
  live.onComments.subscribe(
    { postId: post.id },
    { onData: (event) => comments.push(event as CommentEvent) },
  );
  await vi.waitFor(() => expect(comments.length).toBeGreaterThan(0), patient);
  const joined = comments.length;
  const say = (body: string, clientId: string) =>
    blog.createComment.mutate({ postId: post.id, body, clientId });
  await say('short', 'c1');
  await vi.waitFor(() => {
    expect(comments.map(({ type }) => type)).toContain('comment.created');
  }, patient);
  await say('ö'.repeat(8_000), 'c2');
  await vi.waitFor(() => {
    expect(comments.slice(joined).map(({ type }) => type)).toContain('comments.joined');
  }, patient);
});

test('row 17: a log-out on one daemon closes the connections on the other', async () => {
  await using two = await startTwo();
  const { token } = await two.a.signUp('ada');
  const socket = await openRawSocket(two.b.url, { headers: { authorization: `Bearer ${token}` } });
  const closed = closing(socket);
  await two.a.http(token).accounts.logout.mutate();
  expect((await closed).code).toBe(4001);
  await expect(two.b.http(token).accounts.me.query()).rejects.toMatchObject({
    data: { httpStatus: 401 },
  });
});

test('F44: with the bus down HTTP refuses at once, and the other daemon’s own look closes the connection', async () => {
  const network = createMemoryNetwork();
  const clock = createManualClock(new Date());
  await using two = await startTwo(network.open, { clock, keepAlive: unasked });
  const { token } = await two.a.signUp('ada');
  const socket = await openRawSocket(two.b.url, { headers: { authorization: `Bearer ${token}` } });
  const closed = closing(socket);
  // Whoever is still coming in would be refused by another look.
  const isIn = new Promise((resolve) => socket.once('message', resolve));
  socket.send('{"id":1,"method":"query","params":{"path":"accounts.me"}}');
  expect(String(await isIn)).toContain('"username":"ada"');
  network.setConnected(two.origins.b, false);
  await two.a.http(token).accounts.logout.mutate();
  await expect(two.b.http(token).accounts.me.query()).rejects.toMatchObject({
    data: { httpStatus: 401 },
  });
  await clock.advance(10_000);
  expect((await closed).code).toBe(4001);
});

test('F10: while the bus is down messages are stored and heard here at once, there by a look into the table', async () => {
  const network = createMemoryNetwork();
  await using two = await startTwo(network.open);
  const ada = await two.a.signUp('ada');
  const bob = await two.b.signUp('bob');
  const [here, there] = [await join(two.a, ada.token), await join(two.b, bob.token)];
  network.setConnected(two.origins.a, false);
  network.setConnected(two.origins.b, false);
  for (const index of range(20)) {
    const message = { room: 'lobby', body: 'm', clientId: `c${index}` };
    await two.a.chat.sendMessage(ada.scope, message);
  }
  await vi.waitFor(() => expect(here.seqs()).toEqual(range(20)), patient);
  await vi.waitFor(() => expect(there.seqs()).toEqual(range(20)), patient);
});

test('when the bus is back, revocations and posts that were missed are found at once', async () => {
  const network = createMemoryNetwork();
  await using two = await startTwo(network.open);
  const { token } = await two.a.signUp('ada');
  const posts: PostEvent[] = [];
  const live = two.b.live().client.blog;
  live.onPosts.subscribe(undefined, { onData: (event) => posts.push(event as PostEvent) });
  const socket = await openRawSocket(two.b.url, { headers: { authorization: `Bearer ${token}` } });
  const closed = closing(socket);
  await vi.waitFor(() => expect(posts.length).toBeGreaterThan(0), patient);
  network.setConnected(two.origins.b, false);
  await two.a.http(token).accounts.logout.mutate();
  const before = posts.length;
  network.setConnected(two.origins.b, true);
  expect((await closed).code).toBe(4001);
  await vi.waitFor(
    () => expect(posts.slice(before)).toContainEqual({ type: 'posts.joined' }),
    patient,
  );
});

test('who left a private room hears no more of it on another daemon, though the bus lost the word', async () => {
  const network = createMemoryNetwork();
  const clock = createManualClock(new Date());
  await using two = await startTwo(network.open, { clock, keepAlive: unasked });
  const lookUntil = (check: () => void) =>
    vi.waitFor(async () => {
      await clock.advance(1_000);
      check();
    }, patient);
  const ada = await two.a.signUp('ada');
  const bob = await two.b.signUp('bob');
  const room = await two.a.http(ada.token).chat.createRoom.mutate({
    slug: 'cellar',
    visibility: 'private',
  });
  await two.a.repo.sql`
    insert into memberships (room_id, user_id, role, joined_at)
    values (${room.id}, ${bob.scope.user.id}, 'member', now())`;
  const listeners = [ada, bob].map(({ token }) => listenToRoom(two.b.live(token), 'cellar'));
  const [adas, bobs] = listeners as [(typeof listeners)[0], (typeof listeners)[0]];
  await vi.waitFor(() => {
    for (const { types } of listeners) expect(types()).toContain('presence.state');
  }, patient);
  network.setConnected(two.origins.b, false);
  await two.a.http(bob.token).chat.leaveRoom.mutate({ room: 'cellar' });
  await lookUntil(() => expect(bobs.isComplete).toBe(true));
  await two.a.chat.sendMessage(ada.scope, { room: 'cellar', body: 'secret', clientId: 'c1' });
  await lookUntil(() => expect(adas.seqs()).toEqual([1]));
  expect(bobs.seqs()).toEqual([]);
  expect(adas.isComplete).toBe(false);
});

test('row 38: a room that becomes private on one daemon is closed to lookers-on of the other before a word more', async () => {
  await using two = await startTwo();
  const [ada, bob] = [await two.a.signUp('ada'), await two.b.signUp('bob')];
  const { id } = await two.a.chat.createRoom(ada.scope, { slug: 'hall', visibility: 'public' });
  const adas = listenToRoom(two.b.live(ada.token), 'hall');
  const bobs = listenToRoom(two.b.live(bob.token), 'hall');
  const activity: ActivityEvent[] = [];
  two.b.live(bob.token).client.chat.onActivity.subscribe(undefined, {
    onData: (event) => activity.push(event),
  });
  await vi.waitFor(() => {
    for (const { types } of [adas, bobs]) expect(types()).toContain('presence.state');
    expect(activity).not.toEqual([]);
  }, patient);
  const send = (world: WebWorld, body: string) =>
    world.chat.sendMessage(ada.scope, { room: id, body, clientId: body });
  await send(two.a, 'for all');
  await vi.waitFor(() => expect(bobs.seqs()).toEqual([1]), patient);
  const change = { room: 'hall', visibility: 'private', slug: 'vault' } as const;
  await two.a.chat.updateRoom(ada.scope, change);
  await send(two.a, 'secret');
  await vi.waitFor(() => expect(adas.seqs()).toEqual([1, 2]), patient);
  await vi.waitFor(() => expect(bobs.isComplete).toBe(true), patient);
  await vi.waitFor(
    () => expect(activity).toContainEqual({ type: 'rooms.listed', rooms: [], gone: [id] }),
    patient,
  );
  expect(adas.isComplete).toBe(false);
  expect(JSON.stringify([bobs.events, activity])).not.toMatch(/vault|secret/);
});

test('an administrator sees and ends connections of all daemons, and hears of one that is nowhere', async () => {
  await using two = await startTwo();
  const ada = await two.a.signUp('ada');
  const bob = await two.b.signUp('bob');
  const there = await join(two.b, bob.token);
  await join(two.a, ada.token);
  await vi.waitFor(() => expect(two.a.presence.listPeers()).toHaveLength(1), patient);
  const { admin } = two.a.http(ada.token);
  const list = () => admin.listConnections.query();
  const [a, b] = [two.a.presence.node, two.b.presence.node];
  const first = await list();
  expect(first.daemons).toEqual([
    { name: a, hasAnswered: true, connections: 1 },
    { name: b, hasAnswered: true, connections: 1 },
  ]);
  const seen = first.items.map(({ daemon, user, topics }) => [daemon, user!.username, topics]);
  expect(seen).toEqual([
    [a, 'ada', ['chat.onRoom lobby']],
    [b, 'bob', ['chat.onRoom lobby']],
  ]);
  const { id } = first.items[1]!;
  const before = there.events.length;
  expect(await admin.disconnect.mutate({ id })).toEqual({ ok: true, daemon: b });
  // His client comes back by itself, as another connection.
  await vi.waitFor(async () => {
    const { items } = await list();
    expect(items.map(({ user }) => user!.username)).toEqual(['ada', 'bob']);
    expect(items[1]!.id).not.toBe(id);
  }, patient);
  await vi.waitFor(() => expect(there.events.length).toBeGreaterThan(before), patient);
  await expect(admin.disconnect.mutate({ id })).rejects.toMatchObject({
    data: { domain: { code: 'not_found' } },
  });
  const audit = await two.a.repo.sql`
    select subject from audit_events where action = 'accounts.end_connection'`;
  expect(audit).toMatchObject([{ subject: `connection:${id}` }]);
});

test('a daemon that does not answer is named, and a connection that may be on it is ended all the same', async () => {
  await using two = await startTwo();
  const ada = await two.a.signUp('ada');
  const bob = await two.b.signUp('bob');
  await join(two.b, bob.token);
  await vi.waitFor(() => expect(two.a.presence.listPeers()).toHaveLength(1), patient);
  const { admin } = two.a.http(ada.token);
  const { items } = await admin.listConnections.query();
  expect(items).toHaveLength(1);
  const { id } = items[0]!;
  // From now on it says that it lives, and nothing of its connections.
  two.b.survey.stop();
  const b = two.b.presence.node;
  expect(await admin.listConnections.query()).toMatchObject({
    items: [],
    daemons: [
      { name: two.a.presence.node, hasAnswered: true },
      { name: b, hasAnswered: false },
    ],
  });
  await expect(admin.disconnect.mutate({ id })).rejects.toMatchObject({
    message: `It may be on a daemon that does not answer: ${b}.`,
    data: { domain: { code: 'unavailable' } },
  });
  const ofB = two.b.http(ada.token).admin.listConnections;
  await vi.waitFor(async () => {
    const now = (await ofB.query()).items;
    expect(now).toHaveLength(1);
    expect(now[0]!.id).not.toBe(id);
  }, patient);
});

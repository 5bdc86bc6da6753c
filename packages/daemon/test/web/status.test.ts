// Away and do-not-disturb: said once, shown by every device on every daemon, kept over restarts.

import {
  applyPresenceDiff,
  bearingOf,
  type PresenceMeta,
  type PresenceState,
} from '@parley/shared/presence';
import { expect, test, vi } from 'vitest';
import { sessionTopic } from '../../src/accounts/index.ts';
import { createBus } from '../../src/pubsub/bus.ts';
import { createMemoryNetwork } from '../../src/pubsub/memory.ts';
import { systemClock, systemIds } from '../../src/telemetry/index.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { listenToRoom, type RoomListener } from '../support/room-listener.ts';
import { createWebWorld } from '../support/web.ts';
import { createWorld, silentLog } from '../support/world.ts';

const patient = { timeout: 15_000 };

/** What a subscriber who follows state and diffs knows of one user's devices. */
function metasOf({ events }: RoomListener, userId: string): PresenceMeta[] {
  let state: PresenceState = {};
  for (const event of events) {
    if (event.type === 'presence.state') state = event.state;
    if (event.type === 'presence.diff') state = applyPresenceDiff(state, event);
  }
  return state[userId]?.metas ?? [];
}

const bearing = (listener: RoomListener, userId: string) =>
  bearingOf(metasOf(listener, userId), Date.now());

async function startTwo() {
  const database = await createTestDatabase();
  const network = createMemoryNetwork();
  const start = async () => {
    const bus = createBus({
      open: network.open,
      origin: systemIds.uuid(),
      clock: systemClock,
      log: silentLog,
      onError: (error) => {
        throw error;
      },
    });
    await bus.connected;
    const world = await createWebWorld({ database, bus });
    return {
      ...world,
      async end() {
        await world[Symbol.asyncDispose]();
        await bus.close();
      },
    };
  };
  return { database, start };
}

test('away with a text is said once, and shown by all devices on all daemons, among members, and after a restart', async () => {
  const { database, start } = await startTwo();
  const [a, b] = [await start(), await start()];
  const [ada, bob] = [await a.signUp('ada'), await a.signUp('bob')];
  const id = ada.scope.user.id;
  listenToRoom(a.live(ada.token), 'lobby');
  listenToRoom(b.live(ada.token), 'lobby');
  const watcher = listenToRoom(b.live(bob.token), 'lobby');
  await vi.waitFor(() => expect(metasOf(watcher, id)).toHaveLength(2), patient);

  const set = await a
    .http(ada.token)
    .accounts.setStatus.mutate({ state: 'dnd', text: 'Writing the release' });
  await vi.waitFor(() => {
    expect(metasOf(watcher, id).map(({ status }) => status)).toEqual([set, set]);
  }, patient);
  expect(bearing(watcher, id)).toEqual({ bearing: 'dnd', text: 'Writing the release' });
  expect(await b.http(ada.token).accounts.me.query()).toMatchObject({ status: set });
  const { items } = await b.http(bob.token).chat.listMembers.query({ room: 'lobby' });
  expect(items.find(({ user }) => user.username === 'ada')).toMatchObject({ status: set });
  expect(items.find(({ user }) => user.username === 'bob')).not.toHaveProperty('status');

  await a.end();
  await b.end();
  const c = await start();
  const later = listenToRoom(c.live(bob.token), 'lobby');
  listenToRoom(c.live(ada.token), 'lobby');
  await vi.waitFor(() => expect(bearing(later, id).bearing).toBe('dnd'), patient);
  await c.http(ada.token).accounts.setStatus.mutate({ state: 'available' });
  await vi.waitFor(
    () => expect(bearing(later, id)).toEqual({ bearing: 'here', text: '' }),
    patient,
  );
  await c.end();
  await database.drop();
});

test('a status is one diff per room, whatever the number of devices and listeners', async () => {
  await using world = await createWebWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  for (let device = 0; device < 3; device += 1) listenToRoom(world.live(ada.token), 'lobby');
  const watcher = listenToRoom(world.live(bob.token), 'lobby');
  await vi.waitFor(() => expect(metasOf(watcher, ada.scope.user.id)).toHaveLength(3));
  await vi.waitFor(() => expect(metasOf(watcher, bob.scope.user.id)).toHaveLength(1));
  const before = watcher.events.length;
  world.takeQueries();
  await world.accounts.setStatus(ada.scope, { state: 'away' });
  const statements = world.takeQueries().filter((query) => !/^(begin|commit)/i.test(query));
  expect(statements).toHaveLength(2);
  await vi.waitFor(() => expect(bearing(watcher, ada.scope.user.id).bearing).toBe('away'));
  expect(watcher.events.slice(before)).toHaveLength(1);
});

test('nobody at any device is away, anybody at one is here; and who reconnects idle never shows as active', async () => {
  await using world = await createWebWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const id = ada.scope.user.id;
  const [laptop, phone] = [world.live(ada.token), world.live(ada.token)];
  for (const device of [laptop, phone]) listenToRoom(device, 'lobby');
  const watcher = listenToRoom(world.live(bob.token), 'lobby');
  await vi.waitFor(() => expect(metasOf(watcher, id)).toHaveLength(2));
  const idle = () => metasOf(watcher, id).filter(({ idleSince }) => idleSince !== undefined);

  await laptop.client.presence.setIdle.mutate({ idle: true });
  await vi.waitFor(() => expect(idle()).toHaveLength(1));
  expect(bearing(watcher, id).bearing).toBe('here');
  await phone.client.presence.setIdle.mutate({ idle: true });
  await vi.waitFor(() => expect(bearing(watcher, id).bearing).toBe('idle'));
  await phone.client.presence.setIdle.mutate({ idle: false });
  await vi.waitFor(() => expect(bearing(watcher, id).bearing).toBe('here'));
  await expect(world.http(ada.token).presence.setIdle.mutate({ idle: true })).rejects.toMatchObject(
    { data: { domain: { code: 'unsupported' } } },
  );

  // What one says of oneself goes before what a device noticed.
  await phone.client.presence.setIdle.mutate({ idle: true });
  await world.accounts.setStatus(ada.scope, { state: 'dnd' });
  await vi.waitFor(() => expect(bearing(watcher, id).bearing).toBe('dnd'));
  await world.accounts.setStatus(ada.scope, { state: 'available' });
  await vi.waitFor(() => expect(bearing(watcher, id).bearing).toBe('idle'));

  const before = watcher.events.length;
  const back = world.live(ada.token, { idle: 'true' });
  listenToRoom(back, 'lobby');
  await vi.waitFor(() => expect(idle()).toHaveLength(3));
  for (const event of watcher.events.slice(before)) {
    if (event.type !== 'presence.diff') continue;
    for (const meta of event.joins[id]?.metas ?? []) expect(meta).toHaveProperty('idleSince');
  }
});

test('of two statuses the later one holds, whatever order they are heard in, though the clock stands still', async () => {
  const at = new Date();
  await using world = await createWebWorld({ clock: { ...systemClock, now: () => at } });
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const phone = world.live(ada.token);
  listenToRoom(phone, 'lobby');
  const watcher = listenToRoom(world.live(bob.token), 'lobby');
  const all = await Promise.all(
    ['one', 'two', 'three', 'four'].map((text) =>
      world.accounts.setStatus(ada.scope, { state: 'away', text }),
    ),
  );
  const sinces = all.map(({ since }) => since).sort();
  expect(new Set(sinces).size).toBe(4);
  const newest = all.find(({ since }) => since === sinces.at(-1))!;
  const { user } = ada.scope;
  for (const status of all) {
    world.pubsub.publish(sessionTopic, { type: 'user.changed', user: { ...user, status } });
  }
  await phone.client.presence.setIdle.mutate({ idle: true });
  await vi.waitFor(() => {
    const [meta] = metasOf(watcher, user.id);
    expect(meta).toHaveProperty('idleSince');
    expect(meta!.status).toEqual(newest);
  });
  expect((await world.accounts.getAccount(ada.scope)).status).toEqual(newest);
});

test('a status ends by itself, and what is not one is refused with its field', async () => {
  let later = 0;
  const clock = { ...systemClock, now: () => new Date(Date.now() + later) };
  await using world = await createWorld({ clock });
  const { scope } = await world.signUp('ada');
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await world.accounts.setStatus(scope, { state: 'dnd', text: 'In a meeting', until });
  const statusNow = async () =>
    (await world.chat.listMembers(scope, { room: 'lobby' })).items[0]!.status;
  expect(await statusNow()).toMatchObject({ state: 'dnd', text: 'In a meeting', until });
  later = 3_700_000;
  expect(await statusNow()).toBeUndefined();
  await expect(world.accounts.setStatus(scope, { state: 'away', until })).rejects.toMatchObject({
    fields: { until: ['must be in the future'] },
  });
});

test('a status is one line of text without control characters', async () => {
  await using world = await createWebWorld();
  const { token } = await world.signUp('ada');
  const { accounts } = world.http(token);
  const texts = [
    'x'.repeat(101),
    'a\nb',
    'a\u001b]52;c;cm0gLXJmIC8=\u0007',
    'a\u009b2J',
    'a\u202eb',
    '\u200b\u200b',
    'a\u0000b',
  ];
  for (const text of texts) {
    await expect(accounts.setStatus.mutate({ state: 'away', text }), text).rejects.toMatchObject({
      data: { domain: { code: 'invalid', fields: { text: expect.anything() } } },
    });
  }
  await expect(accounts.setStatus.mutate({ state: 'gone' as 'away' })).rejects.toMatchObject({
    data: { domain: { fields: { state: ['must be one of available, away, dnd'] } } },
  });
  expect(await accounts.me.query()).not.toHaveProperty('status');
});

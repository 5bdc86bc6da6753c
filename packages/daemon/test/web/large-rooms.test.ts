// Rooms with very many present: what a join and a crowd cost stays bounded, and nobody is missing for it.

import type { RoomEvent } from '@parley/shared/events';
import { limits } from '@parley/shared/limits';
import type { PresenceState } from '@parley/shared/presence';
import { expect, test, vi } from 'vitest';
import { roomPresence } from '../../src/chat/index.ts';
import { listenToRoom, type RoomListener } from '../support/room-listener.ts';
import { createWebWorld, type WebWorld } from '../support/web.ts';

type PresenceEvent = Extract<RoomEvent, { type: 'presence.state' | 'presence.diff' }>;

const patient = { timeout: 20_000 };
const presenceOf = ({ events }: RoomListener): PresenceEvent[] =>
  events.filter(
    (event): event is PresenceEvent =>
      event.type === 'presence.state' || event.type === 'presence.diff',
  );
const countIn = (listener: RoomListener) => presenceOf(listener).at(-1)?.count;

function expectBounded(events: readonly PresenceEvent[]): void {
  for (const event of events) {
    const told = event.type === 'presence.state' ? [event.state] : [event.joins, event.leaves];
    const keys = told.flatMap((state) => Object.keys(state));
    expect(keys.length).toBeLessThanOrEqual(limits.presenceShown);
    expect(JSON.stringify(event).length).toBeLessThan(limits.frameBytes);
  }
}

async function crowd(world: WebWorld, size: number) {
  const { scope } = await world.signUp('ada');
  const { id } = await world.chat.getRoom(scope, 'lobby');
  const topic = roomPresence(id);
  const people = Array.from({ length: size }, (_, index) => ({
    key: world.ids.uuid(),
    username: `person-${index}`,
  }));
  const come = () =>
    people.map(({ key, username }) =>
      world.presence.track(topic, key, { username, device: 'A device of some length' }),
    );
  return { topic, come };
}

test('of 10,000 present a join is told the first hundred and the number, and pages hold all, each once', async () => {
  await using world = await createWebWorld();
  const { topic, come } = await crowd(world, 10_000);
  const { token } = await world.signUp('bob');
  come();
  await vi.waitFor(() => expect(world.presence.count(topic)).toBe(10_000), patient);
  const listener = listenToRoom(world.live(token), 'lobby');
  await vi.waitFor(() => expect(countIn(listener)).toBe(10_001), patient);
  const [state] = presenceOf(listener);
  expect(state).toMatchObject({ type: 'presence.state', count: 10_000 });
  expectBounded(presenceOf(listener));

  const { presence } = world.http(token);
  const keys: string[] = [];
  for (let after: string | undefined; ; after = keys.at(-1)) {
    const page: PresenceState = await presence.list.query({ topic, after });
    const found = Object.keys(page);
    if (found.length === 0) break;
    expect(found.length).toBeLessThanOrEqual(limits.presencePage);
    keys.push(...found);
  }
  expect(keys).toEqual(Object.keys(world.presence.list(topic)));
  expect(keys).toHaveLength(10_001);
  const few = await presence.list.query({ topic, limit: 3 });
  expect(Object.keys(few)).toEqual(keys.slice(0, 3));
  for (const limit of [0, -1, 0.5]) {
    await expect(presence.list.query({ topic, limit })).rejects.toMatchObject({
      data: { domain: { code: 'invalid' } },
    });
  }
});

test('1,000 who come at once, and go at once, are few frames of bounded size to whoever listens', async () => {
  await using world = await createWebWorld();
  const { come } = await crowd(world, 1_000);
  const { token } = await world.signUp('bob');
  const listener = listenToRoom(world.live(token), 'lobby');
  await vi.waitFor(() => expect(countIn(listener)).toBe(1), patient);
  const before = presenceOf(listener).length;
  const trackings = come();
  await vi.waitFor(() => expect(countIn(listener)).toBe(1_001), patient);
  for (const tracking of trackings) tracking.end();
  await vi.waitFor(() => expect(countIn(listener)).toBe(1), patient);
  const told = presenceOf(listener).slice(before);
  expect(told.length).toBeLessThanOrEqual(20);
  expectBounded(told);
});

test('a connection is one device, however often it listens, until it listens no more', async () => {
  await using world = await createWebWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const { id } = await world.chat.getRoom(ada.scope, 'lobby');
  const devices = () => world.presence.list(roomPresence(id))[ada.scope.user.id]?.metas.length ?? 0;
  const live = world.live(ada.token);
  const [first, second] = [listenToRoom(live, 'lobby'), listenToRoom(live, id)];
  const watcher = listenToRoom(world.live(bob.token), 'lobby');
  await vi.waitFor(() => {
    expect(first.types()).toContain('presence.state');
    expect(second.types()).toContain('presence.state');
    expect(countIn(watcher)).toBe(2);
  });
  expect(devices()).toBe(1);
  first.stop();
  await vi.waitFor(async () => {
    const [connection] = (await world.http(ada.token).admin.listConnections.query()).items.filter(
      ({ user }) => user?.username === 'ada',
    );
    expect(connection!.topics).toHaveLength(1);
  });
  expect(countIn(watcher)).toBe(2);
  second.stop();
  await vi.waitFor(() => expect(countIn(watcher)).toBe(1), patient);
});

// Everybody hears of public rooms that come to be or change, and of private ones nobody who is not in them.

import type { ActivityEvent } from '@parley/shared/events';
import { expect, test, vi } from 'vitest';
import { publicRoomTopic } from '../../src/chat/index.ts';
import { createWebWorld, type WebWorld } from '../support/web.ts';

function listen(world: WebWorld, token: string) {
  const events: ActivityEvent[] = [];
  const { client } = world.live(token);
  client.chat.onActivity.subscribe(undefined, { onData: (event) => events.push(event) });
  const listed = () =>
    events.flatMap((event) => (event.type === 'rooms.listed' ? event.rooms : []));
  const joined = vi.waitFor(() => expect(events).toMatchObject([{ type: 'activity.joined' }]));
  return { events, listed, joined };
}

test('a public room is told to all as it is made, changed and archived, several in one event', async () => {
  await using world = await createWebWorld();
  const [ada, eve] = [await world.signUp('ada'), await world.signUp('eve')];
  const heard = listen(world, eve.token);
  await heard.joined;
  const { id } = await world.chat.createRoom(ada.scope, { slug: 'garden', visibility: 'public' });
  await world.chat.createRoom(ada.scope, { slug: 'attic', visibility: 'public' });
  await vi.waitFor(() => expect(heard.listed()).toMatchObject([{ slug: 'attic' }, { id }]));
  expect(heard.events).toHaveLength(2);
  // Just what the list tells an outsider.
  const item = await world.chat.getRoom(eve.scope, 'garden');
  expect(item).toMatchObject(heard.listed()[1]!);
  expect(heard.listed()[1]).not.toHaveProperty('membership');
  await world.chat.updateRoom(ada.scope, { room: id, slug: 'orchard', topic: 'Trees' });
  await vi.waitFor(() =>
    expect(heard.listed().at(-1)).toMatchObject({ id, slug: 'orchard', topic: 'Trees' }),
  );
  await world.chat.archiveRoom(ada.scope, id, true);
  await vi.waitFor(() =>
    expect(heard.listed().at(-1)).toMatchObject({ id, archivedAt: expect.any(String) }),
  );
});

test('rows 31–33: of a private room nothing is told to others, whatever is done to it', async () => {
  await using world = await createWebWorld();
  const [ada, eve] = [await world.signUp('ada'), await world.signUp('eve')];
  const heard = listen(world, eve.token);
  await heard.joined;
  const published: string[] = [];
  world.pubsub.subscribe(publicRoomTopic, ({ roomId }) => published.push(roomId));
  const { id } = await world.chat.createRoom(ada.scope, { slug: 'vault', visibility: 'private' });
  await world.chat.updateRoom(ada.scope, { room: id, slug: 'safe', topic: 'Keys' });
  await world.chat.archiveRoom(ada.scope, id, true);
  await world.chat.openDirect(ada.scope, ['eve']);
  expect(await world.chat.readPublicRooms([id])).toEqual([]);
  const last = await world.chat.createRoom(ada.scope, { slug: 'last', visibility: 'public' });
  await vi.waitFor(() => expect(heard.listed()).toMatchObject([{ slug: 'last' }]));
  // Two fences: not told inside either.
  expect(published).toEqual([last.id]);
  expect(JSON.stringify(heard.events)).not.toMatch(/vault|safe|Keys/);
  expect(heard.events.filter(({ type }) => type === 'rooms.listed')).toHaveLength(1);
});

test('a room that closes and opens again at once is told as the public one that it is', async () => {
  await using world = await createWebWorld();
  const [ada, eve] = [await world.signUp('ada'), await world.signUp('eve')];
  const { id } = await world.chat.createRoom(ada.scope, { slug: 'garden', visibility: 'public' });
  const heard = listen(world, eve.token);
  await heard.joined;
  for (const visibility of ['private', 'public', 'private', 'public'] as const)
    await world.chat.updateRoom(ada.scope, { room: id, visibility });
  await vi.waitFor(() => expect(heard.listed()).toMatchObject([{ id, visibility: 'public' }]));
  expect(heard.events.at(-1)).not.toHaveProperty('gone');
});

test('while the database is away what is to be told waits', async () => {
  await using world = await createWebWorld();
  const [ada, eve] = [await world.signUp('ada'), await world.signUp('eve')];
  const heard = listen(world, eve.token);
  await heard.joined;
  const read = world.chat.readPublicRooms;
  let failures = 0;
  world.chat.readPublicRooms = async (roomIds) => {
    failures += 1;
    if (failures === 1) throw new Error('the database is away');
    return read(roomIds);
  };
  await world.chat.createRoom(ada.scope, { slug: 'garden', visibility: 'public' });
  await vi.waitFor(() => expect(heard.listed()).toMatchObject([{ slug: 'garden' }]), 20_000);
  expect(failures).toBe(2);
});

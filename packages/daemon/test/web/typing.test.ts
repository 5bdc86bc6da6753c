// Typing in threads: told with the thread, seldom for each place, and to nobody who may not see how it began.

import type { RoomEvent } from '@parley/shared/events';
import { expect, test, vi } from 'vitest';
import { listenToRoom, type RoomListener } from '../support/room-listener.ts';
import { createWebWorld } from '../support/web.ts';

type Typing = Extract<RoomEvent, { type: 'typing' }>;

const placesIn = ({ events }: RoomListener) =>
  events.filter((event): event is Typing => event.type === 'typing').map((one) => one.threadId);

async function joined(listener: RoomListener): Promise<RoomListener> {
  await vi.waitFor(() => expect(listener.types()).toContain('presence.state'));
  return listener;
}

test('a notice says in which thread one types, and each place has its own throttle', async () => {
  await using world = await createWebWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const root = await world.chat.sendMessage(bob.scope, { room: 'lobby', body: 'x', clientId: 'c' });
  const watcher = await joined(listenToRoom(world.live(bob.token), 'lobby'));
  await world.http(ada.token).chat.sendTyping.mutate({ room: 'lobby', threadId: root.id });
  for (const place of [undefined, root.id, undefined, root.id]) {
    await world.chat.sendTyping(ada.scope, 'lobby', place);
  }
  await world.chat.sendMessage(ada.scope, { room: 'lobby', body: 'done', clientId: 'd' });
  await vi.waitFor(() => expect(watcher.seqs()).toEqual([1, 2]));
  expect(placesIn(watcher)).toEqual([root.id, null]);
});

test('a thread that is none of the room is refused, and a reply begins none', async () => {
  await using world = await createWebWorld();
  const { scope, token } = await world.signUp('ada');
  const send = (room: string, clientId: string, threadId?: string) =>
    world.chat.sendMessage(scope, { room, body: 'x', clientId, threadId });
  await world.chat.createRoom(scope, { slug: 'tea', visibility: 'private' });
  const root = await send('lobby', 'one');
  const reply = await send('lobby', 'two', root.id);
  const foreign = await send('tea', 'three');
  const { chat } = world.http(token);
  for (const [threadId, sentence] of [
    [world.ids.uuid(), 'is no message of this room'],
    [foreign.id, 'is no message of this room'],
    [reply.id, `is itself in a thread: name the first message of that, ${root.id}`],
  ] as const) {
    await expect(chat.sendTyping.mutate({ room: 'lobby', threadId })).rejects.toMatchObject({
      data: { domain: { code: 'invalid', fields: { threadId: [sentence] } } },
    });
  }
});

test('row 38: who came later hears of nobody who types in a thread from before', async () => {
  await using world = await createWebWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const { id: room } = await world.chat.createRoom(ada.scope, {
    slug: 'tea',
    visibility: 'private',
  });
  await world.chat.updateRoom(ada.scope, { room, showsPast: false });
  const send = (clientId: string) =>
    world.chat.sendMessage(ada.scope, { room, body: 'x', clientId });
  const before = await send('before');
  await world.chat.inviteMember(ada.scope, { room, username: 'bob' });
  const after = await send('after');
  const old = await joined(listenToRoom(world.live(ada.token), room));
  const late = await joined(listenToRoom(world.live(bob.token), room));
  await world.chat.sendTyping(ada.scope, room, before.id);
  await world.chat.sendTyping(ada.scope, room, after.id);
  await world.chat.sendTyping(ada.scope, room);
  await vi.waitFor(() => expect(placesIn(old)).toEqual([before.id, after.id, null]));
  await vi.waitFor(() => expect(placesIn(late)).toEqual([after.id, null]));
  await expect(world.chat.sendTyping(bob.scope, room, before.id)).rejects.toMatchObject({
    fields: { threadId: ['is no message of this room'] },
  });
});

// Pins: who sets them, who sees them, how many there are, and that everybody hears of them.

import { limits } from '@parley/shared/limits';
import { expect, test, vi } from 'vitest';
import { listenToRoom } from '../support/room-listener.ts';
import { createWebWorld, type WebWorld } from '../support/web.ts';
import { createWorld } from '../support/world.ts';

/** A message in the lobby, and one who has listened there since before it. */
async function sendWhileListening(world: WebWorld) {
  const ada = await world.signUp('ada');
  const listener = listenToRoom(world.live(ada.token), 'lobby');
  await vi.waitFor(() => expect(listener.types()).toContain('presence.state'));
  const input = { room: 'lobby', body: 'one', clientId: 'one' };
  const { id } = await world.chat.sendMessage(ada.scope, input);
  return { ada, listener, id };
}

test('members pin and unpin, in any order and twice; a list has the one pinned last first', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const send = (body: string) =>
    world.chat.sendMessage(ada.scope, { room: 'lobby', body, clientId: body });
  const [one, two, three] = [await send('one'), await send('two'), await send('three')];
  for (const { id } of [two, one, three, two]) await world.chat.pinMessage(bob.scope, id);
  const bodies = async () =>
    (await world.chat.listPins(ada.scope, 'lobby')).map(({ body }) => body);
  expect(await bodies()).toEqual(['three', 'one', 'two']);
  await world.chat.unpinMessage(ada.scope, one.id);
  await world.chat.unpinMessage(ada.scope, one.id);
  await world.chat.editMessage(ada.scope, { id: two.id, body: 'two!' });
  expect(await bodies()).toEqual(['three', 'two!']);
  await world.chat.deleteMessage(ada.scope, three.id);
  expect(await bodies()).toEqual(['two!']);
  const { items } = await world.chat.listMessages(bob.scope, { room: 'lobby' });
  expect(items.map(({ pinnedAt }) => pinnedAt !== undefined)).toEqual([false, true, false]);
});

test('who may not write there pins nothing; hidden rooms are absent', async () => {
  await using world = await createWorld();
  const [ada, bob, cyd] = [
    await world.signUp('ada'),
    await world.signUp('bob'),
    await world.signUp('cyd'),
  ];
  await world.chat.createRoom(bob.scope, { slug: 'open', visibility: 'public' });
  const sent = await world.chat.sendMessage(bob.scope, { room: 'open', body: 'x', clientId: 'x' });
  const pin = (person: typeof ada, id = sent.id) => world.chat.pinMessage(person.scope, id);
  await expect(pin(cyd)).rejects.toMatchObject({ code: 'forbidden' });
  await world.chat.joinRoom(cyd.scope, 'open');
  await world.chat.updateRoom(bob.scope, { room: 'open', isReadOnly: true });
  await expect(pin(cyd)).rejects.toMatchObject({ code: 'forbidden' });
  await pin(bob);
  await world.chat.createRoom(bob.scope, { slug: 'den', visibility: 'private' });
  const inside = { room: 'den', body: 'y', clientId: 'y' };
  const hidden = await world.chat.sendMessage(bob.scope, inside);
  for (const act of [
    () => pin(cyd, hidden.id),
    () => world.chat.unpinMessage(cyd.scope, hidden.id),
    () => world.chat.listPins(cyd.scope, 'den'),
    () => pin(cyd, world.ids.uuid()),
  ]) {
    await expect(act()).rejects.toMatchObject({ code: 'not_found' });
  }
});

test('row 38: a pin from before a member came is not theirs to see, in the list as in the room', async () => {
  await using world = await createWebWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  await world.chat.createRoom(ada.scope, { slug: 'den', visibility: 'private' });
  await world.chat.updateRoom(ada.scope, { room: 'den', showsPast: false });
  const send = (body: string) =>
    world.chat.sendMessage(ada.scope, { room: 'den', body, clientId: body });
  const past = await send('secret');
  await world.chat.pinMessage(ada.scope, past.id);
  await world.chat.inviteMember(ada.scope, { room: 'den', username: 'bob' });
  const listener = listenToRoom(world.live(bob.token), 'den');
  await vi.waitFor(() => expect(listener.types()).toContain('presence.state'));
  const now = await world.chat.sendMessage(ada.scope, {
    room: 'den',
    body: 'for all',
    clientId: 'for all',
    replyTo: past.id,
  });
  await world.chat.unpinMessage(ada.scope, past.id);
  await world.chat.pinMessage(ada.scope, past.id);
  await world.chat.pinMessage(ada.scope, now.id);
  await vi.waitFor(() => expect(listener.types()).toContain('message.pinned'));
  expect(await world.chat.listPins(bob.scope, 'den')).toMatchObject([{ id: now.id, quote: null }]);
  expect(await world.chat.listPins(ada.scope, 'den')).toHaveLength(2);
  const told = listener.events.flatMap((event) => ('messageId' in event ? [event.messageId] : []));
  expect(told).toEqual([now.id]);
  expect(JSON.stringify(listener.events)).not.toContain('secret');
  await expect(world.chat.pinMessage(bob.scope, past.id)).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('subscribers hear of pins live, and one that resumes is told of what it missed', async () => {
  await using world = await createWebWorld();
  const { ada, listener, id } = await sendWhileListening(world);
  await world.chat.pinMessage(ada.scope, id);
  await world.chat.unpinMessage(ada.scope, id);
  await world.chat.pinMessage(ada.scope, id);
  await vi.waitFor(() =>
    expect(listener.events.filter(({ type }) => /pinned/.test(type))).toMatchObject([
      { type: 'message.pinned', seq: 1, messageId: id, change: 1, user: { username: 'ada' } },
      { type: 'message.unpinned', seq: 1, messageId: id, change: 2 },
      { type: 'message.pinned', seq: 1, messageId: id, change: 3 },
    ]),
  );
  const resumed = listenToRoom(world.live(ada.token), 'lobby', '1');
  await vi.waitFor(() => expect(resumed.types()).toContain('room.joined'));
  expect(resumed.events[0]).toMatchObject({
    changed: [{ id, change: 3, pinnedAt: expect.any(String) }],
  });
});

test('F9: a lost broadcast of a pin is healed from the table', async () => {
  await using world = await createWebWorld();
  const { ada, listener, id } = await sendWhileListening(world);
  world.pubsub.setConnected(false);
  await world.chat.pinMessage(ada.scope, id);
  world.pubsub.setConnected(true);
  await vi.waitFor(
    () =>
      expect(listener.events.at(-1)).toMatchObject({
        type: 'message.edited',
        message: { id, change: 1, pinnedAt: expect.any(String) },
      }),
    { timeout: 15_000 },
  );
});

test('a room has so many pins and no more, also when all are set at once', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  const sent = await Promise.all(
    Array.from({ length: limits.pinsPerRoom + 2 }, (_, index) =>
      world.chat.sendMessage(ada.scope, { room: 'lobby', body: `m${index}`, clientId: `${index}` }),
    ),
  );
  const pinned = await Promise.allSettled(
    sent.map(({ id }) => world.chat.pinMessage(ada.scope, id)),
  );
  const refused = pinned.filter(({ status }) => status === 'rejected');
  expect(refused).toMatchObject([{ reason: { code: 'limited' } }, { reason: { code: 'limited' } }]);
  const pins = await world.chat.listPins(ada.scope, 'lobby');
  expect(pins).toHaveLength(limits.pinsPerRoom);
  await world.chat.unpinMessage(ada.scope, pins[0]!.id);
  const left = sent.find(({ id }) => !pins.some((pin) => pin.id === id))!;
  await world.chat.pinMessage(ada.scope, left.id);
});

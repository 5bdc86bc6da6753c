// Public rooms that somebody makes, changes or archives are listed with others as that happens.

import { expect, test } from 'vitest';
import { viewRoom } from '../support/chat-views.ts';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

async function sit() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  server.addRoom('lobby');
  const bob = await takeSeat(server, { token: 'bob' });
  await bob.sees('Message #lobby');
  return { server, bob, [Symbol.asyncDispose]: () => bob[Symbol.asyncDispose]() };
}

test('a room that somebody makes can be joined from where one sits, and is called what it is called now', async () => {
  await using seat = await sit();
  const { server, bob } = seat;
  const garden = viewRoom({
    id: '01990000-0000-7000-8000-00000000000a',
    slug: 'garden',
    topic: 'Plants',
  });
  const tell = (...rooms: unknown[]) => server.activity.deliver({ type: 'rooms.listed', rooms });
  tell(garden, { id: 'broken' });
  await bob.sees((rows) => /More rooms\s.*\n #garden/.test(rows.join('\n')));
  bob.type('/join ga');
  await bob.sees(/garden +Plants/);
  tell({ ...garden, slug: 'orchard', topic: 'Trees' });
  bob.type(`${keys.ctrl('u')}/join or`);
  await bob.sees(/orchard +Trees/);
  const rows = await bob.sees((lines) => lines.some((line) => line.startsWith(' #orchard')));
  expect(rows.join('\n')).not.toContain('#garden');
  tell({ ...garden, slug: 'orchard', archivedAt: '2026-03-01T10:00:00.000Z' });
  await bob.sees((lines) => !lines.join('\n').includes('#orchard'));
  tell({ ...garden, slug: 'orchard' });
  await bob.sees((lines) => lines.some((line) => line.startsWith(' #orchard')));
});

test('of my own rooms nothing is lost by what everybody hears of them', async () => {
  await using seat = await sit();
  const { server, bob } = seat;
  server.say('ada', 'lobby', 'Good morning');
  await bob.sees('Good morning');
  const known = [...bob.store.getState().rooms.values()][0]!;
  const room = { ...known.room, topic: 'A new one', lastSeq: 0, lastMain: 0, archivedAt: null };
  server.activity.deliver({ type: 'rooms.listed', rooms: [room] });
  const rows = await bob.sees('A new one');
  expect(rows.join('\n')).toContain('Good morning');
  const archived = { ...room, archivedAt: '2026-03-01T10:00:00.000Z' };
  server.activity.deliver({ type: 'rooms.listed', rooms: [archived] });
  await bob.sees('archived');
  expect(bob.store.getState().rooms.get(room.id)).toMatchObject({
    membership: known.membership,
    room: { lastSeq: 1, lastMain: 1 },
  });
});

test('when word of rooms may have been lost the list is read anew', async () => {
  await using seat = await sit();
  const { server, bob } = seat;
  server.addRoom('later');
  server.activity.rejoin();
  await bob.sees('#later');
});

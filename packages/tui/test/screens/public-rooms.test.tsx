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

test('a room that became private leaves the list, and who looks into it is led out and told why', async () => {
  await using seat = await sit();
  const { server, bob } = seat;
  const mine = [...bob.store.getState().rooms.keys()][0]!;
  const other = viewRoom({ id: '01990000-0000-7000-8000-00000000000b', slug: 'attic' });
  server.activity.deliver({ type: 'rooms.listed', rooms: [other] });
  await bob.sees(' #attic');
  server.activity.deliver({ type: 'rooms.listed', rooms: [], gone: [other.id, mine] });
  await bob.sees((lines) => !lines.join('\n').includes('#attic'));
  const id = server.addRoom('garden');
  server.activity.rejoin();
  await bob.sees('#garden');
  bob.type(`/room garden${keys.enter}`);
  await bob.sees('Message #garden');
  bob.type(`/leave${keys.enter}`);
  await bob.sees('Leave #garden?');
  bob.type('y');
  await bob.sees('You left #garden.');
  bob.type(`/room garden${keys.enter}`);
  await bob.sees('#garden · not joined');
  await server.openApi('http://test', 'ada').updateRoom({ room: id, visibility: 'private' });
  server.activity.deliver({ type: 'rooms.listed', rooms: [], gone: [id] });
  await bob.sees('#garden is private now.');
  await bob.sees((lines) => !lines.join('\n').includes('not joined'));
  expect([...bob.store.getState().rooms.keys()]).toEqual([mine]);
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

// The list of rooms and the open one: among many rooms it is seen, and opening it again changes nothing.

import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

test('among more rooms than rows the open one is always in the list, whichever way one comes to it', async () => {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  for (let index = 10; index < 60; index++) server.addRoom(`room-${index}`);
  await using seat = await takeSeat(server, { token: 'ada', columns: 80 });
  await seat.sees('Message #room-10');
  seat.type(`/go room-40${keys.enter}`);
  await seat.sees('Message #room-40');
  await seat.sees(/^ #room-40 /mu);
  for (const next of [39, 38, 37, 36]) {
    seat.type(keys.ctrl('p'));
    await seat.sees(`Message #room-${next}`);
    await seat.sees(new RegExp(`^ #room-${next} `, 'mu'));
  }
  server.say('bob', 'room-58', 'Far down');
  await expect
    .poll(() =>
      [...seat.store.getState().rooms.values()].some(
        ({ room, membership }) => room.slug === 'room-58' && room.lastMain > membership!.readMain,
      ),
    )
    .toBe(true);
  seat.type(keys.alt('a'));
  await seat.sees('Message #room-58');
  await seat.sees(/^ #room-58 /mu);
});

test('opening the room again that is open leaves the line above what is new', async () => {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  for (const slug of ['alpha', 'beta']) server.addRoom(slug);
  server.say('bob', 'beta', 'News');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #alpha');
  seat.type(keys.alt('2'));
  await seat.sees('─ new ─');
  await seat.sees((rows) => !/#beta +1/u.test(rows.join('\n')));
  seat.type(keys.alt('2'));
  seat.type('typed after it');
  await seat.sees('› typed after it');
  expect(seat.screen().join('\n')).toContain('─ new ─');
});

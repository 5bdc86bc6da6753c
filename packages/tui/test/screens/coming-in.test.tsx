// What one is told on coming into a room: how long its messages are kept.

import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { takeSeat } from '../support/seat.tsx';

test('who comes in reads how long messages are kept, below what was said before; the header says it always', async () => {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  const id = server.addRoom('lobby', 'Tea', { retentionDays: 30 });
  server.say('bob', 'lobby', 'Before she came');
  await using seat = await takeSeat(server, { token: 'ada', columns: 80 });
  await seat.sees('Before she came');
  await seat.sees(/#lobby kept 30 days +Tea/u);
  expect(seat.screen().join('\n')).not.toContain('Messages here are kept');
  server.activity.deliver({ type: 'room.entered', roomId: id });
  await seat.sees('· Messages here are kept for 30 days');
  server.say('bob', 'lobby', 'After it');
  const screen = await seat.sees('After it');
  const rows = ['Before she came', 'kept for 30 days', 'After it'].map((text) =>
    screen.findIndex((row) => row.includes(text)),
  );
  expect(rows).toEqual(rows.toSorted((a, b) => a - b));
});

test('where nothing is deleted that is said, also before anything was said, and the header stays as it is', async () => {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  const id = server.addRoom('lobby');
  await using seat = await takeSeat(server, { token: 'ada', columns: 80 });
  await seat.sees('Message #lobby');
  server.activity.deliver({ type: 'room.entered', roomId: id });
  await seat.sees('· Messages here are kept for ever.');
  expect(seat.screen()[0]).not.toContain('kept');
});

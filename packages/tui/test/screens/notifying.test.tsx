// What is told outside the window: a call as a call whatever comes first, and no call lost among chatter.

import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

const notify = { about: 'all', quietHours: null } as const;

function chat() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob', 'eve']) server.addUser(name);
  for (const slug of ['alpha', 'beta']) server.addRoom(slug);
  return server;
}

test('told of everything, one hears of a call that it is one, though the room tells it first', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada', notify });
  await seat.sees('Message #alpha');
  server.say('bob', 'beta', 'For anybody');
  await expect.poll(() => seat.notified.length).toBe(1);
  server.say('bob', 'beta', 'For @ada');
  await expect.poll(() => seat.notified.length).toBe(2);
  server.say('eve', 'beta', 'For anybody again');
  await expect.poll(() => seat.notified.length).toBe(3);
  expect(seat.notified.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    'message: For anybody',
    'mention: For @ada',
    'message: For anybody again',
  ]);
});

test('a call comes through chatter; what was held back is told as one', async () => {
  const server = chat();
  const notifyPace = { withinMs: 5_000, waitMs: 20 };
  await using seat = await takeSeat(server, { token: 'ada', notify, notifyPace });
  await seat.sees('Message #alpha');
  for (let index = 0; index < 9; index++) server.say('bob', 'beta', `Chatter ${index}`);
  await expect.poll(() => seat.notified.length).toBe(5);
  server.say('eve', 'beta', 'Fire, @ada');
  await expect.poll(() => seat.notified.length).toBeGreaterThan(5);
  expect(seat.notified).toContainEqual(
    expect.objectContaining({ kind: 'mention', author: 'eve', text: 'Fire, @ada' }),
  );
  await expect
    .poll(() => seat.notified.at(-1), { timeout: 20_000 })
    .toMatchObject({ kind: 'message', room: '#beta', author: 'bob', text: '4 more messages' });
  expect(seat.notified).toHaveLength(7);
});

test('more calls than fit are told together, and that they are for me', async () => {
  const server = chat();
  const notifyPace = { withinMs: 5_000, waitMs: 20 };
  await using seat = await takeSeat(server, { token: 'ada', notify, notifyPace });
  await seat.sees('Message #alpha');
  for (let index = 0; index < 8; index++) server.say('bob', 'beta', `@ada ${index}`);
  for (let index = 0; index < 7; index++) server.say('eve', 'beta', `Chatter ${index}`);
  await expect
    .poll(() => seat.notified.at(-1), { timeout: 20_000 })
    .toMatchObject({
      kind: 'mention',
      room: '#beta',
      author: 'bob, eve',
      text: '5 more messages, 3 of them for you',
    });
  expect(seat.notified).toHaveLength(11);
});

test('a call in the room is told while a thread lies over it, not while it stands beside', async () => {
  const server = chat();
  server.say('bob', 'alpha', 'Where shall we meet?');
  await using seat = await takeSeat(server, { token: 'ada', columns: 120 });
  await seat.sees('Where shall we meet?');
  seat.type(keys.escape);
  await seat.sees('k select');
  seat.type('kt');
  await seat.sees('Reply in the thread');
  server.say('bob', 'alpha', '@ada beside it');
  await seat.sees('@ada beside it');
  seat.resize(80, 24);
  await seat.sees((lines) => !lines.join('\n').includes('beside it'));
  server.say('bob', 'alpha', '@ada below it');
  await expect.poll(() => seat.notified.length, { timeout: 20_000 }).toBeGreaterThan(0);
  expect(seat.notified.map(({ text }) => text)).toEqual(['@ada below it']);
});

// Talks of few: they call, they come before what waits in rooms, and people are found by their names.

import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

function chat() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob', 'dan']) server.addUser(name);
  for (const slug of ['alpha', 'beta', 'gamma']) server.addRoom(slug);
  return server;
}

test('what is said directly is a call: counted as one, and led to before threads and the noise of rooms', async () => {
  const server = chat();
  const root = server.say('ada', 'gamma', 'Begins a thread');
  server.addRoom('talk', '', { kind: 'direct', visibility: 'private' });
  for (let index = 0; index < 30; index++) server.say('bob', 'gamma', `Noise ${index}`);
  server.say('bob', 'gamma', 'The reply', { threadId: root.id });
  server.say('dan', 'beta', 'Newer noise');
  server.say('dan', 'talk', 'Just for you');
  server.say('bob', 'beta', '@ada the call');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #alpha');
  await seat.sees(/nobody else +@1 /u);
  await seat.sees(/#beta +@1 2 /u);
  await seat.sees(/unread {2}@2/u);
  await expect.poll(() => seat.store.getState().activity.length).toBe(2);
  seat.type(keys.alt('a'));
  await seat.sees(/dan │ Just for you/u);
  seat.type(keys.alt('a'));
  await seat.sees(/▌.*bob │ @ada the call/u);
  seat.type(keys.alt('a'));
  await seat.sees('Thread in #gamma');
});

test('a talk is put away, not left, wherever one says so', async () => {
  const server = chat();
  server.addRoom('talk', '', { kind: 'direct', visibility: 'private' });
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #alpha');
  seat.type(`/go talk${keys.enter}`);
  await seat.sees('Message nobody else');
  const seesQuestion = async () => {
    await seat.sees(/Put nobody else away\?/u);
    await seat.sees('It is back with the next message in it.');
    seat.type('n');
    await seat.sees((lines) => !lines.join('\n').includes('away?'));
  };
  seat.type(`/leave${keys.enter}`);
  await seesQuestion();
  seat.type(`/settings${keys.enter}`);
  await seat.sees('Settings of');
  seat.type(`${keys.up}${keys.enter}`);
  await seesQuestion();
});

test('of rooms, the one that has waited longest comes first', async () => {
  const server = chat();
  server.say('bob', 'gamma', 'Older');
  server.say('bob', 'beta', 'Newer');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #alpha');
  await seat.sees(/#gamma +1 /u);
  await expect
    .poll(() => [...seat.store.getState().rooms.values()].every(({ isLive }) => isLive))
    .toBe(true);
  seat.type(keys.alt('a'));
  await seat.sees('Message #gamma');
  seat.type(keys.alt('a'));
  await seat.sees('Message #beta');
});

test('the palette finds a person one shares a room with, and opens the talk with them', async () => {
  const server = chat();
  server.say('dan', 'beta', 'I was here');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #alpha');
  await seat.sees(/#beta +1 /u);
  seat.type(keys.ctrl('k'));
  await seat.sees('a room, a person, a post, a command');
  seat.type('dan');
  await seat.sees(/@dan {2}talk with them alone/u);
  seat.type(keys.enter);
  await seat.sees('direct-dan');
});

// Looking for messages over all rooms, and going to one where it stands.

import { displayWidth } from '@parley/shared/text';
import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

function chat() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob', 'eve']) server.addUser(name);
  server.addRoom('kitchen');
  server.addRoom('lobby');
  return server;
}

test('what was found opens in its room, among what was said around it', async () => {
  const server = chat();
  for (let number = 1; number <= 300; number += 1) {
    server.say('bob', 'lobby', number === 40 ? 'The boat leaves at nine' : `line ${number}`);
  }
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #kitchen');
  seat.type(keys.escape);
  await seat.sees('i write');
  seat.type('/');
  await seat.sees('Find messages');
  await seat.sees('has:link');
  seat.type('boat');
  await seat.sees(/#lobby {2}bob {2}\S.*\d\d:\d\d/);
  await seat.sees('1 found');
  seat.type(keys.enter);
  await seat.sees(/▌.*bob │ The boat leaves at nine/);
  await seat.sees('line 39');
  await seat.sees('line 41');
  seat.type('/');
  await seat.sees('1 found');
  seat.type(`${keys.ctrl('u')}line${keys.enter}`);
  await seat.sees('30 and more found');
  // Down to where more is fetched, one after the other, as one would.
  for (let at = 0; at < 28; at += 1) seat.type(keys.down);
  await seat.sees('60 and more found');
  for (let at = 28; at < 39; at += 1) seat.type(keys.down);
  await seat.sees(/▌line 261/);
  seat.type(keys.enter);
  await seat.sees(/▌.*bob │ line 261/);
});

test('a reply is found in its thread, and gone to there', async () => {
  const server = chat();
  const root = server.say('bob', 'lobby', 'Where shall we meet?');
  for (let number = 1; number <= 60; number += 1) {
    const body = number === 7 ? 'By the old mill' : `reply ${number}`;
    server.say('eve', 'lobby', body, { threadId: root.id });
  }
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #kitchen');
  seat.type(`/find mill from:eve${keys.enter}`);
  await seat.sees('in a thread');
  await seat.sees('1 found');
  seat.type(keys.enter);
  await seat.sees('Thread in #lobby');
  await seat.sees(/▌.*eve │ By the old mill/);
  await seat.sees('reply 8');
});

test('nothing found, a cut line, and posts outside of rooms', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada', columns: 60, rows: 15 });
  await seat.sees('Message #kitchen');
  seat.type(`/find nonsense${keys.enter}`);
  const screen = await seat.sees('Nothing was found.');
  expect(screen.every((line) => displayWidth(line) <= 60)).toBe(true);
  server.cut();
  await seat.sees('Find messages');
  seat.type(' now');
  await seat.sees('✗ Cannot reach the server');
  server.mend();
  seat.type(keys.enter);
  await seat.sees('Nothing was found.');
  seat.type(keys.escape);
  await seat.sees('Message #kitchen');
  seat.type(`/posts${keys.enter}`);
  await seat.sees('Nobody has published a post yet');
  seat.type('/');
  await seat.sees('Esc');
  await expect.poll(() => seat.store.getState().posts.search).not.toBeNull();
});

test('rows 87–104: what was found stays text', async () => {
  const server = chat();
  server.say('eve', 'lobby', 'boat \u001b]52;c;cm0=\u0007\u009b2J\u0002 hostile');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #kitchen');
  const before = seat.output().length;
  seat.type(`/find boat${keys.enter}`);
  await seat.sees('hostile');
  const bytes = seat.output().slice(before);
  expect(bytes).not.toMatch(/[\u0002\u0007\u0080-\u009f]|\u001b\]/);
});

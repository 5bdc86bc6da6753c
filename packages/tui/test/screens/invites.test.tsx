// Links into a room: made, copied, come in by, ended.

import { displayWidth } from '@parley/shared/text';
import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

function chat() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  server.addRoom('lobby');
  server.addRoom('workshop');
  return server;
}

test('a link is made with its uses and its end, copied, and leads into the room wherever it is pasted', async () => {
  const server = chat();
  await using ada = await takeSeat(server, { token: 'ada', rows: 30 });
  await using bob = await takeSeat(server, { token: 'bob' });
  await ada.sees('Message #lobby');
  await bob.sees('Message #lobby');
  ada.type(`/room workshop${keys.enter}`);
  await ada.sees('Message #workshop');
  ada.type(`/settings${keys.enter}`);
  await ada.sees('Links into the room');
  ada.type(`${keys.up.repeat(3)}${keys.enter}`);
  await ada.sees('No link leads here. n makes one.');
  ada.type('n');
  await ada.sees('so many people; empty: any number');
  ada.type(`0${keys.tab}yesterweek`);
  await ada.sees('must be at least 1');
  await ada.sees('is no time: in 2 days');
  ada.type(`${keys.ctrl('u')}in 2 days${keys.backTab}${keys.ctrl('u')}5${keys.enter}`);
  await ada.sees('shown this once');
  await ada.sees(/lets in 5 more · until .*\d\d:\d\d · by ada/);
  ada.type('y');
  await expect.poll(() => ada.copied).toHaveLength(1);
  const [link = ''] = ada.copied;
  expect(link).toMatch(/^http:\/\/test\/join#inv_/);

  bob.type(`/leave workshop${keys.enter}`);
  await bob.sees('Leave #workshop?');
  bob.type('y');
  await bob.sees('You left #workshop.');
  bob.type(`/join ${link.replace('http://test', 'https://elsewhere.example')}${keys.enter}`);
  await bob.sees('It leads to another server. Go there first: :connect https://elsewhere.example');
  bob.type(keys.ctrl('k'));
  await bob.sees('a room, a person, a post, a command');
  bob.type(keys.paste(link));
  await bob.sees('Join by this link');
  bob.type(keys.enter);
  await bob.sees('Message #workshop');

  ada.type('d');
  await ada.sees('End this link?');
  ada.type('n');
  await ada.sees((lines) => !lines.join('').includes('End this link?'));
  ada.type('d');
  await ada.sees('End this link?');
  ada.type('y');
  await ada.sees('No link leads here. n makes one.');
  bob.type(`/join ${link}${keys.enter}`);
  await bob.sees('Invite: It leads nowhere.');
});

test('links fit a small window', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada', columns: 60, rows: 15 });
  await seat.sees('Message #lobby');
  seat.type(`/links${keys.enter}`);
  await seat.sees('No link leads here. n makes one.');
  for (let number = 1; number <= 12; number += 1) {
    seat.type('n');
    await seat.sees('so many people');
    seat.type(`${number}${keys.enter}`);
    const screen = await seat.sees(`lets in ${number} more`);
    expect(screen.every((line) => displayWidth(line) <= 60)).toBe(true);
  }
  seat.type('j'.repeat(11));
  await seat.sees('lets in 1 more');
});

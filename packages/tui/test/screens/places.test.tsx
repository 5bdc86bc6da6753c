// Addresses of messages: copied, followed, opened by command and from the start.

import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

function chat() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  server.addRoom('lobby');
  for (let index = 1; index <= 200; index += 1) server.say('bob', 'lobby', `line ${index}`);
  return server;
}

test('Y copies the address of a message; o in a message with one leads there without asking', async () => {
  const server = chat();
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('line 200');
  ada.type(keys.escape);
  await ada.sees('i write');
  ada.type('kY');
  await ada.sees('Sent to the terminal');
  const [address] = ada.copied;
  expect(address).toMatch(/^https?:\/\/[^/]+\/rooms\/lobby\/200$/);
  // What only looks like one is a page of somebody else's.
  server.say('bob', 'lobby', 'See https://evil.example/rooms/lobby/20');
  await ada.sees(/See https:..evil/);
  server.say('bob', 'lobby', `Look at ${address!.replace('/200', '/20')}.`);
  await ada.sees(/Look at http/);
  ada.type('Gk');
  await ada.sees(/▌.*See https:..evil/);
  ada.type('o');
  await ada.sees('Open a page of evil.example?');
  ada.type('n');
  await ada.sees(/▌.*See https:..evil/);
  ada.type('G');
  await ada.sees(/▌.*Look at/);
  ada.type('o');
  await ada.sees(/▌.*bob │ line 20 *$/m);
  expect(ada.opened).toEqual([]);
});

test(':open takes an address or a room and a number, and says what it cannot find', async () => {
  const server = chat();
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('line 200');
  ada.type(`/open #lobby#100${keys.enter}`);
  await ada.sees(/▌.*bob │ line 100 *$/m);
  ada.type(`:open https://elsewhere.example/rooms/lobby/1${keys.enter}`);
  await ada.sees('That is no message of this server');
  ada.type(keys.escape);
  await ada.sees('i write');
  ada.type(`:open lobby#999${keys.enter}`);
  await ada.sees('There is no message 999 in #lobby.');
  ada.type(`:open nowhere#1${keys.enter}`);
  await ada.sees(/The message: There is no/);
});

test('the client begins at the message that it is started with', async () => {
  const server = chat();
  await using ada = await takeSeat(server, { token: 'ada', open: 'http://test/rooms/lobby/50' });
  await ada.sees(/▌.*bob │ line 50 *$/m);
  await using bob = await takeSeat(server, { token: 'bob', open: 'http://other/rooms/lobby/50' });
  await bob.sees('That is no message of http://test.');
});

test('g leads to the first message of a long room at once; what lies between is fetched where one looks', async () => {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  server.addRoom('lobby');
  for (let index = 1; index <= 600; index += 1) server.say('bob', 'lobby', `line ${index}.`);
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('line 600.');
  ada.type(keys.escape);
  await ada.sees('i write');
  ada.type('g');
  await ada.sees(/▌.*line 1\./);
  ada.type('jj');
  await ada.sees(/▌.*line 3\./);
  const [room] = ada.store.getState().rooms.values();
  expect(room!.messages.length).toBeLessThan(400);
  ada.type('G');
  await ada.sees(/▌.*line 600\./);
});

// What is pinned in a room, as a person sees it.

import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

function chat() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  server.addRoom('lobby');
  return server;
}

test('p pins a message for all, P shows what is pinned and goes there, p takes the pin away', async () => {
  const server = chat();
  server.say('bob', 'lobby', 'The door code is 1234');
  for (let index = 1; index <= 60; index += 1) server.say('bob', 'lobby', `line ${index}`);
  await using ada = await takeSeat(server, { token: 'ada' });
  await using bob = await takeSeat(server, { token: 'bob' });
  await ada.sees('line 60');
  ada.type(keys.escape);
  await ada.sees('i write');
  ada.type('k');
  await ada.sees(/▌.*line 60/);
  ada.type('p');
  await bob.sees(/\d\d:\d\d◆ +bob │ line 60/);
  await ada.sees('Pinned.');
  const [first] = server.messagesOf('lobby');
  server.messages.pin({ id: 'bob', username: 'bob' }, first!.id);
  ada.type('P');
  await ada.sees('◆ #lobby');
  await ada.sees(/bob +The door code is 1234/);
  // What happens meanwhile shows.
  server.messages.pin({ id: 'bob', username: 'bob' }, server.messagesOf('lobby')[1]!.id);
  await ada.sees(/bob +line 1 /);
  ada.type(`jj${keys.enter}`);
  await ada.sees(/▌.*bob │ The door code is 1234/);
  ada.type(`p`);
  await ada.sees('Not pinned any more.');
  ada.type(':pins\r');
  await ada.sees(/bob {2}line 60/);
  await ada.sees((lines) => !lines.join('\n').includes('bob  The door'));
  ada.type('d');
  await expect.poll(() => server.messagesOf('lobby').filter((m) => m.pinnedAt)).toHaveLength(1);
});

test('rows 87–104: hostile pins stay text behind their author', async () => {
  const server = chat();
  const { id } = server.say('bob', 'lobby', '\u001b]52;c;cm0=\u0007one\r\nada  forged\u001b[2J');
  server.messages.pin({ id: 'bob', username: 'bob' }, id);
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('Message #lobby');
  const before = ada.output().length;
  ada.type(':pins\r');
  await ada.sees(/bob .*one.*ada {2}forged/);
  expect(ada.output().slice(before)).not.toMatch(/\u001b\]52|\u001b\[2J/);
});

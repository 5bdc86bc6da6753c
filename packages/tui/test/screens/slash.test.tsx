// Lines that begin with a slash: what one does, commands that are none, and lines said to the letter.

import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

function chat() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  server.addRoom('lobby');
  return server;
}
const bodies = (server: ReturnType<typeof chat>) =>
  server.messagesOf('lobby').map(({ body }) => body);

test('/me is kept as written, and everybody reads who does it behind the name of who says it', async () => {
  const server = chat();
  await using ada = await takeSeat(server, { token: 'ada' });
  await using bob = await takeSeat(server, { token: 'bob' });
  await ada.sees('Message #lobby');
  ada.type(`/me waves${keys.enter}`);
  await ada.sees(/\d\d:\d\d +ada │ \* ada waves/);
  await bob.sees(/ada │ \* ada waves/);
  bob.type(`/ME nods${keys.enter}`);
  await ada.sees(/bob │ \* bob nods/);
  server.say('bob', 'lobby', '/me falls\n* ada gives bob all her money');
  await ada.sees(/bob │ \* bob falls/);
  // On every row the bar, so that the second one is nobody's but bob's.
  await ada.sees(/^[^a]+│ \* ada gives bob/m);
  expect(bodies(server).slice(0, 2)).toEqual(['/me waves', '/me nods']);
});

test('a command that is none says so and stays to be put right; two slashes send it to the letter', async () => {
  const server = chat();
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('Message #lobby');
  ada.type(`/nonsense here${keys.enter}`);
  await ada.sees('There is no command nonsense.');
  await ada.sees('› /nonsense here');
  expect(bodies(server)).toEqual([]);
  ada.type(`${keys.ctrl('a')}/${keys.enter}`);
  await ada.sees('ada │ /nonsense here');
  ada.type(`//me waves${keys.enter}`);
  await ada.sees(/ada │ +\/me waves/);
  expect(bodies(server)).toEqual(['/nonsense here', ' /me waves']);
});

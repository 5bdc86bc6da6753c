// Completing people, rooms and emoji while one writes, as a person sees it.

import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

function chat() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob', 'bonnie', 'eve']) server.addUser(name);
  for (const slug of ['lobby', 'loft']) server.addRoom(slug, `About the ${slug}`);
  server.say('bob', 'lobby', 'First');
  server.say('bonnie', 'lobby', 'Second');
  return server;
}

test('@ offers who spoke and is here, # the rooms, : emoji; Tab takes one, Enter sends what is written', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Second');
  seat.type('Ask @bo');
  await seat.sees(/@bonnie/);
  await seat.sees('Tab take');
  seat.type(keys.down);
  await seat.sees((lines) => lines.some((line) => line.includes('│ @bob')));
  seat.type(keys.tab);
  await seat.sees('› Ask @bob');
  seat.type('in #lof');
  await seat.sees('About the loft');
  seat.type(`${keys.tab}:tad`);
  await seat.sees(/🎉 +tada/);
  seat.type(`${keys.tab}`);
  await seat.sees('› Ask @bob in #loft 🎉');
  seat.type(`mail me@bob.example or 10:30 :) @nobody${keys.enter}`);
  await expect
    .poll(() => server.messagesOf('lobby').at(-1)?.body)
    .toBe('Ask @bob in #loft 🎉 mail me@bob.example or 10:30 :) @nobody');
  seat.type('@');
  await seat.sees('everybody here');
  seat.type(keys.escape);
  await seat.sees((lines) => !lines.join('\n').includes('everybody here'));
  seat.type('b');
  await seat.sees('› @b');
  expect(seat.screen().join('\n')).not.toContain('Tab take');
});

test('a member who is away and has not spoken completes as well, in commands and the palette too', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Second');
  seat.type('@ev');
  await seat.sees(/│ @eve/u);
  seat.type(keys.tab);
  await seat.sees('› @eve');
  await using other = await takeSeat(server, { token: 'ada' });
  await other.sees('Second');
  other.type(keys.ctrl('k'));
  await other.sees('Go to');
  other.type('eve');
  await other.sees('@eve  talk with them alone');
  await using third = await takeSeat(server, { token: 'ada' });
  await third.sees('Second');
  third.type('/kick @ev');
  await third.sees(/│ eve$/mu);
  third.type(keys.tab);
  await third.sees('› /kick eve');
});

test('Tab behind a name that nobody has stays in the message', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Second');
  seat.type(`Ask @zed${keys.tab}`);
  await seat.sees('Nobody here has a name like @zed.');
  seat.type(` in #lobby${keys.tab}`);
  seat.type(`or #attic${keys.tab}`);
  await seat.sees('No room has a name like #attic.');
  seat.type(` p`);
  await seat.sees('› Ask @zed in #lobby or #attic p');
  seat.type(keys.tab);
  await seat.sees('k select');
});

test('rows 87–104: hostile names and topics among the offers stay text', async () => {
  const server = createFakeServer();
  for (const name of ['ada', '\u001b]0;pwn\u0007\u009b2J']) server.addUser(name);
  server.addRoom('lobby', '\u001b]52;c;cm0=\u0007 topic');
  server.say('\u001b]0;pwn\u0007\u009b2J', 'lobby', 'First');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('First');
  const before = seat.output().length;
  seat.type('@');
  await seat.sees('everybody here');
  seat.type(`${keys.backspace}#lob`);
  await seat.sees('#lob');
  const bytes = seat.output().slice(before);
  expect(bytes).not.toMatch(/[\u0007\u0080-\u009f]|\u001b\]/);
});

// The status bar hints at keys that do something now, and at no other.

import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

function chat() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  server.addRoom('lobby');
  return server;
}

/** The last row once it says this. */
const hints = (wanted: string) => (lines: string[]) => lines.at(-1)?.includes(wanted) ?? false;

test('a published post is not offered to be published, one of another is not offered to be edited', async () => {
  const server = chat();
  server.publish('ada', 'By ada', 'words');
  await using ada = await takeSeat(server, { token: 'ada', columns: 140 });
  await using bob = await takeSeat(server, { token: 'bob', columns: 140 });
  for (const seat of [ada, bob]) {
    await seat.sees('Message #lobby');
    seat.type(`/posts${keys.enter}`);
    await seat.sees('By ada');
    await seat.sees(hints('Enter read'));
  }
  const mine = (await ada.sees(hints('e edit'))).at(-1);
  expect(mine).not.toContain('publish');
  expect(bob.screen().at(-1)).not.toMatch(/edit|publish/);
  bob.type('m');
  await bob.sees((lines) => !hints('Enter read')(lines) && hints('c new')(lines));
  ada.type(keys.enter);
  const reading = (await ada.sees(hints('y copy link'))).at(-1);
  expect(reading).not.toMatch(/publish|contents/);
  ada.type('e');
  const writing = (await ada.sees(hints('Ctrl+S save'))).at(-1);
  expect(writing).not.toContain('publish');
});

test('what is done to a message is hinted at once one is selected, and changing only for its author', async () => {
  const server = chat();
  server.say('ada', 'lobby', 'by ada');
  server.say('bob', 'lobby', 'by bob');
  await using seat = await takeSeat(server, { token: 'ada', columns: 140 });
  await seat.sees('by bob');
  seat.type(keys.escape);
  const nothing = (await seat.sees(hints('k select'))).at(-1);
  expect(nothing).not.toMatch(/reply|thread|edit|react|copy/);
  seat.type('k');
  const other = (await seat.sees(hints('r reply'))).at(-1);
  expect(other).toContain('t thread');
  expect(other).not.toContain('edit');
  seat.type('k');
  await seat.sees(hints('e edit'));
  seat.type('dy');
  const deleted = (
    await seat.sees((lines) => !hints('r reply')(lines) && hints('i write')(lines))
  ).at(-1);
  expect(deleted).not.toMatch(/edit|react/);
});

test('at 80 columns all that may be done with a person is hinted at, and nothing else', async () => {
  const server = chat();
  server.addUser('eve');
  await using ada = await takeSeat(server, { token: 'ada', columns: 80 });
  await using bob = await takeSeat(server, { token: 'bob', columns: 80 });
  for (const seat of [ada, bob]) {
    await seat.sees('Message #lobby');
    seat.type(`/members${keys.enter}`);
    await seat.sees('● bob');
  }
  // Over oneself there is no say.
  expect((await ada.sees(hints('Esc room'))).at(-1)).not.toMatch(/talk|mute|kick|ban/u);
  ada.type('j');
  await ada.sees(hints('Enter talk  m mute  K kick  B ban  Esc room'));
  ada.type('m');
  await ada.sees(hints('m unmute  K kick  B ban  Esc room'));
  ada.type('m');
  await ada.sees(hints('m mute  K kick'));
  const others = await bob.sees(hints('Enter talk'));
  expect(others.at(-1)).not.toMatch(/mute|kick|ban/u);
  await ada.sees(hints('m mute'));
});

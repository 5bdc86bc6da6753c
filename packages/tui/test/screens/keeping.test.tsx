// Looking after a room as a person sees it: commands, and the list of people with what can be done.

import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

function chat() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob', 'eve']) server.addUser(name);
  server.addRoom('lobby', 'Old topic');
  return server;
}

test('topic, name, archive and mute change by command, and others see it at once', async () => {
  const server = chat();
  await using ada = await takeSeat(server, { token: 'ada' });
  await using bob = await takeSeat(server, { token: 'bob' });
  await ada.sees('Message #lobby');
  await bob.sees('Old topic');
  ada.type(`/topic All about boats${keys.enter}`);
  await bob.sees('#lobby  All about boats');
  ada.type(`/rename harbour${keys.enter}`);
  await bob.sees('#harbour  All about boats');
  await ada.sees('Message #harbour');
  ada.type(`/archive${keys.enter}`);
  await ada.sees('Archive #harbour?');
  ada.type('y');
  await bob.sees('#harbour archived');
  await ada.sees('It is archived');
  ada.type(`:archive${keys.enter}`);
  await ada.sees('It is open again.');
  ada.type(`/mute bob soon${keys.enter}`);
  await ada.sees('For how long?');
  ada.type(keys.ctrl('u'));
  ada.type(`/kick nobody${keys.enter}`);
  await ada.sees('Put nobody out of #harbour?');
  ada.type('y');
  await ada.sees('There is no nobody.');
});

test('the people pane is come to with Tab: members who are not here too, with what can be done', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada', columns: 120 });
  await using bob = await takeSeat(server, { token: 'bob' });
  await bob.sees('Message #lobby');
  await seat.sees(/Here · 2/);
  seat.type(`${keys.tab}`);
  await seat.sees('i write');
  seat.type(keys.tab);
  await seat.sees('Not here · 1');
  await seat.sees('○ eve');
  await seat.sees('● ada owner');
  seat.type('m');
  await seat.sees('That is you.');
  seat.type('jm');
  await seat.sees('● bob muted');
  seat.type('jK');
  await seat.sees('Put eve out of #lobby?');
  seat.type('y');
  await seat.sees('eve is out.');
  await seat.sees((lines) => !lines.join('\n').includes('○ eve'));
  seat.type(`:invite eve${keys.enter}`);
  await seat.sees('○ eve');
  seat.type(`gj${keys.enter}`);
  await seat.sees('Message #direct-bob');
});

test('rows 87–104: hostile members stay text, and who may not is told so', async () => {
  const server = chat();
  server.addUser('\u001b]0;pwn\u0007\u009b2J');
  await using seat = await takeSeat(server, { token: 'bob', columns: 120 });
  await seat.sees(/Here · 1/);
  const before = seat.output().length;
  seat.type(`/members${keys.enter}`);
  await seat.sees('Not here · 3');
  seat.type(`GkK`);
  await seat.sees(/Put .* out of #lobby\?/);
  seat.type('y');
  await seat.sees('You may not do that.');
  const bytes = seat.output().slice(before);
  expect(bytes).not.toMatch(/[\u0007\u0080-\u009f]|\u001b\]/);
});

test('roles and mutes are there when the list of people is drawn, without going to it, and stay right', async () => {
  const server = chat();
  await using eve = await takeSeat(server, { token: 'eve', columns: 120 });
  await using ada = await takeSeat(server, { token: 'ada' });
  await using bob = await takeSeat(server, { token: 'bob' });
  await eve.sees('● ada owner');
  await eve.sees(/ ● bob$/m);
  ada.type(`/role bob moderator${keys.enter}`);
  await eve.sees('● bob moderator');
  ada.type(`/role bob member${keys.enter}`);
  ada.type(`/mute bob 2h${keys.enter}`);
  await eve.sees('● bob muted');
  await bob.sees('You are muted here');
  expect(eve.screen().join('\n')).not.toContain('Not here');
});

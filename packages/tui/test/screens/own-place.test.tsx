// What people see whom others mute, put out, bring in or give a role: said at once, and where they write.

import { expect, test } from 'vitest';
import { createFakeServer, password } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

function chat() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob', 'eve']) server.addUser(name);
  server.addRoom('lobby');
  server.addRoom('den');
  return server;
}

async function sit(server: ReturnType<typeof chat>) {
  const [ada, bob] = [
    await takeSeat(server, { token: 'ada' }),
    await takeSeat(server, { token: 'bob' }),
  ];
  for (const seat of [ada, bob]) await seat.sees('Message #den');
  return {
    ada,
    bob,
    async [Symbol.asyncDispose]() {
      await ada[Symbol.asyncDispose]();
      await bob[Symbol.asyncDispose]();
    },
  };
}

test('whoever is muted is told until when, also while writing, and when it ends', async () => {
  const server = chat();
  await using seats = await sit(server);
  const { ada, bob } = seats;
  ada.type(`/mute bob 2h${keys.enter}`);
  await ada.sees(/bob may not write here until \d\d:\d\d\./);
  await bob.sees(/You may not write in #den until \d\d:\d\d\./);
  await bob.sees(/› You are muted here until \d\d:\d\d/);
  bob.type('All of this');
  await bob.sees(/── You are muted here until \d\d:\d\d ──/);
  ada.type(`/mute bob off${keys.enter}`);
  await ada.sees('bob may write here again.');
  await bob.sees('You may write in #den again.');
  const rows = await bob.sees((lines) => !lines.join('\n').includes('muted'));
  expect(rows.join('\n')).toContain('› All of this');
});

test('what the server says of a moment is read in local time', async () => {
  const server = chat();
  await using seats = await sit(server);
  const { bob } = seats;
  server.messages.refuse('You may write in #den again at 2999-01-15T10:00:00.000Z.');
  bob.type(`Hello${keys.enter}`);
  const rows = await bob.sees('15 Jan 2999');
  expect(rows.join('\n')).not.toContain('2999-01');
});

test('whoever is made moderator or member again is told; an unknown role is asked for', async () => {
  const server = chat();
  await using seats = await sit(server);
  const { ada, bob } = seats;
  ada.type(`/role bob king${keys.enter}`);
  await ada.sees('Which role? One of member, moderator, owner.');
  ada.type(`${keys.ctrl('u')}/role @bob moderator${keys.enter}`);
  await ada.sees('bob is moderator now.');
  await bob.sees('You are moderator of #den now.');
  ada.type(`/role bob member${keys.enter}`);
  await bob.sees('You look after #den no more.');
});

test('whoever is put out, banned and brought back is told by whom and why; what was written stays', async () => {
  const server = chat();
  await using seats = await sit(server);
  const { ada, bob } = seats;
  bob.type('Half a line');
  await ada.sees('bob is typing');
  ada.type(`/kick bob${keys.enter}`);
  await ada.sees('Put bob out of #den?');
  ada.type('y');
  await bob.sees('@ada put you out of #den.');
  await ada.sees('ada put bob out of the room');
  await ada.sees((lines) => !lines.join('\n').includes('is typing'));
  await bob.sees('› Half a line');
  await bob.sees('── Enter joins #den ──');
  ada.type(`/invite bob${keys.enter}`);
  await bob.sees('@ada brought you into #den.');
  ada.type(`/ban bob Too loud${keys.enter}`);
  await ada.sees('and keep them out?');
  ada.type('y');
  await bob.sees('@ada banned you from #den: Too loud');
  ada.type(`/invite bob${keys.enter}`);
  await ada.sees('lift the ban first');
  ada.type(`/unban bob${keys.enter}`);
  await ada.sees('bob may come in again.');
});

test('read-only and slow rooms say so above, and to those who may not write where they write', async () => {
  const server = chat();
  await using seats = await sit(server);
  const { ada, bob } = seats;
  ada.type(keys.escape);
  await ada.sees('i write');
  ada.type('s');
  await ada.sees('Settings of #den');
  ada.type(`${keys.tab}${keys.tab}${keys.tab} ${keys.tab}${keys.ctrl('u')}30${keys.ctrl('s')}`);
  await ada.sees('The settings are saved.');
  await bob.sees('#den read-only · slow 30 s');
  await bob.sees('› Read-only: only those who look after it write');
  bob.type('Not for me');
  await bob.sees('── Read-only: only those who look after it write ──');
});

test('whoever is put out of a private room is led out of it, and finds the half of a line on coming back', async () => {
  const server = chat();
  server.addRoom('cellar', '', { visibility: 'private' });
  await using ada = await takeSeat(server, { token: 'ada' });
  await using bob = await takeSeat(server, { token: 'bob' });
  await ada.sees('Message #cellar');
  await bob.sees('Message #cellar');
  server.messages.refuse('Not now.');
  bob.type(`Refused${keys.enter}Half a line`);
  await bob.sees('✗ not sent: Not now.');
  await bob.sees('› Half a line');
  bob.type(keys.escape);
  await bob.sees('i write');
  bob.type('P');
  await bob.sees('◆ #cellar');
  ada.type(`/kick bob${keys.enter}`);
  await ada.sees('Put bob out of #cellar?');
  ada.type('y');
  await bob.sees('@ada put you out of #cellar.');
  await bob.sees('Welcome, bob');
  await bob.sees((lines) => !lines.join('\n').includes('◆'));
  ada.type(`/invite bob${keys.enter}`);
  await bob.sees('@ada brought you into #cellar.');
  bob.type(`:go cellar${keys.enter}`);
  await bob.sees('› Refused');
  await bob.sees('  Half a line');
});

test('a room that was made since the list was read is gone to by name; leaving asks by the name one sees', async () => {
  const server = chat();
  await using bob = await takeSeat(server, { token: 'bob' });
  await bob.sees('Message #den');
  server.addRoom('late');
  bob.type(`/go late${keys.enter}`);
  await bob.sees('Message #late');
  bob.type(`/go nowhere${keys.enter}`);
  await bob.sees('There is no such room.');
  bob.type(`/leave${keys.enter}`);
  await bob.sees('Leave #late?');
  bob.type('y');
  await bob.sees('You left #late.');
  bob.type(`/leave late${keys.enter}`);
  await bob.sees('You are not in #late.');
});

test('an archived room that one is not in any more is not gone to: it is said, and one stays where one was', async () => {
  const server = chat();
  server.addRoom('late');
  await using bob = await takeSeat(server, { token: 'bob' });
  await bob.sees('Message #den');
  bob.type(`/go late${keys.enter}`);
  await bob.sees('Message #late');
  bob.type(`/leave${keys.enter}`);
  await bob.sees('You can join it again.');
  bob.type('y');
  await bob.sees('You left #late.');
  bob.type(`/go late${keys.enter}`);
  await bob.sees('#late · not joined');
  const room = await server
    .openApi('http://test', 'ada')
    .archiveRoom({ room: 'late', archived: true });
  server.activity.deliver({ type: 'rooms.listed', rooms: [room] });
  // Who looks into it may go on looking.
  await bob.sees('#late archived · not joined');
  bob.type(`/go den${keys.enter}`);
  await bob.sees('Message #den');
  bob.type(`/go late${keys.enter}`);
  await bob.sees('#late is archived, and you are not in it.');
  await bob.sees('Message #den');
  expect([...bob.store.getState().rooms.values()].map(({ room: { slug } }) => slug)).not.toContain(
    'late',
  );
});

test('whose session is ended elsewhere finds all that was not sent after logging in again', async () => {
  const server = chat();
  await using bob = await takeSeat(server, { token: 'bob' });
  await bob.sees('Message #den');
  server.messages.refuse('Not now.');
  bob.type(`Refused${keys.enter}Half a line`);
  await bob.sees('✗ not sent: Not now.');
  server.revoke();
  await bob.sees('Your session has ended. Log in again.');
  bob.type(`bob${keys.enter}${password}${keys.enter}`);
  await bob.sees('› Refused');
  await bob.sees('  Half a line');
});

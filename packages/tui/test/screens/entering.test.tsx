// Going into rooms: joined, made, found by an older name, talked in alone; and what one types meanwhile.

import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

function chat() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  for (const slug of ['big', 'lobby', 'side']) server.addRoom(slug);
  return server;
}

test('what is typed after a room was asked for is not torn: all of it stands in the new room', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #big');
  const answer = server.holdRooms();
  seat.type(`/create den${keys.enter}`);
  await seat.sees('Message #den, which is being opened');
  seat.type(`hello there${keys.enter}`);
  await seat.sees('#den is not open yet.');
  seat.type(' friends');
  await seat.sees('› hello there friends');
  answer();
  await seat.sees(
    (screen) => /#den/u.test(screen[0]!) && screen.join('\n').includes('› hello there friends'),
  );
  expect(server.messagesOf('big')).toEqual([]);
  seat.type(keys.enter);
  await seat.sees(/ada │ hello there friends/u);
  expect(server.messagesOf('den').map(({ body }) => body)).toEqual(['hello there friends']);
});

test('what is typed stays where one is when the room cannot be entered, behind what stood there', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #big');
  seat.type('half a thought');
  await seat.sees('› half a thought');
  seat.type(keys.escape);
  await seat.sees('i write');
  const answer = server.holdRooms();
  seat.type(`:dm nobody${keys.enter}`);
  await seat.sees('Message @nobody, which is being opened');
  seat.type('for nobody');
  await seat.sees('› for nobody');
  answer();
  await seat.sees('There is nobody of that name.');
  await seat.sees('› half a thought');
  await seat.sees('for nobody');
});

test('who went elsewhere meanwhile stays there', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #big');
  const answer = server.holdRooms();
  seat.type(`/create den${keys.enter}`);
  await seat.sees('which is being opened');
  seat.type('for the den');
  await seat.sees('› for the den');
  seat.type(`${keys.ctrl('n')}`);
  await seat.sees((screen) => /│ #lobby/u.test(screen[0]!));
  answer();
  await seat.sees(/^ #den/mu);
  expect(seat.screen()[0]).toMatch(/│ #lobby/u);
  await seat.sees('› for the den');
});

test('leaving another room leaves me where I am; leaving this one leads on', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #big');
  seat.type(`/go lobby${keys.enter}`);
  await seat.sees('Message #lobby');
  seat.type(`/leave side${keys.enter}`);
  await seat.sees('Leave #side?');
  seat.type('y');
  await seat.sees('You left #side.');
  expect(seat.screen()[0]).toMatch(/│ #lobby/u);
  seat.type(`/leave${keys.enter}`);
  await seat.sees('Leave #lobby?');
  seat.type('y');
  await seat.sees('You left #lobby.');
  expect(seat.screen()[0]).toMatch(/│ #big/u);
});

test('a room is made private by --private, and it is said how people come in', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada', columns: 120 });
  await seat.sees('Message #big');
  seat.type(`/create --private${keys.enter}`);
  await seat.sees('What is the room called?');
  seat.type(`/create --secret den${keys.enter}`);
  await seat.sees('--secret is not known here; --private is.');
  seat.type(`${keys.ctrl('u')}/create --private den Only us${keys.enter}`);
  await seat.sees('#den is private: :invite NAME brings somebody in');
  await seat.sees(/#den private +Only us/u);
  const bob = await server.openApi('http://test', 'bob').listRooms();
  expect(bob.map(({ slug }) => slug)).toEqual(['big', 'lobby', 'side']);
});

test('a room is found by the name it had before, to go to and to join', async () => {
  const server = chat();
  server.rename('side', 'aside');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees(/#aside/u);
  seat.type(`/room side${keys.enter}`);
  await seat.sees('Message #aside');
  seat.type(`/leave${keys.enter}`);
  await seat.sees('Leave #aside?');
  seat.type('y');
  await seat.sees('You left #aside.');
  seat.type(`/join #side${keys.enter}`);
  await seat.sees('Message #aside');
});

test('/msg says something to one person, in their room; what reaches nobody comes back', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #big');
  seat.type(`/msg bbo hello there${keys.enter}`);
  await seat.sees('@bbo: There is nobody of that name.');
  await seat.sees('› /msg bbo hello there');
  seat.type(keys.ctrl('u'));
  seat.type(`/msg @bob hello there :tada:${keys.enter}`);
  await seat.sees(/ada │ hello there 🎉/u);
  expect(server.messagesOf('direct-bob').map(({ body }) => body)).toEqual(['hello there 🎉']);
  expect(server.messagesOf('big')).toEqual([]);
});

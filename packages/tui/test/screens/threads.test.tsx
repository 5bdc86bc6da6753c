// Threads as a person sees them: beside the room or over it, each with its draft, followed and read.

import { displayWidth } from '@parley/shared/text';
import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, type Seat, takeSeat } from '../support/seat.tsx';

function chat() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob', 'eve']) server.addUser(name);
  server.addRoom('lobby');
  return server;
}

async function openLastThread(seat: Seat) {
  seat.type(keys.escape);
  await seat.sees('k select');
  seat.type('kt');
}

test('replies leave the room for their thread, whose first message says how many there are', async () => {
  const server = chat();
  const root = server.say('bob', 'lobby', 'Where shall we meet?');
  server.say('eve', 'lobby', 'Something else');
  await using ada = await takeSeat(server, { token: 'ada', columns: 80 });
  await using bob = await takeSeat(server, { token: 'bob', columns: 120 });
  await ada.sees('Something else');
  ada.type('half a thought');
  await ada.sees('› half a thought');
  ada.type(keys.escape);
  await ada.sees('k select');
  ada.type('kkt');
  await ada.sees('Thread in #lobby');
  await ada.sees('no reply yet');
  await ada.sees('Reply in the thread');
  expect(ada.screen().join('\n')).not.toContain('Something else');
  ada.type(`At the lake${keys.enter}`);
  await ada.sees('ada │ At the lake');
  await ada.sees('1 reply');
  await ada.sees('following');
  await bob.sees(/↳ 1 reply, last \d\d:\d\d|↳ 1 reply, 1 new, last \d\d:\d\d/);
  expect(bob.screen().join('\n')).not.toContain('At the lake');
  server.say('eve', 'lobby', 'By boat', { threadId: root.id });
  await ada.sees('eve │ By boat');
  ada.type('my dr');
  await ada.sees('› my dr');
  ada.type(`${keys.escape}`);
  await ada.sees('f follow');
  ada.type(keys.escape);
  await ada.sees('↳ 2 replies');
  await ada.sees('› half a thought');
  ada.type('t');
  await ada.sees('› my dr');
});

test('from 100 columns a thread stands beside its room, and both live', async () => {
  const server = chat();
  const root = server.say('bob', 'lobby', 'Where shall we meet?');
  server.say('eve', 'lobby', 'At the lake', { threadId: root.id });
  await using seat = await takeSeat(server, { token: 'bob', columns: 120, rows: 30 });
  await seat.sees('↳ 1 reply, 1 new');
  await openLastThread(seat);
  await seat.sees('Thread in #lobby · following');
  await seat.sees(/─ new ─/);
  server.say('eve', 'lobby', 'In the room');
  server.say('eve', 'lobby', 'In the thread', { threadId: root.id });
  const screen = await seat.sees('In the thread');
  expect(screen.join('\n')).toContain('In the room');
  await expect.poll(() => server.activity.followOf(root.id, root.author.id).readNo).toBe(2);
  for (const [columns, rows] of [
    [200, 50],
    [100, 30],
    [80, 24],
    [60, 15],
  ] as const) {
    seat.resize(columns, rows);
    const isThere = (lines: string[]) =>
      lines.length === rows &&
      lines.some((line) => line.includes('In the thread')) &&
      lines.join('\n').includes('In the room') === columns >= 100 &&
      lines.every((line) => displayWidth(line) <= columns);
    await seat.sees(isThere);
  }
  seat.type(keys.escape);
  await seat.sees('f follow');
  seat.type('f');
  await seat.sees('You no longer follow this thread.');
  seat.type(keys.escape);
  await seat.sees('In the room');
});

test('beside its thread the room is talked in as well: each with its own draft, place and composer', async () => {
  const server = chat();
  for (let number = 1; number <= 60; number += 1) server.say('eve', 'lobby', `line ${number}.`);
  const root = server.say('bob', 'lobby', 'Where shall we meet?');
  for (let number = 1; number <= 40; number += 1)
    server.say('eve', 'lobby', `reply ${number}.`, { threadId: root.id });
  await using seat = await takeSeat(server, { token: 'ada', columns: 120, rows: 24 });
  await seat.sees('↳ 40 replies');
  await openLastThread(seat);
  await seat.sees('Reply in the thread');
  seat.type('for the thread');
  await seat.sees('› for the thread');
  seat.type(keys.alt('t'));
  await seat.sees('› Message #lobby');
  await seat.sees('› for the thread');
  seat.type('for the room');
  await seat.sees('› for the room');
  seat.type(keys.enter);
  await seat.sees('ada │ for the room');
  await seat.sees('› for the thread');
  expect(server.messagesOf('lobby').at(-1)).toMatchObject({ body: 'for the room', threadId: null });
  // The room scrolls, the thread stays.
  seat.type(keys.escape);
  await seat.sees('l thread');
  seat.type(keys.pageUp);
  await seat.sees('line 30.');
  await seat.sees('reply 40.');
  seat.type('l');
  await seat.sees('h room');
  seat.type(keys.pageUp);
  await seat.sees('reply 20.');
  await seat.sees('line 30.');
  seat.type('i');
  await seat.sees('Enter send');
  seat.type(keys.enter);
  await expect
    .poll(() => server.messagesOf('lobby').at(-1))
    .toMatchObject({ body: 'for the thread', threadId: root.id });
  await seat.sees('line 30.');
  // Tab goes through both: the thread's composer and messages, then the room's.
  seat.type(`${keys.tab}${keys.tab}`);
  await seat.sees('› Message #lobby');
  seat.type('/to');
  await seat.sees('Give this room another topic');
  // In a narrow window there is the one that one writes in.
  seat.resize(80, 24);
  await seat.sees((lines) => !lines.join('\n').includes('Thread in #lobby'));
  seat.type('pic');
  await seat.sees('› /topic');
  await seat.sees('line 30.');
  seat.type(keys.alt('t'));
  await seat.sees('Reply in the thread');
  await seat.sees((lines) => !lines.join('\n').includes('line 30.'));
  seat.type('a reply');
  await seat.sees('› a reply');
  seat.type(keys.alt('t'));
  await seat.sees('› /topic');
  seat.resize(120, 24);
  await seat.sees('› a reply');
  await seat.sees('› /topic');
  seat.type(keys.backTab);
  await seat.sees('k select');
  seat.type(keys.escape);
  await seat.sees((lines) => !lines.join('\n').includes('Thread in #lobby'));
});

test('u goes to what is new in a thread', async () => {
  const server = chat();
  const root = server.say('bob', 'lobby', 'Where shall we meet?');
  for (let number = 1; number <= 40; number += 1)
    server.say('eve', 'lobby', `reply ${number}.`, { threadId: root.id });
  await using seat = await takeSeat(server, { token: 'bob', columns: 80, rows: 24 });
  await seat.sees('↳ 40 replies, 40 new');
  await openLastThread(seat);
  await seat.sees('reply 40.');
  seat.type(keys.escape);
  await seat.sees('f follow');
  seat.type('u');
  await seat.sees(/─ new ─[\s\S]*▌.*eve │ reply 1\./);
});

test('U marks unread from a reply on, on all my devices; it stays so while one looks, until one comes again', async () => {
  const server = chat();
  const root = server.say('bob', 'lobby', 'Where shall we meet?');
  await using seat = await takeSeat(server, { token: 'ada', columns: 120 });
  await using other = await takeSeat(server, { token: 'ada', columns: 120 });
  await seat.sees('Where shall we meet?');
  await openLastThread(seat);
  await seat.sees('no reply yet');
  seat.type(keys.escape);
  await seat.sees('f follow');
  seat.type('kU');
  await seat.sees('It has no reply yet.');
  for (const body of ['One', 'Two', 'Three'])
    server.say('eve', 'lobby', body, { threadId: root.id });
  await seat.sees('eve │ Three');
  seat.type('GkU');
  await seat.sees('Unread from here on.');
  await seat.sees('↳ 3 replies, 2 new');
  await seat.sees(/One[\s\S]*─ new ─[\s\S]*Two/);
  await seat.sees('Thread in #lobby · following');
  await other.sees('↳ 3 replies, 2 new');
  server.say('eve', 'lobby', 'Four', { threadId: root.id });
  await seat.sees('eve │ Four');
  await seat.sees('↳ 4 replies, 3 new');
  seat.type('t');
  await seat.sees('t thread');
  seat.type('t');
  await seat.sees('Reply in the thread');
  await seat.sees((lines) => !lines.join('\n').includes('new, last'));
  await other.sees((lines) => !lines.join('\n').includes('new, last'));
});

test('what is sent in a thread while the line is cut goes there, and what was missed is fetched', async () => {
  const server = chat();
  const root = server.say('bob', 'lobby', 'Where shall we meet?');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Where shall we meet?');
  await openLastThread(seat);
  await seat.sees('no reply yet');
  server.cut();
  await seat.sees('Not connected');
  seat.type(`Here${keys.enter}`);
  await seat.sees(/◌ +ada │ Here/);
  server.say('bob', 'lobby', 'Or there', { threadId: root.id });
  server.mend();
  await seat.sees('bob │ Or there');
  await seat.sees('2 replies');
  expect(server.messagesOf('lobby').map(({ threadId }) => threadId)).toEqual([
    null,
    root.id,
    root.id,
  ]);
  seat.type(keys.escape);
  await seat.sees('f follow');
  seat.type('ke');
  await seat.sees('› Here');
  seat.type(` it is${keys.enter}`);
  await seat.sees('ada │ Here it is');
  seat.type('+');
  await seat.sees('a name, or an emoji');
  seat.type(`tada${keys.enter}`);
  await seat.sees('[🎉 1]');
});

test('rows 87–104: a hostile thread stays text, and replies of another thread stay out', async () => {
  const server = chat();
  const root = server.say('eve', 'lobby', 'harmless');
  const reply = server.say('eve', 'lobby', '\u001b]52;c;cm0=\u0007\u009b2J hostile', {
    threadId: root.id,
  });
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('1 reply');
  const before = seat.output().length;
  server.deliver('lobby', {
    type: 'message.created',
    seq: 3,
    message: { ...reply, id: crypto.randomUUID(), seq: 3, threadId: '__proto__', threadNo: 1e9 },
  });
  await openLastThread(seat);
  await seat.sees('hostile');
  const bytes = seat.output().slice(before);
  expect(bytes).not.toMatch(/[\u0007\u0080-\u009f]|\u001b\]/);
});

test('who types in a thread is shown there and not in the room, and the other way round', async () => {
  const server = chat();
  const root = server.say('bob', 'lobby', 'Where shall we meet?');
  server.say('eve', 'lobby', 'At the lake', { threadId: root.id });
  await using ada = await takeSeat(server, { token: 'ada', columns: 120 });
  await using bob = await takeSeat(server, { token: 'bob', columns: 120 });
  await using eve = await takeSeat(server, { token: 'eve', columns: 120 });
  await eve.sees('● bob');
  for (const seat of [ada, bob]) {
    await seat.sees('↳ 1 reply');
    seat.type(keys.escape);
    await seat.sees('k select');
    seat.type('kt');
    await seat.sees('Reply in the thread');
  }
  ada.type('By boat');
  await bob.sees('ada is typing');
  server.say('eve', 'lobby', 'A first mark');
  const room = await eve.sees('A first mark');
  expect(room.join('\n')).not.toContain('is typing');

  ada.type(keys.escape);
  await ada.sees('f follow');
  ada.type(keys.escape);
  await ada.sees('k select');
  ada.type('iHello');
  await eve.sees('ada is typing');
  server.say('eve', 'lobby', 'A second mark');
  const thread = await bob.sees('A second mark');
  // Beside each other, each has its own; the thread is on the right.
  expect(thread.map((line) => line.split('│').at(-1)).join('\n')).not.toContain('is typing');
});

// What waits, as a person sees it: badges without a key press, one key that walks it all, unread again, telling.

import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

function chat() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob', 'eve']) server.addUser(name);
  for (const slug of ['alpha', 'beta', 'gamma']) server.addRoom(slug);
  return server;
}

/** A long post of ada's, with a comment below it. */
function chatWithStory() {
  const server = chat();
  const story = Array.from({ length: 40 }, (_, index) => `Paragraph ${index}.`).join('\n\n');
  const { id } = server.publish('ada', 'A story', story);
  server.comment('bob', id, 'The first');
  return { server, id };
}

test('a call shows beside the unread count of its room by itself, and differs without colour', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #alpha');
  server.say('bob', 'beta', 'Nothing for anybody');
  await seat.sees(/#beta +1 /);
  server.say('bob', 'beta', 'Look, @ada: `@ada` is you');
  await seat.sees(/#beta +@1 2 /);
  await seat.sees('2 unread  @1');
  expect(seat.notified).toMatchObject([
    { kind: 'mention', room: '#beta', author: 'bob', text: 'Look, @ada: `@ada` is you' },
  ]);
  seat.type(keys.ctrl('n'));
  await seat.sees('Message #beta');
  await seat.sees((lines) => !lines.join('\n').includes('@1'));
  server.say('bob', 'beta', '@ada again, where she looks');
  await seat.sees('again, where she looks');
  expect(seat.notified).toHaveLength(1);
});

test('n walks calls first, then threads, then unread rooms; each once', async () => {
  const server = chat();
  const root = server.say('ada', 'gamma', 'Begins a thread');
  server.say('eve', 'beta', 'Just unread');
  for (let index = 0; index < 40; index += 1) server.say('bob', 'gamma', `Filler ${index}`);
  server.say('bob', 'gamma', '@ada the call');
  for (let index = 0; index < 200; index += 1) server.say('bob', 'gamma', `More ${index}`);
  server.say('eve', 'gamma', 'The reply', { threadId: root.id });
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #alpha');
  await seat.sees(/#gamma +@1 2\d\d/);
  await expect.poll(() => seat.store.getState().activity.length).toBe(2);
  seat.type(keys.alt('a'));
  await seat.sees(/▌.*bob │ @ada the call/);
  seat.type('n');
  await seat.sees('Thread in #gamma');
  await seat.sees('eve │ The reply');
  seat.type(keys.alt('a'));
  await seat.sees('Message #beta');
  await seat.sees(/#gamma +@1 2\d\d/);
  seat.type(keys.alt('a'));
  await seat.sees('Message #gamma');
  seat.type(`${keys.escape}`);
  await seat.sees('i write');
  seat.type('G');
  await seat.sees(/More 199/);
  await seat.sees((lines) => !lines.join('\n').includes('@1'));
  seat.type(keys.alt('a'));
  await seat.sees('Nothing else waits.');
});

test('n among messages stays there, so that one goes from room to room with it', async () => {
  const server = chat();
  server.say('bob', 'beta', 'In beta');
  server.say('bob', 'gamma', 'In gamma');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #alpha');
  await seat.sees(/#gamma +1/u);
  seat.type(keys.escape);
  await seat.sees('n next');
  seat.type('n');
  await seat.sees('bob │ In beta');
  await seat.sees('i to write');
  seat.type('n');
  await seat.sees('bob │ In gamma');
  await seat.sees('i to write');
  seat.type('n');
  await seat.sees('Nothing else waits.');
  expect(seat.store.getState().drafts.size).toBe(0);
});

test('comments on my post wait until they were on the screen; the key leads to them', async () => {
  const { server, id } = chatWithStory();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #alpha');
  await seat.sees('1 comment');
  await seat.sees(/Posts +1 /);
  server.comment('bob', id, 'The second');
  await seat.sees('2 comments');
  seat.type(keys.alt('a'));
  await seat.sees(/▌.*bob │ The second/);
  await seat.sees((lines) => !lines.some((line) => /Posts +\d/.test(line)));
  expect(server.comments.waiting(seat.store.getState().me!.id)).toEqual([]);
  seat.type('cg');
  await seat.sees('Paragraph 0.');
  const answered = server.comment('ada', id, 'Of mine');
  server.comment('eve', id, 'An answer', answered.id);
  await seat.sees(/Posts +1 /);
  seat.type(keys.alt('a'));
  await seat.sees(/▌.*eve │ ↳ An answer/);
  await seat.sees((lines) => !lines.some((line) => /Posts +\d/.test(line)));
  seat.type(keys.alt('a'));
  await seat.sees('Nothing else waits.');
});

test('a comment on my post and an answer to mine notify as calls do: not while I read there, nor undisturbed', async () => {
  const server = chat();
  const { id } = server.publish('ada', 'A story', 'Once upon a time.');
  server.comment('bob', id, 'Before she came');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #alpha');
  await seat.sees(/Posts +1 /);
  server.comment('bob', id, 'The\u001b[2J second\nline');
  await seat.sees(/Posts +2 /);
  expect(seat.notified).toMatchObject([
    {
      kind: 'comment',
      room: 'A story',
      author: 'bob',
      text: expect.stringMatching(/^The.*second/),
    },
  ]);
  expect(seat.notified[0]?.text).not.toMatch(/[\u0000-\u001f]/);
  seat.type(`/dnd${keys.enter}`);
  await seat.sees('not to be disturbed');
  server.comment('eve', id, 'In peace');
  await seat.sees(/Posts +3 /);
  seat.type(`/back${keys.enter}`);
  await seat.sees('You are back');
  seat.type(keys.alt('a'));
  await seat.sees(/▌.*eve │ In peace/);
  await seat.sees((lines) => !lines.some((line) => /Posts +\d/.test(line)));
  server.comment('eve', id, 'Where she looks');
  await seat.sees('Where she looks');
  const other = server.publish('bob', 'His own', 'Twice upon a time.').id;
  const mine = server.comment('ada', other, 'Mine');
  server.comment('eve', other, 'Not for her');
  server.comment('bob', other, 'Her answer', mine.id);
  await expect
    .poll(() => seat.notified.at(-1))
    .toMatchObject({ room: 'His own', text: 'Her answer' });
  expect(seat.notified).toHaveLength(2);
});

test('comments that are here before the text they stand below are led to all the same', async () => {
  const { server, id } = chatWithStory();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #alpha');
  await seat.sees(/Posts +1 /);
  const release = server.holdPosts();
  seat.type(keys.alt('a'));
  await expect.poll(() => seat.store.getState().threads.get(id)?.state).toBe('loaded');
  release();
  await seat.sees(/▌.*bob │ The first/);
});

test('a post that is opened for its text alone leaves its comments waiting', async () => {
  const server = chat();
  const story = Array.from({ length: 40 }, (_, index) => `Paragraph ${index}.`).join('\n\n');
  const { id } = server.publish('ada', 'A story', story);
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #alpha');
  seat.type(`/posts${keys.enter}`);
  await seat.sees(/▌A story/);
  seat.type(keys.enter);
  await seat.sees('Paragraph 0.');
  const { id: commentId } = server.comment('bob', id, 'Below');
  await seat.sees(/Posts +1 /);
  server.activity.deliver({ type: 'comments.activity', postId: id, unread: -1 });
  server.activity.deliver({ type: 'comments.activity', postId: '__proto__', unread: 7 });
  await seat.sees(/Posts +1 /);
  expect(server.comments.waiting(seat.store.getState().me!.id)).toMatchObject([
    { unread: 1, newest: { id: commentId } },
  ]);
  seat.type('G');
  await seat.sees(/bob │ Below/);
  await seat.sees((lines) => !lines.some((line) => /Posts +\d/.test(line)));
});

test('U marks unread from a message on; it stays so while one looks, until one comes again', async () => {
  const server = chat();
  for (const text of ['One', 'Two', 'Three']) server.say('bob', 'alpha', text);
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Three');
  await seat.sees((lines) => !/#alpha +\d/.test(lines.join('\n')));
  seat.type(keys.escape);
  await seat.sees('i write');
  seat.type('kkU');
  await seat.sees('Unread from here on.');
  await seat.sees(/#alpha +2 /);
  server.say('bob', 'alpha', 'Four');
  await seat.sees(/#alpha +3 /);
  seat.type(keys.ctrl('n'));
  await seat.sees('Message #beta');
  seat.type(keys.ctrl('p'));
  await seat.sees('─ new ─');
  await seat.sees((lines) => !/#alpha +\d/.test(lines.join('\n')));
});

test('a call that was on the screen is read, though what waits was not listed yet', async () => {
  const server = chat();
  const release = server.activity.hold();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #alpha');
  server.say('bob', 'beta', '@ada call');
  await seat.sees(/#beta +@1 1 /);
  seat.type(keys.ctrl('n'));
  await seat.sees('Message #beta');
  await seat.sees('@ada call');
  seat.type(keys.ctrl('p'));
  await seat.sees('Message #alpha');
  for (const body of ['@ada again', '@ada and again']) server.say('bob', 'beta', body);
  await seat.sees(/#beta +@2 2 /);
  release();
});

test('levels and quiet times are kept on the server and heeded', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #alpha');
  seat.type(`/notify loud${keys.enter}`);
  await seat.sees('The levels are all, mentions, nothing.');
  seat.type(keys.ctrl('u'));
  seat.type(`/notify nothing${keys.enter}`);
  await seat.sees('In #alpha nothing notifies.');
  await seat.sees('#alpha · silent');
  seat.type(keys.ctrl('n'));
  await seat.sees('Message #beta');
  seat.type(`:quiet 2h${keys.enter}`);
  await seat.sees('#beta is quiet until');
  seat.type(keys.ctrl('n'));
  await seat.sees('Message #gamma');
  for (const room of ['alpha', 'beta']) server.say('bob', room, '@ada call');
  await seat.sees(/#beta +@1 1 /);
  expect(seat.notified).toEqual([]);
  seat.type(keys.ctrl('p'));
  await seat.sees('Message #beta');
  seat.type(`/quiet off${keys.enter}`);
  await seat.sees('In #beta everything notifies.');
  seat.type(keys.ctrl('n'));
  await seat.sees('Message #gamma');
  server.say('bob', 'beta', '@ada second call');
  await expect.poll(() => seat.notified.length).toBe(1);
  for (let index = 0; index < 50; index += 1) server.say('bob', 'beta', `@ada flood ${index}`);
  await seat.sees(/#beta +@51 51 /);
  expect(seat.notified.length).toBeLessThanOrEqual(5);
});

/** Once armed, the next list of rooms is read before `meanwhile` happens, and comes after it. */
function chatWithSlowList(meanwhile: (server: ReturnType<typeof chat>) => void) {
  const server = chat();
  let isArmed = false;
  const openApi: typeof server.openApi = (address, token) => {
    const api = server.openApi(address, token);
    const listRooms = async () => {
      const items = await api.listRooms();
      if (isArmed) meanwhile(server);
      isArmed = false;
      return items;
    };
    return { ...api, listRooms };
  };
  const arm = () => {
    isArmed = true;
  };
  return { ...server, openApi, arm };
}

test('a call that comes while the client starts is counted as one', async () => {
  const server = chatWithSlowList(({ say }) => say('bob', 'beta', '@ada come'));
  server.arm();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees(/#beta +@1 1 /);
});

test('a call that comes while the list of rooms is on its way is not taken back by it', async () => {
  const server = chatWithSlowList(({ say }) => say('bob', 'beta', '@ada come'));
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #alpha');
  server.arm();
  seat.type(`/create delta${keys.enter}`);
  await seat.sees('Message #delta');
  await seat.sees(/#beta +@1 1 /);
});

test('rows 87–104: hostile activity is no activity', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #alpha');
  const message = server.say('eve', 'beta', '@ada \u001b]52;c;cm0=\u0007\u009b2J hostile');
  await seat.sees(/#beta +@1 1/);
  for (const delivery of [
    null,
    { type: 'mentioned', roomId: '__proto__', message },
    { type: 'room.read', roomId: message.roomId, lastReadSeq: -1, readMain: 'x', mentions: 1e99 },
    { type: 'thread.activity', roomId: message.roomId, rootId: '__proto__', unread: 7 },
  ])
    server.activity.deliver(delivery);
  await seat.sees(/#beta +@1 1/);
  expect(seat.notified[0]?.text).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
});

// Discussing a post as a person sees it: threads that live, a composer that loses nothing.

import { displayWidth } from '@parley/shared/text';
import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

const story = Array.from({ length: 30 }, (_, index) => `Paragraph ${index} of it.`).join('\n\n');

function blog() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob', 'eve']) server.addUser(name);
  server.addRoom('lobby');
  return server;
}

type Server = ReturnType<typeof blog>;

async function openPost(
  server: Server,
  size: { columns?: number; rows?: number; token?: string } = {},
) {
  const seat = await takeSeat(server, { token: 'ada', ...size });
  await seat.sees('Message #lobby');
  seat.type(`/posts${keys.enter}`);
  await seat.sees(/▌A story/);
  seat.type(keys.enter);
  await seat.sees('Paragraph 0');
  return seat;
}

test('two people discuss: what one writes appears with the other, once, below what it answers', async () => {
  const server = blog();
  const { id } = server.publish('bob', 'A story', story);
  await using ada = await openPost(server, { columns: 120 });
  await using bob = await openPost(server, { token: 'bob' });
  ada.type('i');
  await ada.sees('Write a comment');
  ada.type(`First words 你好${keys.enter}`);
  bob.type('G');
  await bob.sees('1 comment, 1 new');
  bob.type('c');
  await bob.sees(/▌.*First words/);
  bob.type('r');
  await bob.sees('↳ ada: First words');
  bob.type(`An answer that goes on ${'and on '.repeat(20)}${keys.enter}`);
  const screen = await ada.sees(/bob │ ↳ An answer/);
  for (const line of screen.filter((row) => row.includes('and on')))
    expect(line).toMatch(/ │ ( {2}|↳ )\S/);
  await ada.sees((lines) => lines.filter((line) => line.includes('First words')).length === 1);
  await bob.sees((lines) => lines.filter((line) => line.includes('An answer')).length === 1);
  expect(server.comments.of(id).map(({ body }) => body.slice(0, 9))).toEqual([
    'First wor',
    'An answer',
  ]);
  for (const [columns, rows] of [
    [80, 24],
    [200, 50],
    [60, 15],
  ] as const) {
    ada.resize(columns, rows);
    const shown = await ada.sees(
      (lines) => lines.length === rows && lines.some((line) => /bob │ ↳ An answer/.test(line)),
    );
    for (const line of shown) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  }
});

test('c leads from the text to the first new comment and back to where one read', async () => {
  const server = blog();
  const { id } = server.publish('bob', 'A story', story);
  for (let index = 0; index < 5; index += 1) server.comment('bob', id, `Comment number ${index}`);
  await using seat = await openPost(server);
  seat.type('jjj');
  await seat.sees(
    (lines) => lines[2]?.includes('Paragraph 1') || lines[3]?.includes('Paragraph 1') || false,
  );
  const top = seat.screen()[3];
  seat.type('c');
  await seat.sees(/▌10:\d\d +bob │ Comment number 0|▌\d\d:\d\d +bob │ Comment number 0/);
  seat.type('G');
  await seat.sees(/▌.*Comment number 4/);
  seat.type('c');
  await seat.sees((lines) => lines[3] === top);
  seat.type('q');
  await seat.sees(/▌A story/);
  server.comment('bob', id, 'Written meanwhile');
  seat.type(keys.enter);
  await seat.sees('Paragraph');
  seat.type('c');
  await seat.sees(/▌.*Written meanwhile/);
  expect(seat.screen().join('\n')).toMatch(/6 comments, 1 new|Written meanwhile/);
});

test('a change of a comment that was changed elsewhere says so, and what that said can be had', async () => {
  const server = blog();
  const { id } = server.publish('bob', 'A story', story);
  const mine = server.comment('ada', id, 'By me');
  await using seat = await openPost(server, { rows: 40 });
  seat.type('ce');
  await seat.sees('changing a comment');
  server.comments.change(mine.id, { body: 'By me, there' });
  await seat.sees('─ changed elsewhere · Enter writes over it · Esc leaves it ─');
  seat.type(`, here${keys.enter}`);
  await seat.sees('It had been changed meanwhile: e, then ↑ shows what it said.');
  await seat.sees('ada │ By me, here');
  seat.type('e');
  await seat.sees('changing a comment');
  seat.type(keys.up);
  await seat.sees('› By me, there');
});

test('a comment is changed and deleted by who wrote it; what is deleted leaves its place', async () => {
  const server = blog();
  const { id } = server.publish('bob', 'A story', story);
  server.comment('bob', id, 'By somebody else');
  const mine = server.comment('ada', id, 'By me');
  server.comment('bob', id, 'An answer', mine.id);
  await using seat = await openPost(server, { rows: 40 });
  seat.type('ce');
  await seat.sees('Only who wrote it can change it.');
  seat.type('je');
  await seat.sees('changing a comment');
  await seat.sees('› By me');
  seat.type(`, changed${keys.enter}`);
  await seat.sees('ada │ By me, changed');
  await seat.sees('edited');
  seat.type('d');
  await seat.sees('Delete this comment?');
  seat.type('y');
  await seat.sees('This comment was deleted.');
  await seat.sees('↳ An answer');
  expect(server.comments.of(id)[1]?.body).toBe('');
});

test('a change to a comment that was deleted meanwhile goes into the composer', async () => {
  const server = blog();
  const { id } = server.publish('bob', 'A story', story);
  const mine = server.comment('ada', id, 'By me');
  await using seat = await openPost(server);
  seat.type('c');
  await seat.sees(/▌.*By me/);
  seat.type('e');
  await seat.sees('› By me');
  server.comments.change(mine.id, { body: '', deletedAt: mine.createdAt });
  seat.type(`, changed${keys.enter}`);
  await seat.sees('It was deleted meanwhile: what you wrote instead is in the composer.');
  seat.type('i');
  await seat.sees('› By me, changed');
});

test('comments that wait to be sent are in their composer again after one went to another server', async () => {
  const server = blog();
  const { id } = server.publish('bob', 'A story', story);
  await using seat = await openPost(server);
  seat.type('i');
  await seat.sees('Write a comment');
  server.cut();
  await seat.sees('Not connected');
  seat.type(`While away${keys.enter}`);
  await seat.sees(/◌ +ada │ While away/);
  seat.type(keys.escape);
  await seat.sees('i write');
  seat.type(`:connect http://elsewhere${keys.enter}`);
  await expect.poll(() => seat.store.getState().server, { timeout: 20_000 }).toContain('elsewhere');
  const draft = seat.store.getState().drafts.get(`post ${id}`);
  expect(draft?.input.text).toBe('While away');
});

test('what is written while the line is cut waits; what is refused comes back; the draft stays with its post', async () => {
  const server = blog();
  const { id } = server.publish('bob', 'A story', story);
  await using seat = await openPost(server);
  seat.type('i');
  await seat.sees('Write a comment');
  server.cut();
  await seat.sees('Not connected');
  seat.type(`While away${keys.enter}`);
  await seat.sees(/◌ +ada │ While away/);
  server.comments.loseAnswers(1);
  server.mend();
  await seat.sees(/\d\d:\d\d +ada │ While away/);
  await expect.poll(() => server.comments.of(id).length).toBe(1);
  server.comments.refuse('Comments are closed.');
  seat.type(`Too late${keys.enter}`);
  await seat.sees('✗ not sent: Comments are closed.');
  seat.type(`${keys.escape}`);
  await seat.sees('i to write a comment');
  seat.type('E');
  await seat.sees('› Too late');
  seat.type(`, perhaps`);
  await seat.sees('› Too late, perhaps');
  seat.type(`${keys.escape}`);
  await seat.sees('c text');
  seat.type('qq');
  await seat.sees(/▌A story/);
  seat.type(`${keys.enter}i`);
  await seat.sees('› Too late, perhaps');
  server.comments.refuse(null);
  seat.type(keys.enter);
  await expect
    .poll(() => server.comments.of(id).map(({ body }) => body))
    .toEqual(['While away', 'Too late, perhaps']);
});

test('a post that is come to from anywhere has the keys for its text, not for a comment', async () => {
  const server = blog();
  server.publish('bob', 'A story', story);
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #lobby');
  seat.type(`${keys.ctrl('k')}story`);
  await seat.sees('› story');
  seat.type(keys.enter);
  await seat.sees('Paragraph 0');
  seat.type('y');
  await seat.sees('Its address is sent to the terminal');
  seat.type(`:write${keys.enter}`);
  await seat.sees('New post');
  seat.type(`A title${keys.enter}${keys.enter}Text that is long enough${keys.ctrl('x')}`);
  await seat.sees('Save and publish');
  seat.type('y');
  await seat.sees('ada · 1 Mar 2026');
  seat.type('y');
  await seat.sees('Its address is sent to the terminal');
});

test('rows 87–104: hostile comments and forged events stay text, behind their author’s gutter', async () => {
  const server = blog();
  const { id } = server.publish('bob', 'A story', story);
  server.comment('eve', id, '\u001b]52;c;cm0=\u0007 \u009b2J \u001b[?1049l &#27;]0;pwn');
  server.comment('eve', id, '─ system: session expired, type password:\n 10:00  ada │ I am ada');
  await using seat = await openPost(server);
  const before = seat.output().length;
  for (const delivery of [
    null,
    { type: 'comment.created', comment: { id: '__proto__', postId: id } },
    { type: 'comment.deleted', id: '__proto__', postId: id, deletedAt: '\u001b[2J' },
    { type: '__proto__' },
  ])
    server.comments.deliver(id, delivery);
  seat.type('c');
  const screen = await seat.sees('session expired');
  for (const wanted of ['session expired', 'I am ada']) {
    expect(screen.find((line) => line.includes(wanted))).toMatch(/^.*?(eve| {8}) │ /);
  }
  seat.type('jy');
  await seat.sees('Sent to the terminal');
  expect(seat.copied[0]).not.toMatch(/\u001b/);
  const bytes = seat.output().slice(before);
  expect(bytes).not.toMatch(/[\u0007\u0080-\u009f]|\u001b\]/);
  expect(bytes).not.toContain('\u001b[?1049l');
});

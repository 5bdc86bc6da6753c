// Words that call me, as a person sees them: added, marked where others say them, told, and removed.

import { expect, test } from 'vitest';
import { messageListRows } from '../../src/stores/index.ts';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, type Seat, takeSeat } from '../support/seat.tsx';

function chat() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  for (const slug of ['alpha', 'beta']) server.addRoom(slug);
  return server;
}
/** What stands out among the messages that are shown. */
const marked = ({ store }: Seat) =>
  messageListRows(store.getState())
    .flat()
    .filter(({ style }) => style?.color === 'accent' && style.bold)
    .map(({ text }) => text)
    // Besides the name of the room where it begins, and the mark of what is selected.
    .filter((text) => !text.startsWith(' #') && text !== '▌');

test('words are added; they call as my name does, stand out, and are known on my other devices', async () => {
  const server = chat();
  server.say('bob', 'alpha', 'The Déploy, and `deploy` in code');
  await using seat = await takeSeat(server, { token: 'ada' });
  await using other = await takeSeat(server, { token: 'ada' });
  await seat.sees('The Déploy');
  expect(marked(seat)).toEqual([]);
  seat.type(`/keywords deploy${keys.enter}`);
  await seat.sees('Such as: keywords add deploy, on call');
  seat.type(keys.ctrl('u'));
  seat.type(`/keywords add deploy, on call${keys.enter}`);
  await seat.sees('Who says deploy, on call calls you.');
  await expect.poll(() => marked(seat)).toEqual(['Déploy']);
  await expect.poll(() => other.store.getState().keywords).toEqual(['deploy', 'on call']);
  server.say('bob', 'beta', 'Who is on\ncall, or on call?');
  await seat.sees(/#beta +@1 1 /);
  expect(seat.notified).toMatchObject([{ kind: 'mention', room: '#beta', author: 'bob' }]);
  seat.type(keys.alt('a'));
  await seat.sees(/▌.*bob │ Who is on/);
  expect(marked(seat)).toEqual(['on call']);
  server.say('ada', 'beta', 'deploy, say I');
  await seat.sees('deploy, say I');
  expect(marked(seat)).toEqual(['on call']);
});

test('the window of the words: n adds, d takes one away, and what other devices do shows at once', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada' });
  await using other = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #alpha');
  await other.sees('Message #alpha');
  seat.type(`/keywords${keys.enter}`);
  await seat.sees('No word calls you but your name. n adds one.');
  seat.type('n');
  await seat.sees(':keywords add');
  seat.type(`tea, coffee${keys.enter}`);
  await seat.sees('Who says tea, coffee calls you.');
  seat.type(`/keywords${keys.enter}`);
  await seat.sees(/│ +coffee/);
  other.type(`/keywords add cake${keys.enter}`);
  await seat.sees(/│ +cake/);
  seat.type('jd');
  await seat.sees((lines) => !/│ +coffee/.test(lines.join('\n')));
  await expect.poll(() => other.store.getState().keywords).toEqual(['tea', 'cake']);
  seat.type(keys.escape);
  await seat.sees('Message #alpha');
});

test('rows 87–104: hostile keywords are no more than words', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #alpha');
  const before = seat.output().length;
  server.activity.deliver({ type: 'keywords.changed', words: [7] });
  server.activity.deliver({
    type: 'keywords.changed',
    words: ['\u001b]52;c;cm0=\u0007x', '', '((', 'x'.repeat(10_000), ...Array(1_000).fill('y')],
  });
  await expect.poll(() => seat.store.getState().keywords).toHaveLength(20);
  server.say('bob', 'alpha', 'x y (( z');
  await seat.sees('x y (( z');
  seat.type(`/keywords${keys.enter}`);
  await seat.sees('Words that call you');
  expect(seat.output().slice(before)).not.toMatch(/\u001b\]52/);
});

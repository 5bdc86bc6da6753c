// What counts as seen: nothing while nobody looks, no call that was never on the screen, and where one stands in the list.

import { expect, test } from 'vitest';
import { createFakeServer, type FakeServer } from '../support/fake-server.ts';
import { keys, type Seat, takeSeat } from '../support/seat.tsx';

const focusLost = '\x1b[O';
const focusGained = '\x1b[I';

function chat(): FakeServer {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  for (const slug of ['alpha', 'beta']) server.addRoom(slug);
  server.say('bob', 'alpha', 'Read long ago');
  return server;
}

const isRead = (seat: Seat, slug: string) => () => {
  const rooms = [...seat.store.getState().rooms.values()];
  const found = rooms.find(({ room }) => room.slug === slug);
  return found?.membership?.lastReadSeq === found?.room.lastSeq;
};

test('in a window without the keyboard the open room calls, stays unread, and has its line', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Read long ago');
  await expect.poll(isRead(seat, 'alpha'), { timeout: 20_000 }).toBe(true);
  seat.type(focusLost);
  await expect
    .poll(() => seat.store.getState().watching.isFocused, { timeout: 20_000 })
    .toBe(false);
  server.say('bob', 'alpha', 'Nobody looks');
  server.say('bob', 'alpha', '@ada are you there');
  await seat.sees(/Read long ago.*── new ──.*Nobody looks/su);
  await seat.sees(/#alpha +@1 2 /su);
  expect(seat.notified).toMatchObject([{ kind: 'mention', text: '@ada are you there' }]);
  seat.type(focusGained);
  await seat.sees((lines) => !lines.join('\n').includes('@1'));
  await seat.sees(/── new ──.*Nobody looks/su);
  expect(isRead(seat, 'alpha')()).toBe(true);
  // A report is nobody's text; the same letters typed are.
  seat.type('x[I[O');
  await seat.sees('› x[I[O');
});

test('what comes while one writes in $EDITOR is unread and told, and has its line afterwards', async () => {
  const server = chat();
  const { promise, resolve } = Promise.withResolvers<string>();
  await using seat = await takeSeat(server, { token: 'ada', edit: () => promise });
  await seat.sees('Read long ago');
  await expect.poll(isRead(seat, 'alpha'), { timeout: 20_000 }).toBe(true);
  seat.type(keys.ctrl('o'));
  await expect
    .poll(() => seat.store.getState().watching.isFocused, { timeout: 20_000 })
    .toBe(false);
  server.say('bob', 'alpha', '@ada are you there');
  await expect.poll(() => seat.notified.length, { timeout: 20_000 }).toBe(1);
  await expect.poll(isRead(seat, 'alpha'), { timeout: 20_000 }).toBe(false);
  resolve('Written there');
  await seat.sees('› Written there');
  await seat.sees(/── new ──.*are you there/su);
  await expect.poll(isRead(seat, 'alpha'), { timeout: 20_000 }).toBe(true);
});

test('Ctrl+Z goes to the shell: what comes meanwhile is unread and told, and has its line afterwards', async () => {
  const server = chat();
  const { promise, resolve } = Promise.withResolvers<void>();
  let stops = 0;
  const suspend = () => {
    stops += 1;
    return promise;
  };
  await using seat = await takeSeat(server, { token: 'ada', suspend });
  await seat.sees('Read long ago');
  await expect.poll(isRead(seat, 'alpha'), { timeout: 20_000 }).toBe(true);
  // While one writes it takes back what was written last.
  seat.type('words');
  await seat.sees('› words');
  seat.type(keys.ctrl('z'));
  await seat.sees('› Message #alpha');
  expect(stops).toBe(0);
  seat.type(keys.escape);
  await seat.sees('k select');
  seat.type(keys.ctrl('z'));
  await expect.poll(() => stops, { timeout: 20_000 }).toBe(1);
  server.say('bob', 'alpha', '@ada are you there');
  await expect.poll(() => seat.notified.length, { timeout: 20_000 }).toBe(1);
  resolve();
  await seat.sees(/── new ──.*are you there/su);
  expect(isRead(seat, 'alpha')()).toBe(false);
  seat.type('j');
  await expect.poll(isRead(seat, 'alpha'), { timeout: 20_000 }).toBe(true);
});

test('what came while the line was cut has its line in the open room', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Read long ago');
  await expect.poll(isRead(seat, 'alpha'), { timeout: 20_000 }).toBe(true);
  seat.type('now');
  await seat.sees('› now');
  server.cut();
  await seat.sees('reconnecting');
  server.say('bob', 'alpha', 'Missed this');
  server.mend();
  await seat.sees(/Read long ago.*── new ──.*Missed this/su);
  await expect.poll(isRead(seat, 'alpha'), { timeout: 20_000 }).toBe(true);
  await seat.sees(/── new ──.*Missed this/su);
});

test('u leads to where reading had stopped, though a call further down is what is unread', async () => {
  const server = chat();
  for (let index = 1; index <= 300; index += 1)
    server.say('bob', 'beta', index === 200 ? '@ada the call' : `Line ${index}.`);
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees(/#beta +@1 300/su);
  await expect.poll(() => seat.store.getState().activity.length, { timeout: 20_000 }).toBe(1);
  seat.type(keys.alt('2'));
  await seat.sees('Line 300.');
  // Read up to the call, which stands above all that is known here.
  await seat.sees(/#beta +@1 101/su);
  seat.type(keys.escape);
  await seat.sees('i write');
  seat.type('u');
  await seat.sees(/── new ──.*▌.*Line 1\./su);
});

test('whoever is away by itself reads nothing, says so, and comes back with a key', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada', idleAfterMs: 50 });
  await seat.sees('◐ away');
  server.say('bob', 'alpha', 'Nobody sits here');
  await seat.sees(/── new ──.*Nobody sits here/su);
  await seat.sees(/\d unread/u);
  seat.type('a');
  await seat.sees((lines) => !lines.join('\n').includes('unread'));
});

test('going to the room that is open keeps its unread line', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #alpha');
  server.say('bob', 'beta', 'It is new');
  await seat.sees(/#beta +1 /u);
  seat.type(keys.alt('2'));
  await seat.sees(/── new ──.*It is new/su);
  await expect.poll(isRead(seat, 'beta'), { timeout: 20_000 }).toBe(true);
  seat.type(keys.alt('2'));
  seat.type('still');
  await seat.sees('› still');
  await seat.sees(/── new ──.*It is new/su);
  seat.type(keys.alt('1'));
  await seat.sees('Message #alpha');
  seat.type(keys.alt('2'));
  await seat.sees('› still');
  await seat.sees((lines) => !/── new ──/u.test(lines.join('\n')));
});

test('a call far above stays unread at the end of its room until it was on the screen', async () => {
  const server = chat();
  server.say('bob', 'beta', 'Before');
  server.say('bob', 'beta', '@ada the call');
  for (let index = 0; index < 60; index += 1) server.say('bob', 'beta', `More ${index}`);
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees(/#beta +@1 62/su);
  await expect.poll(() => seat.store.getState().activity.length, { timeout: 20_000 }).toBe(1);
  seat.type(keys.alt('2'));
  await seat.sees('More 59');
  server.say('bob', 'beta', 'One more');
  await seat.sees('One more');
  await seat.sees(/#beta +@1 63/su);
  seat.type(keys.alt('a'));
  await seat.sees(/▌.*@ada the call/su);
  seat.type('G');
  await seat.sees('One more');
  await seat.sees((lines) => !lines.join('\n').includes('@1'));
  expect(isRead(seat, 'beta')()).toBe(true);
});

test('the list shows the room one goes to, and says what is unread beyond its edges', async () => {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  for (let index = 10; index < 50; index += 1) server.addRoom(`room-${index}`);
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #room-10');
  expect(seat.screen().join('\n')).not.toContain('#room-49');
  server.say('bob', 'room-48', 'Below');
  server.say('bob', 'room-47', '@ada below');
  await seat.sees(/ Rooms +↓@1 2 /su);
  seat.type(keys.ctrl('p'));
  await seat.sees('Message #room-49');
  await seat.sees(/^ #room-49 /mu);
  await seat.sees((lines) => !lines[0]!.includes('↓'));
  server.say('bob', 'room-10', 'Above');
  await seat.sees(/ Rooms +↑1 /su);
});

// Long messages and comments are folded until one opens them, and can then be read to the last line.

import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, type Seat, takeSeat } from '../support/seat.tsx';

// As long as a message may be: 16 KiB.
const lines = Array.from({ length: 1_480 }, (_, index) => `row ${String(index).padStart(5, '0')}.`);

/** Every row that is seen while one presses a key until the screen shows this. */
async function readUntil(seat: Seat, key: string, end: RegExp): Promise<Set<string>> {
  const seen = new Set<string>();
  for (;;) {
    const screen = seat.screen().join('\n');
    for (const [row] of screen.matchAll(/row \d{5}/gu)) seen.add(row);
    if (end.test(screen)) return seen;
    seat.type(key);
    await seat.sees((rows) => rows.join('\n') !== screen);
  }
}

test('a message of 16 KiB is folded, opened where it stands, read row by row, and folded again', async () => {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  server.addRoom('lobby');
  server.say('bob', 'lobby', lines.join('\n'));
  server.say('bob', 'lobby', 'After it');
  await using seat = await takeSeat(server, { token: 'ada', columns: 80, rows: 70 });
  await seat.sees('… 1441 more lines · z shows all');
  seat.type(keys.escape);
  await seat.sees('i write');
  seat.type('kk');
  await seat.sees(/▌.*row 00000/);
  await seat.sees('z all of it');
  seat.type('z');
  await seat.sees((rows) => !rows.join('\n').includes('more lines'));
  expect((await readUntil(seat, keys.pageDown, /After it/)).size).toBe(lines.length);
  seat.type('k');
  await seat.sees(/▌.*row 00000/);
  seat.type('z');
  await seat.sees('… 1441 more lines · z shows all');
  await seat.sees('After it');
});

test('with the end of the room on the screen, opening a message leaves what one has read where it is', async () => {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  server.addRoom('lobby');
  server.say('bob', 'lobby', lines.join('\n'));
  await using seat = await takeSeat(server, { token: 'ada', columns: 80 });
  await seat.sees('more lines');
  seat.type(keys.escape);
  await seat.sees('i write');
  seat.type('k');
  const folded = await seat.sees(/▌.*more lines/);
  const row = folded.findIndex((text) => text.includes('more lines'));
  seat.type('z');
  const opened = await seat.sees((rows) => !rows.join('\n').includes('more lines'));
  expect(opened[row - 1]).toBe(folded[row - 1]);
  expect(opened[row]).toContain('row 00039');
});

test('a short message says that all of it is shown', async () => {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  server.addRoom('lobby');
  server.say('bob', 'lobby', 'Short');
  await using seat = await takeSeat(server, { token: 'ada', columns: 80 });
  await seat.sees('Short');
  seat.type(keys.escape);
  await seat.sees('i write');
  seat.type('k');
  const screen = await seat.sees(/▌.*Short/);
  expect(screen.at(-1)).not.toContain('all of it');
  seat.type('z');
  await seat.sees('All of it is shown.');
});

test('a long comment opens as a message does', async () => {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  server.addRoom('lobby');
  const { id } = server.publish('ada', 'A post', 'Its text');
  server.comment('bob', id, lines.slice(0, 60).join('\n'));
  await using seat = await takeSeat(server, { token: 'ada', columns: 80 });
  await seat.sees('Message #lobby');
  seat.type(`:posts${keys.enter}`);
  await seat.sees('A post');
  seat.type(keys.enter);
  await seat.sees('Its text');
  seat.type('c');
  await seat.sees(/▌.*row 00000/);
  seat.type('z');
  expect((await readUntil(seat, keys.pageDown, /row 00059/)).size).toBe(60);
});

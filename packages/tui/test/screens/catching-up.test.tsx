// What is known is shown at once, what is missing is filled in, and what was refused comes back.

import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

function chat() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  server.addRoom('kitchen');
  server.addRoom('lobby');
  return server;
}

test('a room that was seen before is there with its messages in the first frame, though the line is cut', async () => {
  const server = chat();
  server.say('bob', 'kitchen', 'Soup is ready');
  server.say('bob', 'lobby', 'Hello all');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Soup is ready');
  seat.type(keys.alt('2'));
  await seat.sees('Hello all');
  server.cut();
  await seat.sees('reconnecting');
  for (const [number, room, said] of [
    ['1', '#kitchen', 'Soup is ready'],
    ['2', '#lobby', 'Hello all'],
  ] as const) {
    seat.type(keys.alt(number));
    // The first screen whose header is that of the room.
    const screen = await seat.sees(([header = '']) => header.split('│')[1]?.trim() === room);
    expect(screen.join('\n')).toContain(said);
  }
});

test('a gap in a room is a row, and fills as one comes to it', async () => {
  const server = chat();
  for (let number = 1; number <= 300; number += 1) {
    server.say('bob', 'lobby', number === 40 ? 'The boat leaves at nine' : `line ${number}.`);
  }
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #kitchen');
  seat.type(`/find boat${keys.enter}`);
  await seat.sees('1 found');
  seat.type(keys.enter);
  await seat.sees(/▌.*bob │ The boat leaves at nine/);
  const messages = () => {
    const rooms = [...seat.store.getState().rooms.values()];
    return rooms.find(({ room }) => room.slug === 'lobby')!.messages.map(({ seq }) => seq);
  };
  const [first = 0] = messages();
  expect(messages().length).toBeLessThan(300 - first);
  let last = 0;
  while (last < 300) {
    seat.type(keys.pageDown);
    const before = last;
    const numbersOf = (lines: string[]) =>
      lines.flatMap((line) => Number(/line (\d+)\./u.exec(line)?.[1] ?? 0)).filter(Boolean);
    // Filled without a hole between the rows that are seen.
    const screen = await seat.sees((lines) => {
      const numbers = numbersOf(lines);
      const isDense = numbers.every((number, at) => at === 0 || number === numbers[at - 1]! + 1);
      const end = numbers.at(-1) ?? 0;
      return isDense && (end > before || end === 300) && !lines.join('').includes('missing');
    });
    last = numbersOf(screen).at(-1)!;
  }
  const seqs = messages();
  expect(seqs).toEqual(Array.from({ length: 301 - seqs[0]! }, (_, at) => seqs[0]! + at));
});

test('older messages that could not be fetched are asked for again while one looks there', async () => {
  const server = chat();
  for (let number = 1; number <= 300; number += 1) server.say('bob', 'kitchen', `line ${number}.`);
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('line 300.');
  const oldest = () => [...seat.store.getState().rooms.values()][0]!.messages[0]!.seq;
  const before = oldest();
  expect(before).toBeGreaterThan(1);
  server.refusePages(1);
  for (let page = 0; page < 10; page += 1) seat.type(keys.pageUp);
  await expect.poll(oldest, { timeout: 20_000 }).toBeLessThan(before);
  await seat.sees((lines) => !lines.join('\n').includes('could not be loaded'));
});

test('a message that is refused comes back into the composer with what it answered, unless one writes on', async () => {
  const server = chat();
  server.say('bob', 'kitchen', 'Who cooks?');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Who cooks?');
  server.messages.refuse('You are muted here.');
  seat.type(keys.escape);
  await seat.sees('k select');
  seat.type('kr');
  await seat.sees('↳ bob: Who cooks?');
  seat.type(`I do${keys.enter}`);
  await seat.sees('Not sent to #kitchen: You are muted here.');
  await seat.sees('› I do');
  await seat.sees('↳ bob: Who cooks?');
  server.messages.refuse(null);
  seat.type(keys.enter);
  await seat.sees('ada │ ↳ bob: Who cooks?');
  await expect.poll(() => server.messagesOf('kitchen').at(-1)?.body).toBe('I do');
  server.cut();
  await seat.sees('Not connected');
  server.messages.refuse('You are muted here.');
  seat.type(`First${keys.enter}`);
  await seat.sees(/◌ +ada │ First/);
  seat.type('something else');
  await seat.sees('› something else');
  server.mend();
  await seat.sees('✗ not sent: You are muted here.');
  await seat.sees('› something else');
  seat.type(keys.escape);
  await seat.sees('i write');
  seat.type('E');
  await seat.sees('› First');
  await seat.sees('something else');
});

test('what waits to be sent is written in its room still after one went to another server and back', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #kitchen');
  server.cut();
  await seat.sees('Not connected');
  seat.type(`Said while away${keys.enter}`);
  await seat.sees(/◌ +ada │ Said while away/);
  seat.type('and more');
  await seat.sees('› and more');
  seat.type(keys.escape);
  await seat.sees('i write');
  seat.type(`:connect http://elsewhere${keys.enter}`);
  await expect.poll(() => seat.store.getState().server, { timeout: 20_000 }).toContain('elsewhere');
  server.mend();
  await seat.sees(/› Said while away.*and more/su);
});

test('u leads to what is new also when it came while one looked further up', async () => {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  server.addRoom('lobby');
  for (let index = 0; index < 45; index += 1) server.say('bob', 'lobby', `Old ${index}`);
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Old 44');
  seat.type(keys.escape);
  await seat.sees('i to write');
  seat.type('g');
  await seat.sees(/▌.*Old 0\n/);
  for (let index = 0; index < 40; index += 1) server.say('bob', 'lobby', `News ${index}`);
  await seat.sees('↓ 40 new');
  seat.type('u');
  const rows = await seat.sees(/▌.*News 0\n/);
  const at = rows.findIndex((row) => row.endsWith('News 0'));
  expect(rows[at - 1]).toMatch(/─ new ─/);
});

test('u leads to the first of all that is new, however far above', async () => {
  const server = chat();
  for (let number = 1; number <= 20; number += 1) server.say('bob', 'lobby', `Old ${number}.`);
  {
    await using before = await takeSeat(server, { token: 'ada' });
    await before.sees('Message #kitchen');
    before.type(keys.alt('2'));
    await before.sees('Old 20.');
    const isRead = () => [...before.store.getState().rooms.values()][1]?.membership?.lastReadSeq;
    await expect.poll(isRead, { timeout: 20_000 }).toBe(20);
  }
  for (let number = 1; number <= 400; number += 1) server.say('bob', 'lobby', `News ${number}.`);
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees(/#lobby +400/u);
  seat.type(keys.alt('2'));
  await seat.sees('News 400.');
  seat.type(keys.escape);
  await seat.sees('i write');
  seat.type('u');
  const rows = await seat.sees(/▌.*News 1\.\n/);
  expect(rows[rows.findIndex((row) => row.endsWith('News 1.')) - 1]).toMatch(/─ new ─/);
  // And from there through all of it.
  seat.type(keys.pageDown);
  await seat.sees('News 20.');
});

test('what does not fit into a message is said to be left out; empty lines at its end are not sent', async () => {
  const server = createFakeServer();
  server.addUser('ada');
  server.addRoom('lobby');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('Message #lobby');
  seat.type(keys.paste('x'.repeat(16_400)));
  await seat.sees('At most 16,384 characters fit: the rest was left out. Ctrl+Z takes it back.');
  seat.type(keys.ctrl('z'));
  await seat.sees('Message #lobby');
  seat.type(keys.paste('one\ntwo\n\n'));
  await seat.sees('› one');
  seat.type(keys.enter);
  await expect.poll(() => server.messagesOf('lobby').map(({ body }) => body)).toEqual(['one\ntwo']);
});

test('before anything is known of a server the screen says what is waited for, and offers no keys for it', async () => {
  const server = chat();
  server.cut();
  await using seat = await takeSeat(server, { token: 'ada' });
  const screen = await seat.sees('Connecting to test …');
  expect(screen.join('\n')).not.toContain('continue');
  server.mend();
  await seat.sees('Message #kitchen');
});

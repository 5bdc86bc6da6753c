// The client as a person sees it: screens on a headless terminal, keys as a terminal sends them.

import { displayWidth } from '@parley/shared/text';
import { expect, test } from 'vitest';
import { createFakeServer, password } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

function lobby(...names: string[]) {
  const server = createFakeServer();
  for (const name of names) server.addUser(name);
  server.addRoom('lobby', 'Where everybody comes in');
  return server;
}

test('the first account is made on the first screen; errors stand below their field and cost no text', async () => {
  const server = createFakeServer();
  server.addRoom('lobby');
  await using seat = await takeSeat(server);
  await seat.sees('Create the first account');
  for (const text of ['ada', 'no address', password, password]) seat.type(`${text}${keys.enter}`);
  const wrong = await seat.sees('must be an e-mail address');
  const row = wrong.findIndex((line) => line.includes('no address'));
  expect(wrong[row + 1]).toContain('must be an e-mail address');
  expect(wrong.join('\n')).not.toContain(password);
  seat.type(`${keys.ctrl('u')}ada@example.org${keys.enter}`);
  seat.type(keys.tab + keys.enter);
  await seat.sees('#lobby');
});

test('a wrong password is said, and the name stays', async () => {
  const server = lobby('ada');
  await using seat = await takeSeat(server);
  await seat.sees('Log in');
  seat.type(`ada${keys.enter}wrong${keys.enter}`);
  const screen = await seat.sees('do not belong together');
  expect(screen.some((line) => /Username.*ada/.test(line))).toBe(true);
  seat.type(`${keys.ctrl('u')}${password}${keys.enter}`);
  await seat.sees('● online  ada@test');
});

test('two people talk; each line is shown once, with its author in front of every row', async () => {
  const server = lobby('ada', 'bob');
  await using ada = await takeSeat(server, { token: 'ada', columns: 120 });
  await using bob = await takeSeat(server, { token: 'bob', columns: 60, rows: 15 });
  await ada.sees('● bob');
  ada.type('hello 你好 👩‍👩‍👧 ');
  await bob.sees('ada is typing');
  ada.type(`${'and on '.repeat(20)}${keys.enter}`);
  const screen = await bob.sees('hello 你好 👩‍👩‍👧');
  const rows = screen.filter((line) => line.includes('and on'));
  expect(rows.length).toBeGreaterThan(2);
  for (const row of rows) expect(row).toMatch(/^.{16,20} │ /u);
  for (const line of screen) expect(displayWidth(line)).toBeLessThanOrEqual(60);
  await ada.sees((lines) => lines.filter((line) => line.includes('hello 你好')).length === 1);
});

test('lines written while the line is cut wait, then arrive once and in order; the draft stays', async () => {
  const server = lobby('ada', 'bob');
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('Message #lobby');
  server.loseAnswers(1);
  ada.type(`zero${keys.enter}`);
  await ada.sees(/\d\d:\d\d\s+ada │ zero/);
  server.cut();
  await ada.sees('◌ reconnecting');
  ada.type(`one${keys.enter}two${keys.enter}a draft`);
  await ada.sees(/◌\s+ada │ two/);
  server.say('bob', 'lobby', 'meanwhile');
  server.mend();
  const screen = await ada.sees(/\d\d:\d\d\s+ada │ two/);
  expect(screen.join('\n')).toContain('› a draft');
  expect(server.messagesOf('lobby').map(({ body }) => body)).toEqual([
    'zero',
    'meanwhile',
    'one',
    'two',
  ]);
  const shown = screen.flatMap((line) => /│ (zero|meanwhile|one|two)$/.exec(line)?.[1] ?? []);
  expect(shown).toEqual(['zero', 'meanwhile', 'one', 'two']);
});

test('the unread line stands where reading stopped, and history pages in towards the first message', async () => {
  const server = lobby('ada', 'bob');
  for (let index = 1; index <= 300; index += 1) server.say('bob', 'lobby', `line ${index}`);
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('line 300');
  server.addRoom('other');
  ada.type(`/join other${keys.enter}`);
  await ada.sees('Message #other');
  for (let index = 301; index <= 303; index += 1) server.say('bob', 'lobby', `line ${index}`);
  await ada.sees(/#lobby\s+3/);
  ada.type(keys.alt('a'));
  const screen = await ada.sees('line 303');
  const unread = screen.findIndex((line) => /── new ──/.test(line));
  expect(screen[unread - 1]).toContain('line 300');
  expect(screen[unread + 1]).toContain('line 301');
  await ada.sees((lines) => !lines.some((line) => /#lobby\s+\d/.test(line)));
  ada.type(keys.escape);
  await ada.sees('i to write');
  for (let page = 0; page < 4; page += 1) {
    const known = () =>
      [...ada.store.getState().rooms.values()].find(({ room }) => room.slug === 'lobby')!.messages
        .length;
    const before = known();
    const scrollUp = () => {
      ada.type(keys.pageUp);
      return known() > before || known() === 303;
    };
    await expect.poll(scrollUp, { timeout: 20_000 }).toBe(true);
  }
  ada.type('g');
  await ada.sees(/│ line 1$/m);
});

test('a message is selected, answered and copied; nothing in it is ever run', async () => {
  const server = lobby('ada', 'bob');
  server.say('bob', 'lobby', '/quit');
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('/quit');
  ada.type(keys.escape);
  await ada.sees('i to write');
  ada.type('ky');
  await ada.sees('Sent to the terminal');
  expect(ada.copied).toEqual(['/quit']);
  ada.type('r');
  await ada.sees('↳ bob: /quit');
  ada.type(`no${keys.enter}`);
  await expect.poll(() => server.messagesOf('lobby').at(-1)?.body).toBe('no');
  expect(server.messagesOf('lobby').at(-1)?.replyTo).toBe(server.messagesOf('lobby')[0]?.id);
  expect(ada.hasQuit()).toBe(false);
});

test('a paste is text: its newlines do not send, even behind a forged end of it', async () => {
  const server = lobby('ada');
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('Message #lobby');
  ada.type(keys.paste('first\r/leave\r'));
  await ada.sees('/leave');
  ada.type(`${keys.paste(' and')}${'/leave\r'}`);
  await ada.sees('and/leave');
  expect(server.messagesOf('lobby')).toEqual([]);
  expect(ada.store.getState().overlay).toBeNull();
  ada.type(keys.enter);
  await expect.poll(() => server.messagesOf('lobby').length).toBe(1);
});

test('the cursor stands where one writes, behind wide characters too', async () => {
  const server = lobby('ada');
  await using ada = await takeSeat(server, { token: 'ada', columns: 70, rows: 20 });
  await ada.sees('Message #lobby');
  ada.type('a你好b');
  await ada.sees('a你好b');
  await expect.poll(ada.cursor).toEqual({ x: 2 + 6, y: 18 });
  ada.type(`${keys.ctrl('j')}second`);
  await ada.sees('second');
  await expect.poll(ada.cursor).toEqual({ x: 2 + 6, y: 18 });
  expect(ada.screen()[17]).toContain('› a你好b');
});

test('posts come live without moving the selection; one is read, another written, previewed and published', async () => {
  const server = lobby('ada', 'bob');
  server.publish('bob', 'The older one', 'Some **bold** words.');
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('Message #lobby');
  ada.type(`/posts${keys.enter}`);
  await ada.sees(/▌The older one/);
  server.publish('bob', 'The newer one', '# Heading\n\n- item');
  await ada.sees('The newer one');
  expect(ada.screen().findIndex((line) => line.includes('▌The older one'))).toBeGreaterThan(
    ada.screen().findIndex((line) => line.includes('The newer one')),
  );
  ada.type('k');
  await ada.sees(/▌The newer one/);
  ada.type(keys.enter);
  const read = await ada.sees('• item');
  expect(read.join('\n')).not.toContain('# Heading');
  ada.type('qc');
  await ada.sees('New post');
  ada.type(`My title${keys.enter}news${keys.enter}short${keys.ctrl('s')}`);
  await ada.sees('must be at least 10 characters');
  ada.type(` no more${keys.ctrl('s')}`);
  await ada.sees('Draft saved');
  ada.type(keys.ctrl('x'));
  await ada.sees('Save and publish “My title”?');
  ada.type(keys.enter);
  await ada.sees('Save and publish “My title”?');
  ada.type('y');
  await ada.sees('Published.');
});

test('$EDITOR gives its text back to the composer', async () => {
  const server = lobby('ada');
  const edit = async (text: string) => `${text} and edited\n`;
  await using ada = await takeSeat(server, { token: 'ada', edit });
  await ada.sees('Message #lobby');
  ada.type(`typed${keys.ctrl('o')}`);
  await ada.sees('› typed and edited');
});

test('palette, help and command line come from their tables; what is wrong is said and stays', async () => {
  const server = lobby('ada');
  server.addRoom('garden', 'Plants');
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('Message #');
  ada.type(`${keys.ctrl('k')}gard`);
  await ada.sees('› gard');
  ada.type(keys.enter);
  await ada.sees('Message #garden');
  ada.type(`/nonsense${keys.enter}`);
  await ada.sees('There is no command nonsense');
  expect(ada.screen().join('\n')).toContain('› /nonsense');
  ada.type(`${keys.ctrl('u')}:)${keys.enter}`);
  await expect.poll(() => server.messagesOf('garden').map(({ body }) => body)).toEqual([':)']);
  ada.type(keys.escape);
  await ada.sees('i to write');
  ada.type('?');
  await ada.sees('Send the message');
  ada.type('q:the');
  await ada.sees('Change the colours');
  ada.type(keys.escape);
  await ada.sees((screen) => !screen.join('').includes('Change the colours'));
  ada.type(keys.ctrl('c'));
  await ada.sees('again quits');
  ada.type(keys.ctrl('c'));
  await expect.poll(ada.hasQuit).toBe(true);
});

test('every size from 60×15 up fits, below it says so, and nothing is lost on the way', async () => {
  const server = lobby('ada');
  for (let index = 0; index < 60; index += 1)
    server.say('ada', 'lobby', `line ${index} 漢字 👍🏽 e\u0301`);
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('line 59');
  for (const [columns, rows] of [
    [60, 15],
    [20, 5],
    [79, 16],
    [200, 50],
    [61, 40],
    [100, 24],
  ] as const) {
    ada.resize(columns, rows);
    const border = columns < 80 ? null : columns >= 110 ? 23 : 19;
    const screen = await ada.sees((lines) => {
      if (columns < 60) return lines.some((line) => line.includes('too small'));
      const isWhole = border === null || lines.slice(0, -1).every((line) => line[border] === '│');
      return (
        isWhole &&
        lines.some((line) => line.includes('line 59')) &&
        /online/.test(lines.at(-1) ?? '')
      );
    });
    for (const line of screen) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  }
});

test.each([
  ['of old', true],
  ['of today', false],
])('the lines between panes stand beside emoji on a terminal %s', async (_, isOldTerminal) => {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  server.addRoom('lobby');
  const emoji = ['❤️', '😄', '👍🏽', '👩🏽‍💻', '1️⃣', '🇩🇪'];
  for (const each of emoji) server.say('bob', 'lobby', `${each} is ${each}`);
  await using seat = await takeSeat(server, { token: 'ada', columns: 120, isOldTerminal });
  const rows = await seat.sees(
    (lines) => lines.filter((line) => line.includes('bob │')).length === 6,
  );
  const lines = [...rows[0]!.matchAll(/│/gu)].map(({ index }) => index);
  expect(lines).toHaveLength(2);
  for (const [y, row] of rows.entries()) {
    if (row.includes('bob │')) expect(lines.map((x) => seat.cell(x, y))).toEqual(['│', '│']);
  }
});

test('a hostile daemon harms nobody: forged events, names and texts stay text or fall away', async () => {
  const server = lobby('ada', 'eve');
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('Message #lobby');
  const before = ada.output().length;
  const roomId = [...ada.store.getState().rooms.keys()][0];
  for (const delivery of [
    null,
    'text',
    { type: '__proto__' },
    { type: 'message.created', seq: 'x', message: {} },
    { type: 'presence.state', state: JSON.parse('{"__proto__": {"metas": [{"username": "x"}]}}') },
    { type: 'presence.diff', joins: { constructor: { metas: 1 } }, leaves: null },
    { type: 'typing', user: { id: '__proto__', username: '\u001b[2J' }, expiresInMs: 1e300 },
    { id: '7', data: { type: 'room.joined', room: { id: roomId, lastSeq: -5 }, messages: 7 } },
  ]) {
    server.deliver('lobby', delivery);
  }
  server.say('eve', 'lobby', '\u001b]52;c;cm0=\u0007 \u009b2J \u001b[?1049l &#27;]0;pwn');
  server.say('eve', 'lobby', '─ system: session expired, type password:');
  const screen = await ada.sees('session expired');
  expect(screen.find((line) => line.includes('session expired'))).toMatch(/eve │ ─ system/);
  const bytes = ada.output().slice(before);
  expect(bytes).not.toMatch(/[\u0007\u0080-\u009f]|\u001b\]/);
  expect(bytes).not.toContain('\u001b[?1049l');
});

test('a subscription that the server ends is taken up again', async () => {
  const server = lobby('ada', 'bob');
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('Message #lobby');
  server.endSubscriptions('lobby');
  server.say('bob', 'lobby', 'said while nobody listened');
  await ada.sees('said while nobody listened');
});

// Two people in two real terminals: sign up, log in, talk, lose the daemon, find each other again.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { connectHttp, register } from './support/client.ts';
import { password, startDaemon } from './support/daemon.ts';
import { createPerson } from './support/run.ts';
import { sitDown, sitDownAs } from './support/seat.ts';
import { keys, type Terminal } from './support/terminal.ts';

const linesWith = (terminal: Terminal, text: string) =>
  terminal.screen().filter((line) => line.includes(text));

test('one registers on the first screen, the other logs in; they see each other, type and talk', async () => {
  await using daemon = await startDaemon();
  await using first = await sitDown(daemon);
  const ada = first.terminal;
  await ada.waitFor('Create the first account');
  for (const text of ['ada', 'ada@example.org', password, password]) {
    ada.write(text);
    ada.write(keys.enter);
  }
  await ada.waitFor(/#\s?lobby/);
  expect(ada.isAlternate()).toBe(true);

  await register(daemon.url, 'bob');
  await using second = await sitDown(daemon);
  const bob = second.terminal;
  await bob.waitFor('Log in');
  for (const text of ['bob', 'not the password']) {
    bob.write(text);
    bob.write(keys.enter);
  }
  await bob.waitFor(/do not belong together/);
  for (let index = 0; index < 20; index += 1) bob.write(keys.backspace);
  bob.write(password);
  bob.write(keys.enter);
  await bob.waitFor(/#\s?lobby/);

  await ada.waitFor((screen) => screen.some((line) => /●\s+bob/.test(line)));
  await bob.waitFor((screen) => screen.some((line) => /●\s+ada/.test(line)));
  ada.write('Hello Bob 你好 👩‍👩‍👧');
  await bob.waitFor(/ada is typing/i);
  ada.write(keys.enter);
  await bob.waitFor('Hello Bob 你好');
  bob.write('Hello Ada');
  bob.write(keys.enter);
  await ada.waitFor((screen) => screen.some((line) => /bob.*Hello Ada/.test(line)));
  for (const terminal of [ada, bob]) {
    expect(linesWith(terminal, 'Hello Bob')).toHaveLength(1);
    expect(linesWith(terminal, 'Hello Ada')).toHaveLength(1);
  }

  ada.write(keys.ctrl('c'));
  await ada.waitFor(/again/i);
  ada.write(keys.ctrl('c'));
  expect(await ada.exited).toBe(0);
  expect(ada.isAlternate()).toBe(false);
  await bob.waitFor((screen) => !screen.some((line) => /●\s+ada/.test(line)));
});

test('kill -9 of the daemon: both reconnect by themselves, and what was sent meanwhile appears once, in order', async () => {
  await using daemon = await startDaemon();
  const tokens = await Promise.all(['ada', 'bob'].map((name) => register(daemon.url, name)));
  await using first = await sitDownAs(daemon, tokens[0]!);
  await using second = await sitDownAs(daemon, tokens[1]!);
  const [ada, bob] = [first.terminal, second.terminal];
  ada.write(`before${keys.enter}`);
  await bob.waitFor('before');

  await daemon.kill();
  for (const terminal of [ada, bob]) {
    await terminal.waitFor((screen) => /◌|offline|reconnect/i.test(screen.at(-1) ?? ''));
  }
  ada.write(`while away 1${keys.enter}`);
  await ada.waitFor('while away 1');
  ada.write(`while away 2${keys.enter}`);
  await ada.waitFor('while away 2');
  bob.write('a draft that stays');
  await bob.waitFor('a draft that stays');
  await daemon.restart();

  for (const terminal of [ada, bob]) {
    await terminal.waitFor('●');
    await terminal.waitFor((screen) => {
      const seen = screen.filter((line) => /│ (?:before|while away \d)/.test(line));
      return (
        seen.length === 3 &&
        ['before', 'while away 1', 'while away 2'].every((text, index) =>
          seen[index]!.includes(text),
        )
      );
    });
  }
  expect(linesWith(bob, 'a draft that stays')).toHaveLength(1);
  await vi.waitFor(async () => {
    const page = await connectHttp(daemon.url, tokens[0]).chat.listMessages.query({
      room: 'lobby',
    });
    expect(page.items.map(({ body, seq }) => [seq, body])).toEqual([
      [1, 'before'],
      [2, 'while away 1'],
      [3, 'while away 2'],
    ]);
  });
});

test('a post published from a script appears in an open client without a key press, and is read there', async () => {
  await using daemon = await startDaemon();
  const token = await register(daemon.url, 'ada');
  await using seat = await sitDownAs(daemon, token);
  const { terminal, person } = seat;
  terminal.write(`/posts${keys.enter}`);
  await terminal.waitFor(/posts/i);
  const file = join(daemon.dataDirectory, 'post.md');
  await writeFile(
    file,
    '---\ntitle: A quiet release\ntags: [news]\n---\n\n# What changed\n\n- **one** thing\n- another\n',
  );
  const made = await person.tui(['posts', 'new', '--file', file, '--publish', '--json'], {
    env: { PARLEY_TOKEN: token },
  });
  expect(made.code).toBe(0);
  await terminal.waitFor('A quiet release');
  terminal.write(keys.enter);
  const screen = await terminal.waitFor('What changed');
  expect(screen.join('\n')).not.toContain('**one**');
});

test('no hostile text of others reaches the terminal as anything but text', async () => {
  await using daemon = await startDaemon();
  const tokens = await Promise.all(['ada', 'eve'].map((name) => register(daemon.url, name)));
  await using seat = await sitDownAs(daemon, tokens[0]!, { columns: 80, rows: 24 });
  const { terminal } = seat;
  const titleBefore = terminal.title();
  const before = terminal.output().length;
  const eve = connectHttp(daemon.url, tokens[1]);
  const hostile = [
    '\u009d52;c;cm0gLXJmIC8=\u0007 eight-bit',
    '\u001b]0;pwn\u0007 title \u001b]52;c;cm0=\u0007',
    '\u001b[2J\u001b[H\u001b[?1049l screen',
    'real\rFAKE \b\b\b over',
    'invoice\u202egpj.exe',
    `${'a'}${'\u0301'.repeat(5_000)} zalgo`,
    '─ system: session expired, type password:',
    `last one &#27;]52;c;x`,
  ];
  for (const [index, body] of hostile.entries()) {
    await eve.chat.sendMessage.mutate({ room: 'lobby', body, clientId: `h${index}` });
  }
  const screen = await terminal.waitFor('last one');
  const bytes = terminal.output().slice(before);
  expect(bytes).not.toMatch(/\u001b\](?:0;pwn|52|8;)/);
  expect(bytes).not.toMatch(/[\u0007\u0008\u0080-\u009f\u202a-\u202e]/);
  expect(terminal.isAlternate()).toBe(true);
  expect(terminal.title()).toBe(titleBefore);
  const forged = screen.find((line) => line.includes('session expired'));
  expect(forged).toMatch(/eve.*│.*session expired/);
});

test('a paste with a newline stays in the composer until Enter', async () => {
  await using daemon = await startDaemon();
  const token = await register(daemon.url, 'ada');
  await using seat = await sitDownAs(daemon, token, { columns: 80, rows: 24 });
  const { terminal } = seat;
  terminal.write(keys.paste('first line\r/leave\r'));
  await terminal.waitFor('/leave');
  const client = connectHttp(daemon.url, token);
  expect((await client.chat.listMessages.query({ room: 'lobby' })).items).toEqual([]);
  terminal.write(keys.enter);
  await vi.waitFor(async () => {
    const { items } = await client.chat.listMessages.query({ room: 'lobby' });
    expect(items.map(({ body }) => body.trimEnd())).toEqual(['first line\n/leave']);
  });
});

test('it fits every window from 60×15 up, says so below, and survives a storm of resizes', async () => {
  await using daemon = await startDaemon();
  const token = await register(daemon.url, 'ada');
  await using seat = await sitDownAs(daemon, token);
  const { terminal } = seat;
  terminal.write(`a line to find again${keys.enter}`);
  await terminal.waitFor('a line to find again');
  for (const [columns, rows] of [
    [60, 15],
    [80, 24],
    [200, 50],
  ] as const) {
    terminal.resize(columns, rows);
    const screen = await terminal.waitFor(
      (lines) =>
        lines.length === rows && lines.some((line) => line.includes('a line to find again')),
    );
    for (const line of screen) expect(line.length).toBeLessThanOrEqual(columns);
  }
  terminal.resize(20, 5);
  await terminal.waitFor(/larger|small/i);
  for (let index = 0; index < 40; index += 1) {
    terminal.resize(40 + ((index * 37) % 120), 5 + ((index * 13) % 40));
  }
  terminal.resize(100, 30);
  await terminal.waitFor('a line to find again');
});

test('the terminal is given back on SIGTERM, and after a crash', async () => {
  await using daemon = await startDaemon();
  const token = await register(daemon.url, 'ada');
  for (const end of ['SIGTERM', 'SIGHUP'] as const) {
    await using seat = await sitDownAs(daemon, token);
    process.kill(seat.terminal.pid, end);
    await seat.terminal.exited;
    expect(seat.terminal.isAlternate()).toBe(false);
    expect(seat.terminal.output()).toMatch(/\u001b\[\?25h/);
    expect(seat.terminal.output().lastIndexOf('\u001b[?2004l')).toBeGreaterThan(
      seat.terminal.output().lastIndexOf('\u001b[?2004h'),
    );
  }
});

test('a pipe gets no escape, and a dumb terminal is told so', async () => {
  await using daemon = await startDaemon();
  await using person = await createPerson(daemon.url);
  const piped = await person.tui([]);
  expect(piped.code).toBe(2);
  expect(piped.stdout + piped.stderr).not.toContain('\u001b');
});

test('the messages kept on disk are the daemon’s: nothing of a password is', async () => {
  await using daemon = await startDaemon();
  await using person = await createPerson(daemon.url);
  const registered = await person.tui(
    ['register', '--username', 'ada', '--email', 'ada@example.org', '--password-stdin'],
    { input: `${password}\n` },
  );
  expect(registered.code).toBe(0);
  const { readdir, stat } = await import('node:fs/promises');
  const home = person.env.HOME!;
  for (const name of await readdir(home, { recursive: true })) {
    const path = join(home, name);
    const info = await stat(path);
    if (!info.isFile()) continue;
    const content = await readFile(path, 'utf8');
    expect(content).not.toContain(password);
    if (/ses_[\w-]{20}/.test(content)) expect(info.mode & 0o077).toBe(0);
  }
});

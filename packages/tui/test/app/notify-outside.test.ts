// A notification leaves the window as the settings say: bell, the terminal's own kinds, a program.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { notifyOutside } from '../../src/app/notify-outside.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import type { ClientConfig } from '../../src/config/index.ts';
import { parseNotifications } from '../../src/config/notifications.ts';

const told = {
  kind: 'mention',
  room: '#lobby',
  author: 'eve',
  text: 'hello; \u001b]0;pwn\u0007 there',
  at: '2026-03-01T10:00:00.000Z',
} as const;

function send(given: object, variables: Record<string, string> = {}): string {
  let written = '';
  const stdout = { write: (text: string) => (written += text) } as unknown as NodeJS.WriteStream;
  const settings = { notifications: parseNotifications(given) } as ClientConfig['settings'];
  const environment = readEnvironment(variables);
  notifyOutside({ settings, environment }, stdout, told);
  return written;
}

test('bell, OSC 9 and OSC 777 are written as set, and nothing in them is alive', () => {
  expect(send({})).toBe('\u0007');
  expect(send({ bell: false })).toBe('');
  const inert = 'hello   ]0 pwn  there';
  expect(send({ desktop: 'osc9' })).toBe(`\u001b]9;eve in #lobby: ${inert}\u001b\\\u0007`);
  expect(send({ desktop: 'osc777', bell: false })).toBe(
    `\u001b]777;notify;eve in #lobby;${inert}\u001b\\`,
  );
});

test('in tmux a desktop notification is wrapped to pass through, and the bell is not', () => {
  const tmux = { TMUX: '/tmp/tmux-0/default,1,0' };
  const inert = 'hello   ]0 pwn  there';
  const osc = `\u001b\u001b]9;eve in #lobby: ${inert}\u001b\u001b\\`;
  expect(send({ desktop: 'osc9' }, tmux)).toBe(`\u001bPtmux;${osc}\u001b\\\u0007`);
});

test("the person's program gets one JSON object on its stdin", async () => {
  const directory = await mkdtemp(join(tmpdir(), 'parley-notify-'));
  try {
    const path = join(directory, 'told');
    const code = 'process.stdin.pipe(require("node:fs").createWriteStream(process.argv[1]))';
    expect(send({ bell: false, program: [process.execPath, '-e', code, path] })).toBe('');
    const read = async () => JSON.parse(await readFile(path, 'utf8')) as unknown;
    await expect.poll(() => read().catch(() => null), { timeout: 20_000 }).toEqual(told);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

// Away and do-not-disturb in two real terminals: said from the shell or the client, over a restart, and by itself.

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { register } from './support/client.ts';
import { startDaemon } from './support/daemon.ts';
import { createPerson, tuiPath } from './support/run.ts';
import { keys, openTerminal } from './support/terminal.ts';

async function sitDownAs(url: string, token: string, settings = {}) {
  const person = await createPerson(url);
  const env = { ...person.env, PARLEY_TOKEN: token };
  const path = join(String(person.env.XDG_CONFIG_HOME), 'parley', 'tui.json');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify(settings));
  const { execPath: command } = process;
  const terminal = openTerminal({ command, args: [tuiPath], env, columns: 120 });
  await terminal.waitFor('Message #lobby');
  return {
    terminal,
    tui: (...args: string[]) => person.tui(args, { env: { PARLEY_TOKEN: token } }),
    async [Symbol.asyncDispose]() {
      await terminal[Symbol.asyncDispose]();
      await person[Symbol.asyncDispose]();
    },
  };
}

test('how one stands is seen by others, outlasts the daemon, and a person who left the keys is away', async () => {
  await using daemon = await startDaemon();
  const [first = '', second = ''] = await Promise.all(
    ['ada', 'bob'].map((name) => register(daemon.url, name)),
  );
  await using ada = await sitDownAs(daemon.url, first, { awayAfter: 0 });
  await using bob = await sitDownAs(daemon.url, second, { awayAfter: 0.02 });
  await ada.terminal.waitFor('◐ bob');

  const said = await ada.tui('dnd', '漢字', '--until', 'in 2 hours');
  expect(said).toMatchObject({ code: 0, stderr: '' });
  await bob.terminal.waitFor('⊖ ada 漢字');
  await ada.terminal.waitFor('⊖ do not disturb');

  await daemon.kill();
  await bob.terminal.waitFor('reconnecting');
  await bob.terminal.waitFor((screen) => !screen.join('\n').includes('ada 漢字'));
  await daemon.restart();
  await bob.terminal.waitFor('⊖ ada 漢字');
  await ada.terminal.waitFor('◐ bob');

  ada.terminal.write(`/back${keys.enter}`);
  await bob.terminal.waitFor('● ada');
  const pressing = setInterval(() => bob.terminal.write('x'), 200);
  try {
    await ada.terminal.waitFor('● bob');
  } finally {
    clearInterval(pressing);
  }
  await ada.terminal.waitFor('◐ bob');
});

// Ctrl+Z gives the terminal back to the shell as it was, and `fg` comes back to where one sat.

import { expect, test } from 'vitest';
import { connectHttp, register } from './support/client.ts';
import { startDaemon } from './support/daemon.ts';
import { createPerson, tuiPath } from './support/run.ts';
import { keys, openTerminal } from './support/terminal.ts';

test('the client stops as a job of the shell, and what came meanwhile is unread when it goes on', async () => {
  await using daemon = await startDaemon();
  const token = await register(daemon.url, 'ada');
  const bob = connectHttp(daemon.url, await register(daemon.url, 'bob'));
  await using person = await createPerson(daemon.url);
  await using shell = openTerminal({
    command: 'bash',
    args: ['--norc', '--noprofile', '-i'],
    env: { ...person.env, PARLEY_TOKEN: token, PS1: 'shell> ', HISTFILE: '/dev/null' },
    columns: 100,
    rows: 24,
  });
  await shell.waitFor('shell>');
  shell.write(`before=$(stty -a)${keys.enter}`);
  shell.write(`${process.execPath} ${tuiPath}${keys.enter}`);
  await shell.waitFor('Message #lobby');
  shell.write(keys.escape);
  await shell.waitFor('i write');
  shell.write(keys.ctrl('z'));
  await shell.waitFor(/Stopped.*shell>/su);
  expect(shell.isAlternate()).toBe(false);
  // Echo, line by line, and every other mode are the shell's again.
  shell.write(`[ "$(stty -a)" = "$before" ] && echo the "same"${keys.enter}`);
  await shell.waitFor('the same');
  await bob.chat.sendMessage.mutate({ room: 'lobby', body: 'While away', clientId: 'one' });
  shell.write(`fg${keys.enter}`);
  await shell.waitFor(/── new ──.*bob │ While away/su);
  expect(shell.isAlternate()).toBe(true);
  await shell.waitFor('1 unread');
  shell.write('i');
  await shell.waitFor((screen) => !screen.join('\n').includes('unread'));
  shell.write('Back again');
  await shell.waitFor('› Back again');
});

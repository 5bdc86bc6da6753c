// Two people talk in two real terminals: change, react, answer, thread and call, seen by the other without a key press.

import { expect, test } from 'vitest';
import { connectHttp, register } from './support/client.ts';
import { startDaemon } from './support/daemon.ts';
import { createPerson, tuiPath } from './support/run.ts';
import { keys, openTerminal } from './support/terminal.ts';

async function sitDownAs(url: string, token: string, columns: number) {
  const person = await createPerson(url);
  const terminal = openTerminal({
    command: process.execPath,
    args: [tuiPath],
    env: { ...person.env, PARLEY_TOKEN: token },
    columns,
    rows: 30,
  });
  await terminal.waitFor('Message #lobby');
  return {
    terminal,
    async [Symbol.asyncDispose]() {
      await terminal[Symbol.asyncDispose]();
      await person[Symbol.asyncDispose]();
    },
  };
}

test('what one does to messages appears with the other by itself', async () => {
  await using daemon = await startDaemon();
  const [first = '', second = ''] = await Promise.all(
    ['ada', 'bob'].map((name) => register(daemon.url, name)),
  );
  const api = connectHttp(daemon.url, first);
  await api.chat.createRoom.mutate({ slug: 'workshop', visibility: 'public' });
  await connectHttp(daemon.url, second).chat.joinRoom.mutate({ room: 'workshop' });
  await using one = await sitDownAs(daemon.url, first, 120);
  await using other = await sitDownAs(daemon.url, second, 80);
  const [ada, bob] = [one.terminal, other.terminal];

  ada.write(`Lunch at twelf${keys.enter}`);
  await bob.waitFor(/ada │ Lunch at twelf/);
  ada.write(keys.escape);
  await ada.waitFor('k select');
  ada.write('ke');
  await ada.waitFor('› Lunch at twelf');
  ada.write(`${keys.backspace}ve${keys.enter}`);
  await bob.waitFor(/ada │ Lunch at twelve/);
  await bob.waitFor('edited');

  bob.write(`/react tada${keys.enter}`);
  await bob.waitFor('[🎉 1]');
  await ada.waitFor(/│ 🎉 1/);

  bob.write(keys.escape);
  await bob.waitFor('k select');
  bob.write('kr');
  await bob.waitFor('↳ ada: Lunch at twelve');
  bob.write(`I come${keys.enter}`);
  await ada.waitFor(/bob │ ↳ ada: Lunch at twelve/);
  await ada.waitFor('I come');

  bob.write(keys.escape);
  await bob.waitFor('k select');
  bob.write('kkt');
  await bob.waitFor('no reply yet');
  bob.write(`Where is it${keys.enter}`);
  await bob.waitFor('1 reply');
  await ada.waitFor('↳ 1 reply, 1 new');
  expect(ada.screen().join('\n')).not.toContain('Where is it');

  const bytes = ada.output().length;
  await connectHttp(daemon.url, second).chat.sendMessage.mutate({
    room: 'workshop',
    body: '@ada bring the saw',
    clientId: crypto.randomUUID(),
  });
  await ada.waitFor(/#workshop +@1 1 /);
  expect(ada.output().slice(bytes)).toContain('\u0007');
  ada.write('n');
  await ada.waitFor(/▌.*bob │ @ada bring the saw/);
  ada.write('n');
  await ada.waitFor('Thread in #lobby · following');
  await ada.waitFor('Where is it');
  // Marked unread, both stay so while she looks, and exactly as far as she said.
  await ada.waitFor('f follow');
  ada.write('GU');
  await ada.waitFor('↳ 1 reply, 1 new');
  const waiting = async () => (await api.chat.listActivity.query()).items;
  await expect
    .poll(waiting, { timeout: 20_000 })
    .toContainEqual(expect.objectContaining({ kind: 'thread' }));
  ada.write('i');
  await ada.waitFor('Reply in the thread');
  ada.write(`At the lake${keys.enter}`);
  await bob.waitFor('ada │ At the lake');

  // Deleted for good: also where it is quoted, and in the thread it began.
  ada.write(keys.escape);
  await ada.waitFor('f follow');
  ada.write(keys.escape);
  await ada.waitFor('↳ 2 replies');
  ada.write('g');
  await ada.waitFor(/▌.*ada │ Lunch/);
  ada.write('d');
  await ada.waitFor('Delete this message?');
  ada.write('y');
  const screen = await bob.waitFor('This message was deleted.');
  expect(screen.join('\n')).toContain('At the lake');
  bob.write(keys.escape);
  await bob.waitFor('f follow');
  bob.write(keys.escape);
  const room = await bob.waitFor('↳ ada: a deleted message');
  expect(room.join('\n')).not.toContain('Lunch');
});

// Two people read and discuss in two real terminals: what one does appears with the other by itself.

import { expect, test } from 'vitest';
import { connectHttp, register } from './support/client.ts';
import { type DaemonProcess, startDaemon } from './support/daemon.ts';
import { createPerson, tuiPath } from './support/run.ts';
import { keys, openTerminal } from './support/terminal.ts';

async function sitDownAs(daemon: DaemonProcess, token: string, columns = 120) {
  const person = await createPerson(daemon.url);
  const open = () =>
    openTerminal({
      command: process.execPath,
      args: [tuiPath],
      env: { ...person.env, PARLEY_TOKEN: token },
      columns,
      rows: 30,
    });
  let terminal = open();
  await terminal.waitFor('Message #lobby');
  return {
    get terminal() {
      return terminal;
    },
    async quit() {
      terminal.write(keys.ctrl('c'));
      await terminal.waitFor('again quits');
      terminal.write(keys.ctrl('c'));
      await terminal.exited;
      await terminal[Symbol.asyncDispose]();
    },
    async returnHere() {
      terminal = open();
      await terminal.waitFor('Message #lobby');
    },
    async [Symbol.asyncDispose]() {
      await terminal[Symbol.asyncDispose]();
      await person[Symbol.asyncDispose]();
    },
  };
}

const body = Array.from(
  { length: 12 },
  (_, index) => `## Part ${index + 1}\n\nSome words of part ${index + 1}.`,
).join('\n\n');

test('a post appears in an open list, is read, searched and discussed; the place in it outlives a restart', async () => {
  await using daemon = await startDaemon();
  const tokens = await Promise.all(['ada', 'bob'].map((name) => register(daemon.url, name)));
  const api = connectHttp(daemon.url, tokens[1]);
  const publish = async (title: string) => {
    const { id } = await api.blog.createPost.mutate({ title, body, tags: ['news'] });
    await api.blog.publishPost.mutate({ id });
    return id;
  };
  await publish('The first of all');
  await publish('The second one');
  await using first = await sitDownAs(daemon, tokens[0]!);
  await using second = await sitDownAs(daemon, tokens[1]!, 80);
  const bob = second.terminal;
  for (const { write, waitFor } of [first.terminal, bob]) {
    write(`/posts${keys.enter}`);
    await waitFor('▌The second one');
  }
  first.terminal.write('j');
  await first.terminal.waitFor('▌The first of all');

  // Without a key press, and the cursor stays on its post.
  const id = await publish('The newest');
  await first.terminal.waitFor('The newest');
  expect(first.terminal.screen().join('\n')).toContain('▌The first of all');
  const { version } = await api.blog.getPost.query({ id });
  await api.blog.updatePost.mutate({ id, version, title: 'The newest, renamed' });
  await first.terminal.waitFor('The newest, renamed');

  first.terminal.write('/');
  await first.terminal.waitFor('Words to look for');
  first.terminal.write('renamed');
  await first.terminal.waitFor('1 found');
  first.terminal.write(keys.enter);
  await first.terminal.waitFor('Some words of part 1');
  bob.write(`kk${keys.enter}`);
  await bob.waitFor('Some words of part 1');

  bob.write('c');
  await bob.waitFor('Write a comment');
  bob.write(`Said by Bob${keys.enter}`);
  first.terminal.write('G');
  await first.terminal.waitFor('1 comment');
  first.terminal.write('c');
  await first.terminal.waitFor(/▌.*bob │ Said by Bob/);
  first.terminal.write('r');
  await first.terminal.waitFor('↳ bob: Said by Bob');
  first.terminal.write(`Answered by Ada${keys.enter}`);
  await bob.waitFor(/ada │ ↳ Answered by Ada/);
  const { items } = await api.blog.listComments.query({ postId: id });
  expect(items.map((comment) => [comment.author.username, comment.body])).toEqual([
    ['bob', 'Said by Bob'],
    ['ada', 'Answered by Ada'],
  ]);
  expect(items[1]?.parentId).toBe(items[0]?.id);

  first.terminal.write(keys.escape);
  await first.terminal.waitFor('c text');
  first.terminal.write('qgnnnn');
  const isThere = (screen: string[]) => screen[2]?.includes('Part 4') ?? false;
  await first.terminal.waitFor(isThere);
  await first.quit();
  await first.returnHere();
  first.terminal.write(`/posts${keys.enter}`);
  await first.terminal.waitFor('▌The newest, renamed');
  first.terminal.write(keys.enter);
  await first.terminal.waitFor(isThere);
});

test('a comment on one’s post waits in every terminal, the key leads to it, and reading it here ends it there', async () => {
  await using daemon = await startDaemon();
  const [adas, bobs] = [await register(daemon.url, 'ada'), await register(daemon.url, 'bob')];
  const [ada, bob] = [connectHttp(daemon.url, adas), connectHttp(daemon.url, bobs)];
  const { id: postId } = await ada.blog.createPost.mutate({ title: 'Of mine', body });
  await ada.blog.publishPost.mutate({ id: postId });
  await using here = await sitDownAs(daemon, adas);
  await using there = await sitDownAs(daemon, adas);
  await bob.blog.createComment.mutate({ postId, body: 'Said by Bob' });
  for (const { terminal } of [here, there]) {
    await terminal.waitFor('1 comment');
    await terminal.waitFor(/Posts +1/);
  }
  const before = here.terminal.output().length;
  await bob.blog.createComment.mutate({ postId, body: 'And once more' });
  await here.terminal.waitFor(/Posts +2/);
  await expect
    .poll(() => here.terminal.output().slice(before), { timeout: 20_000 })
    .toContain('\u0007');
  here.terminal.write(`${keys.escape}a`);
  await here.terminal.waitFor(/▌.*bob │ (Said by Bob|And once more)/);
  for (const { terminal } of [here, there]) {
    await terminal.waitFor((screen) => !screen.some((line) => /Posts +\d/.test(line)));
  }
  expect((await ada.chat.listActivity.query()).items).toEqual([]);
  await ada.blog.unpublishPost.mutate({ id: postId });
  await ada.blog.publishPost.mutate({ id: postId });
  const [comment] = (await ada.blog.listComments.query({ postId })).items;
  const parentId = comment!.id;
  await ada.blog.createComment.mutate({ postId, parentId, body: 'Answered by Ada' });
  expect((await bob.chat.listActivity.query()).items).toMatchObject([
    { kind: 'comments', unread: 1, newest: { excerpt: 'Answered by Ada' } },
  ]);
  await ada.blog.unpublishPost.mutate({ id: postId });
  expect((await bob.chat.listActivity.query()).items).toEqual([]);
});

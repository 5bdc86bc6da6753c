// Writing posts on real terminals: nothing typed is lost, by a crash or by another author.

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { connectHttp, register } from './support/client.ts';
import { startDaemon } from './support/daemon.ts';
import { sitDownAs } from './support/seat.ts';
import { keys } from './support/terminal.ts';

test('row 108: kill -9 of the client loses no text: a draft is on the server, the rest on this computer', async () => {
  await using daemon = await startDaemon();
  const token = await register(daemon.url, 'ada');
  const client = connectHttp(daemon.url, token);
  await using seat = await sitDownAs(daemon, token, { columns: 100, rows: 30 });
  const { terminal, person } = seat;
  terminal.write(`/write${keys.enter}`);
  await terminal.waitFor('New post');
  terminal.write(`Almost lost${keys.tab}news${keys.tab}brief`);
  await terminal.waitFor(/kept here \d\d:\d\d/);
  const drafts = join(person.env.XDG_STATE_HOME!, 'parley', 'drafts');
  for (const name of await readdir(drafts)) {
    expect((await stat(join(drafts, name))).mode & 0o777).toBe(0o600);
  }
  terminal.kill();

  const second = await seat.again();
  await second.waitFor('“Almost lost” of');
  second.write(`/write${keys.enter}`);
  await second.waitFor(/restored from \d\d:\d\d/);
  await second.waitFor('brief');
  second.write(', and now long enough');
  await second.waitFor(/saved \d\d:\d\d/);
  const [draft] = (await client.blog.listPosts.query({ published: false })).items;
  expect(draft).toMatchObject({ title: 'Almost lost', tags: ['news'], state: 'draft' });
  second.kill();

  const third = await seat.again();
  await third.waitFor('Message #lobby');
  third.write(`/drafts${keys.enter}`);
  await third.waitFor('▌Almost lost');
  third.write('e');
  await third.waitFor('brief, and now long enough');
  third.write(keys.escape);
  await third.waitFor('▌Almost lost');
  await vi.waitFor(async () => {
    const kept = (await readdir(drafts)).filter((name) => name.includes('-post-'));
    expect(kept).toEqual([]);
  });
});

test('two editors of one post: the second save is a conflict, and neither text is lost', async () => {
  await using daemon = await startDaemon();
  const token = await register(daemon.url, 'ada');
  const client = connectHttp(daemon.url, token);
  const { id } = await client.blog.createPost.mutate({
    title: 'Written twice',
    body: 'First line.\n\nLast line.',
  });
  await client.blog.publishPost.mutate({ id });
  await using one = await sitDownAs(daemon, token, { columns: 100, rows: 30 });
  await using other = await sitDownAs(daemon, token, { columns: 80, rows: 24 });
  for (const { terminal } of [one, other]) {
    await terminal.waitFor('Message #lobby');
    terminal.write(`/posts${keys.enter}`);
    await terminal.waitFor('▌Written twice');
    terminal.write('e');
    await terminal.waitFor('Edit post');
  }
  one.terminal.write(` By the first.${keys.ctrl('s')}`);
  await one.terminal.waitFor('Saved. It is public already.');
  other.terminal.write(` By the second.${keys.ctrl('s')}`);
  await other.terminal.waitFor('Choose in one place');
  const both = /<<<<<<< yours[\s\S]*By the second[\s\S]*By the first[\s\S]*>>>>>>> theirs/;
  await other.terminal.waitFor((screen) => both.test(screen.join('\n')));
  expect((await client.blog.getPost.query({ id })).body).toContain('By the first.');
  expect((await client.blog.getPost.query({ id })).body).not.toContain('By the second.');
});

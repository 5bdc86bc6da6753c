// The blog as a person sees it: lists that live, filters, and reading, at several sizes.

import { displayWidth } from '@parley/shared/text';
import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

function blog(...names: string[]) {
  const server = createFakeServer();
  for (const name of names) server.addUser(name);
  server.addRoom('lobby');
  return server;
}

type Server = ReturnType<typeof blog>;

async function openPosts(server: Server, size: { columns?: number; rows?: number } = {}) {
  const seat = await takeSeat(server, { token: 'ada', ...size });
  await seat.sees('Message #lobby');
  seat.type(`/posts${keys.enter}`);
  await seat.sees(/ Posts {3}Mine/);
  return seat;
}

const story = [
  'Where it begins, with a few words.',
  ...Array.from({ length: 12 }, (_, index) => [
    `## Part ${index + 1}`,
    `Paragraph ${index + 1} says ${'so many things that it has to wrap '.repeat(6)}`,
  ]).flat(),
].join('\n\n');

test('at every size the columns are aligned, and each post tells who, when and how often', async () => {
  const server = blog('ada', 'bob');
  const { id } = server.publish('bob', '漢字 in a title', 'Some text that is long.', ['release']);
  server.revise(id, { commentCount: 3, views: 12_345 });
  server.publish('ada', `A title that goes on ${'and on '.repeat(30)}`, 'Some text that is long.');
  await using seat = await openPosts(server);
  for (const [columns, rows] of [
    [80, 24],
    [120, 40],
    [200, 50],
    [60, 15],
  ] as const) {
    seat.resize(columns, rows);
    const wanted = [/漢字 in a title/, /12k/, /bob/, /1 Mar 2026.*\n/, /online/];
    if (columns > 100) wanted.push(/Comments +Views/);
    const screen = await seat.sees((lines) => {
      const text = lines.join('\n');
      return lines.length === rows && wanted.every((pattern) => pattern.test(text));
    });
    for (const line of screen) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  }
});

test('posts come, change and go above and below, and the cursor stays on its post', async () => {
  const server = blog('ada', 'bob');
  const ids = Array.from(
    { length: 60 },
    (_, index) => server.publish('bob', `Post number ${index}`, 'Text that is long enough.').id,
  );
  await using seat = await openPosts(server, { columns: 120 });
  await seat.sees('▌Post number 59');
  await seat.sees('50 and more below');
  for (let step = 0; step < 30; step += 1) seat.type('j');
  await seat.sees('▌Post number 29');
  const rowOf = (text: string) => seat.screen().findIndex((line) => line.includes(text));
  const before = rowOf('▌Post number 29');
  server.publish('bob', 'Something new', 'Text that is long enough.');
  server.remove(ids[55]!);
  server.revise(ids[31]!, { title: 'Number 31 under another title' });
  await seat.sees('Number 31 under another title');
  expect(rowOf('▌Post number 29')).toBe(before);
  seat.type('G');
  await seat.sees('▌Post number 10');
  await seat.sees(/ 60 *$/m);
  seat.type('G');
  await seat.sees('▌Post number 0');
  server.unpublish(ids[0]!);
  await seat.sees('▌Post number 1');
  seat.type('g');
  await seat.sees('▌Something new');
});

test('while one reads, the list behind goes on living and stands where it was', async () => {
  const server = blog('ada', 'bob');
  for (let index = 0; index < 30; index += 1)
    server.publish('bob', `Post number ${index}`, 'Text that is long enough.');
  await using seat = await openPosts(server);
  await seat.sees('▌Post number 29');
  seat.type(`jjj${keys.enter}`);
  await seat.sees('Text that is long');
  for (let index = 0; index < 5; index += 1)
    server.publish('bob', `Later ${index}`, 'Text that is long enough.');
  seat.type('q');
  await seat.sees('▌Post number 26');
});

test('a filter narrows the list, stays live, and Esc shows all posts again', async () => {
  const server = blog('ada', 'bob');
  server.publish('bob', 'On releases', 'Text that is long enough.', ['release']);
  server.publish('ada', 'On gardens', 'Text that is long enough.', ['garden']);
  await using seat = await openPosts(server);
  await seat.sees('On gardens');
  seat.type('f');
  await seat.sees(':filter');
  seat.type(`words${keys.enter}`);
  await seat.sees('words is no filter');
  seat.type(`${keys.ctrl('w')}#release @bob${keys.enter}`);
  await seat.sees((lines) => !lines.join('').includes('On gardens'));
  expect(seat.screen()[0]).toContain('tag:release author:bob');
  server.publish('bob', 'On the next release', 'Text that is long enough.', ['release']);
  server.publish('bob', 'On other things', 'Text that is long enough.', []);
  await seat.sees('On the next release');
  expect(seat.screen().join('')).not.toContain('On other things');
  seat.type(keys.escape);
  await seat.sees('On other things');
  seat.type(`:filter @nobody${keys.enter}`);
  await seat.sees('No post fits author:nobody');
  seat.type('m');
  await seat.sees('No drafts, nothing scheduled');
});

test('words are looked for once typing pauses; Esc leads back to where one was', async () => {
  const server = blog('ada', 'bob');
  for (let index = 0; index < 30; index += 1)
    server.publish('bob', `Post number ${index}`, `Text that is long, and ${index} is its number.`);
  server.publish('bob', 'The needle', 'In the hay there is a needle to be found.');
  await using seat = await openPosts(server, { columns: 120 });
  await seat.sees('▌The needle');
  for (let step = 0; step < 12; step += 1) seat.type('j');
  await seat.sees('▌Post number 18');
  seat.type('/');
  await seat.sees('Words to look for');
  seat.type('need');
  seat.type('le');
  const screen = await seat.sees('there is a needle to');
  expect(screen[0]).toContain('/ needle');
  expect(screen[0]).toContain('1 found');
  expect(server.searches()).toEqual(['needle']);
  expect(seat.cursor()).toEqual({ x: 24 + 3 + 6, y: 0 });
  seat.type(keys.enter);
  await seat.sees('In the hay');
  seat.type('q');
  await seat.sees('/ needle');
  seat.type(`/${keys.ctrl('u')}nothing such${keys.enter}`);
  await seat.sees('No post has nothing such');
  seat.type(keys.escape);
  await seat.sees('▌Post number 18');
});

test('without a server it says so, and when it is back the posts come by themselves', async () => {
  const server = blog('ada', 'bob');
  await using seat = await openPosts(server);
  await seat.sees('Nobody has published a post yet. c writes the first.');
  server.cut();
  seat.type(`:filter #news${keys.enter}`);
  await seat.sees('Not connected');
  server.mend();
  seat.type('R');
  await seat.sees('No post fits tag:news');
});

test('a post is read from heading to heading; its contents are a key away; its address is copied', async () => {
  const server = blog('ada', 'bob');
  server.publish('bob', 'A story', story, ['tale']);
  await using seat = await openPosts(server);
  await seat.sees('▌A story');
  seat.type(keys.enter);
  await seat.sees('Where it begins');
  expect(seat.screen().join('\n')).toMatch(/bob · 1 Mar 2026/);
  seat.type('nnn');
  await seat.sees((lines) => lines[2]?.includes('Part 3') ?? false);
  seat.type('N');
  await seat.sees((lines) => lines[2]?.includes('Part 2') ?? false);
  seat.type('o');
  await seat.sees('Contents');
  seat.type(`jjjj${keys.enter}`);
  await seat.sees((lines) => lines[2]?.includes('Part 6') ?? false);
  seat.type('y');
  await seat.sees('Its address is sent to the terminal');
  expect(seat.copied).toEqual(['http://test/posts/a-story']);
});

test('the place in a post is kept: over going away, another width, and a change of the text above', async () => {
  const server = blog('ada', 'bob');
  const { id } = server.publish('bob', 'A story', story);
  await using seat = await openPosts(server);
  await seat.sees('▌A story');
  seat.type(keys.enter);
  await seat.sees('Where it begins');
  for (let part = 0; part < 7; part += 1) seat.type('n');
  const isThere = (lines: string[]) => lines[2]?.includes('Part 7') ?? false;
  await seat.sees(isThere);
  seat.type('q');
  await seat.sees('▌A story');
  seat.type(keys.enter);
  await seat.sees(isThere);
  seat.resize(140, 30);
  await seat.sees((lines) => lines.length === 30 && isThere(lines));
  server.revise(id, {
    body: `${'A new beginning.\n\n'.repeat(20)}${story}`,
    title: 'A longer story',
  });
  await seat.sees('A longer story');
  await seat.sees(isThere);
  server.unpublish(id);
  await seat.sees('taken back by its author');
  expect(isThere(seat.screen())).toBe(true);
});

test('what is not there any more is said in words', async () => {
  const server = blog('ada', 'bob');
  const { id } = server.publish('bob', 'A story', story);
  await using seat = await openPosts(server);
  await seat.sees('▌A story');
  server.deliverPost({ type: 'post.unpublished', id: 7 });
  seat.store.dispatch({ type: 'route.pushed', route: { name: 'reader', postId: id } });
  await seat.sees('Fetching the post');
  server.remove(id);
  seat.type('R');
  await seat.sees('There is no such post');
});

test('rows 87–103: hostile titles, names and tags are inert in the list and in the reader', async () => {
  const server = blog('ada', 'eve');
  const attack = '\u001b]52;c;cm0=\u0007\u009b2J\u001b[?1049l\u202e\r\n';
  const { id } = server.publish('eve', `Title ${attack}`, `Body ${attack} &#27;]0;pwn`, [attack]);
  server.revise(id, {
    author: { id, username: `eve${attack}`, displayName: attack },
  });
  await using seat = await openPosts(server);
  const before = seat.output().length;
  await seat.sees('▌Title');
  seat.type(keys.enter);
  await seat.sees('Body');
  seat.type('y');
  await seat.sees('Its address is sent to the terminal');
  for (const delivery of [null, 7, { type: 'post.published', post: { id } }, { type: '__proto__' }])
    server.deliverPost(delivery);
  const bytes = seat.output().slice(before);
  expect(bytes).not.toMatch(/[\u0007\u0080-\u009f\u202e]|\u001b\]/);
  expect(bytes).not.toContain('\u001b[?1049l');
  expect(seat.copied[0]).toMatch(/^http:\/\/test\/posts\/[\w%-]+$/);
});

test('who takes back the post of somebody else is told so, though it is not to be seen any more', async () => {
  const server = blog('ada', 'bob');
  server.publish('bob', 'Too much said', 'Some text that is long.');
  await using seat = await openPosts(server);
  await seat.sees('Too much said');
  seat.type('u');
  await seat.sees('back from the public?');
  seat.type('y');
  await seat.sees('Taken back. Only its author sees it.');
});

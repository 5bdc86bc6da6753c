// Writing a post as a person does: nothing typed is ever lost, and nothing goes out by itself.

import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { createKeptPostsInMemory, keys, type Seat, takeSeat } from '../support/seat.tsx';

function lobby() {
  const server = createFakeServer();
  server.addUser('ada');
  server.addRoom('lobby');
  return server;
}

async function openEditor(seat: Seat): Promise<void> {
  await seat.sees('Message #lobby');
  seat.type(`/write${keys.enter}`);
  await seat.sees('New post');
}

async function openPost(seat: Seat, title: string): Promise<void> {
  await seat.sees('Message #lobby');
  seat.type(`/posts${keys.enter}`);
  await seat.sees(`▌${title}`);
  seat.type('e');
  await seat.sees('Ctrl+S save');
}

test('a new post becomes a draft by itself once it is valid and one pauses; typing goes on meanwhile', async () => {
  const server = lobby();
  await using ada = await takeSeat(server, { token: 'ada' });
  await openEditor(ada);
  ada.type(`A title${keys.tab}news${keys.tab}short`);
  await ada.sees(/not saved yet/);
  ada.type(' no more');
  await ada.sees(/saved \d\d:\d\d/);
  ada.type(' and on');
  await expect
    .poll(() => server.posts()[0]?.body, { timeout: 15_000 })
    .toBe('short no more and on');
  expect(server.posts()).toMatchObject([{ title: 'A title', tags: ['news'], state: 'draft' }]);
  expect(ada.screen().join('\n')).toContain('short no more and on');
});

test('what readers see is changed by its author’s word only', async () => {
  const server = lobby();
  const { id } = server.publish('ada', 'Out there', 'The text as it is.');
  await using ada = await takeSeat(server, { token: 'ada' });
  await openPost(ada, 'Out there');
  ada.type(' And more.');
  await ada.sees(/published: Ctrl\+S saves for readers · kept here \d\d:\d\d/);
  expect(server.posts()[0]?.version).toBe(1);
  ada.type(keys.ctrl('s'));
  await ada.sees('Saved. It is public already.');
  expect(server.posts().find((post) => post.id === id)?.body).toBe('The text as it is. And more.');
});

test('errors stand beside a field once it was left or one paused, not while its first word is typed', async () => {
  const server = lobby();
  await using ada = await takeSeat(server, { token: 'ada' });
  await openEditor(ada);
  ada.type('A');
  await ada.sees(/Title {3}A$/m);
  expect(ada.screen().join('\n')).not.toContain('at least 3');
  await ada.sees('must be at least 3 characters');
  ada.type('bc');
  await ada.sees((screen) => !screen.join('').includes('at least 3'));
  ada.type(`${keys.tab}not/a/tag${keys.tab}`);
  await ada.sees('may have letters, digits, and - _ + .');
});

test('a crash loses nothing: the text is offered again, and Ctrl+G throws it away', async () => {
  const server = lobby();
  const keptPosts = createKeptPostsInMemory();
  {
    await using ada = await takeSeat(server, { token: 'ada', keptPosts });
    await openEditor(ada);
    ada.type(`Too short${keys.tab}${keys.tab}tiny`);
    await ada.sees(/kept here/);
  }
  await using ada = await takeSeat(server, { token: 'ada', keptPosts });
  await ada.sees('“Too short” of');
  ada.type(`/write${keys.enter}`);
  await ada.sees(/restored from \d\d:\d\d; Ctrl\+G discards/);
  expect(ada.screen().join('\n')).toContain('tiny');
  ada.type(keys.ctrl('g'));
  await ada.sees('Throw away what you wrote?');
  ada.type('y');
  await ada.sees((screen) => !screen.join('').includes('tiny'));
  await expect.poll(keptPosts.find).toEqual([]);
});

test('leaving loses nothing: a draft is stored, the rest is kept here and opens again', async () => {
  const server = lobby();
  server.publish('ada', 'Out there', 'The text as it is.');
  await using ada = await takeSeat(server, { token: 'ada' });
  await openPost(ada, 'Out there');
  ada.type(` More${keys.escape}`);
  await ada.sees('Your text is kept on this computer');
  ada.type('e');
  await ada.sees('The text as it is. More');
  await ada.sees('restored from');
  ada.type(keys.escape);
  await ada.sees('▌Out there');
  ada.type('c');
  await ada.sees('New post');
  ada.type(`A draft${keys.tab}${keys.tab}long enough`);
  await ada.sees('long enough');
  ada.type(keys.escape);
  await ada.sees('Draft saved.');
  expect(server.posts().at(-1)).toMatchObject({ title: 'A draft', body: 'long enough' });
});

test('offline it is said and kept; back online it is stored, once, though an answer was lost', async () => {
  const server = lobby();
  await using ada = await takeSeat(server, { token: 'ada' });
  await openEditor(ada);
  server.cut();
  ada.type(`A title${keys.tab}${keys.tab}written in a tunnel`);
  await ada.sees(/not saved: offline · kept here/);
  server.losePostAnswers(1);
  server.mend();
  await ada.sees(/saved \d\d:\d\d/);
  expect(server.posts()).toMatchObject([{ body: 'written in a tunnel' }]);
}, 30_000);

test('a preview is only looked at: keys that change posts mean this one or nothing', async () => {
  const server = lobby();
  server.publish('ada', 'Another one', 'The text as it is.');
  await using ada = await takeSeat(server, { token: 'ada' });
  await openEditor(ada);
  ada.type(`My title${keys.tab}${keys.tab}Some **bold** words${keys.ctrl('r')}`);
  await ada.sees('Some bold words');
  ada.type('d');
  ada.type('u');
  ada.type('v');
  await ada.sees('Some **bold** words');
  expect(ada.store.getState().overlay).toBeNull();
});

test('a paste of a megabyte, of any characters, is told to be too long and stays to be shortened', async () => {
  const server = lobby();
  await using ada = await takeSeat(server, { token: 'ada' });
  await openEditor(ada);
  ada.type(`Big${keys.tab}${keys.tab}`);
  ada.type(keys.paste(`NUL \u0000 汉字 👩‍👩‍👧 ${'long words '.repeat(95_000)}`));
  await ada.sees(/must be at most 200000 characters/);
  await ada.sees(/1,0\d\d,\d\d\d of 200,000/);
  ada.type('!');
  await ada.sees('long words !');
  ada.type(keys.ctrl('u'));
  await ada.sees((screen) => !screen.join('').includes('200,000'));
  ada.type('small again');
  await ada.sees(/saved \d\d:\d\d/);
  expect(server.posts()).toMatchObject([{ body: 'small again' }]);
});

test('a change made elsewhere is merged into the text; what both changed stands between marks until one chose', async () => {
  const server = lobby();
  const { id } = server.publish('ada', 'Out there', 'One.\n\nTwo.\n\nThree.');
  await using ada = await takeSeat(server, { token: 'ada' });
  await openPost(ada, 'Out there');
  ada.type(' Mine.');
  await ada.sees('Three. Mine.');
  server.revise(id, { body: 'One, theirs.\n\nTwo.\n\nThree.', tags: ['theirs'] });
  ada.type(keys.ctrl('s'));
  await ada.sees('Both are merged');
  await ada.sees('One, theirs.');
  await ada.sees(/Tags {4}theirs/);
  ada.type(keys.ctrl('s'));
  await ada.sees('Saved. It is public already.');
  expect(server.posts()[0]?.body).toBe('One, theirs.\n\nTwo.\n\nThree. Mine.');

  ada.type(' Again.');
  server.revise(id, { title: 'Elsewhere', body: 'One, theirs.\n\nTwo.\n\nThree. No: theirs.' });
  ada.type(keys.ctrl('s'));
  await ada.sees('Choose in one place');
  await ada.sees(/<<<<<<< yours\n.*Three. Mine. Again./);
  await ada.sees(/=======\n.*Three. No: theirs./);
  await ada.sees(/Title {3}Elsewhere/);
  ada.type(keys.ctrl('s'));
  await ada.sees('still has the marks of a merge');
  ada.type(keys.ctrl('z'));
  await ada.sees((screen) => !screen.join('').includes('<<<<<<<'));
  ada.type(keys.ctrl('s'));
  await expect
    .poll(() => server.posts()[0])
    .toMatchObject({ title: 'Elsewhere', body: 'One, theirs.\n\nTwo.\n\nThree. Mine. Again.' });
});

test('a draft changed elsewhere is not merged under one’s fingers, only when one saves', async () => {
  const server = lobby();
  await using ada = await takeSeat(server, { token: 'ada' });
  await openEditor(ada);
  ada.type(`A draft${keys.tab}${keys.tab}long enough`);
  await ada.sees(/saved \d\d:\d\d/);
  const [draft] = server.posts();
  server.revise(draft!.id, { body: 'theirs, longer' });
  ada.type(' mine');
  await ada.sees('changed elsewhere; Ctrl+S merges');
  expect(ada.screen().join('\n')).not.toContain('theirs');
  ada.type(keys.ctrl('s'));
  await ada.sees('<<<<<<< yours');
  expect(server.posts()[0]?.body).toBe('theirs, longer');
});

test('a save whose answer was lost is no conflict with oneself', async () => {
  const server = lobby();
  server.publish('ada', 'Out there', 'The text as it is.');
  await using ada = await takeSeat(server, { token: 'ada' });
  await openPost(ada, 'Out there');
  server.losePostAnswers(1);
  ada.type(` More.${keys.ctrl('s')}`);
  await ada.sees('The connection was lost');
  ada.type(` And more.${keys.ctrl('s')}`);
  await ada.sees('Saved. It is public already.');
  expect(server.posts()[0]).toMatchObject({
    body: 'The text as it is. More. And more.',
    version: 3,
  });
});

test('a post is scheduled by words, moved, taken back, and followed when its hour comes', async () => {
  const server = lobby();
  await using ada = await takeSeat(server, { token: 'ada' });
  await openEditor(ada);
  ada.type(`For later${keys.tab}${keys.tab}long enough${keys.ctrl('x')}`);
  await ada.sees('Save and publish “For later”?');
  await ada.sees('can read it at once');
  ada.type('S');
  await ada.sees('Publish “For later” when?');
  ada.type('some day');
  await ada.sees('Not understood. Write it like: tomorrow 9:00');
  ada.type(`${keys.enter}${keys.ctrl('u')}2099-01-01 09:00${keys.enter}`);
  await ada.sees('It must be within 400 days.');
  ada.type(`${keys.ctrl('u')}in 3 days`);
  const screen = await ada.sees(/\w+day \d+ \w+ 2\d{3}, \d\d:\d\d \S+/);
  expect(screen.join('\n')).toMatch(/in 3 days +│/);
  ada.type(keys.enter);
  await ada.sees('Scheduled for');
  const [post] = server.posts();
  expect(post).toMatchObject({ state: 'scheduled' });

  ada.type('S');
  await ada.sees(/Now: \w+day/);
  ada.type(`tomorrow 9:00${keys.enter}`);
  await expect.poll(() => server.posts()[0]?.publishAt).not.toBe(post?.publishAt);
  ada.type('u');
  await ada.sees('Take back the schedule of “For later”?');
  ada.type('y');
  await ada.sees('Taken back.');
  ada.type('S');
  await ada.sees('when?');
  ada.type(`in 1 hour${keys.enter}`);
  await ada.sees('Scheduled for');
  ada.type('e');
  await ada.sees('Edit scheduled post');
  server.release(post!.id);
  await ada.sees('Edit post');
});

test('a tag is completed from those in use, most used first; also offline, and never against one’s will', async () => {
  const server = lobby();
  for (const [title, tags] of [
    ['One', ['news', 'parley']],
    ['Two', ['news', 'newt']],
    ['Three', ['notes-on-war']],
  ] as const) {
    server.revise(server.publish('ada', title, 'The text as it is.').id, { tags: [...tags] });
  }
  await using ada = await takeSeat(server, { token: 'ada' });
  await openEditor(ada);
  ada.type(`A title${keys.tab}ne`);
  const screen = await ada.sees('#news');
  expect(screen.join('\n')).toMatch(/#news +2 posts[\s\S]*#newt +1 post[\s\S]*#ne +a new tag/);
  ada.type(keys.enter);
  await ada.sees(/Tags {4}news$/m);
  ada.type(`war`);
  await ada.sees('#notes-on-war');
  ada.type(keys.tab);
  ada.type('new');
  await ada.sees(/#newt +1 post/);
  ada.type(keys.down);
  ada.type(keys.tab);
  await ada.sees(/Tags {4}news notes-on-war new$/m);
  server.cut();
  ada.type(`${keys.ctrl('u')}pa`);
  await ada.sees('#parley');
  ada.type(keys.escape);
  await ada.sees((lines) => !lines.join('').includes('#parley'));
  ada.type(keys.tab);
  ada.type('The text goes here');
  await ada.sees('The text goes here');
  expect(ada.store.getState().editor?.form.fields[1]?.input.text).toBe('pa');
});

test('the versions of a post are listed, compared by signs and words, and taken up again when one says so', async () => {
  const server = lobby();
  const { id } = server.publish('ada', 'First title', 'One line.\n\nThe old word here.');
  server.revise(id, { title: 'Second title', tags: ['news'] });
  server.revise(id, { body: 'One line.\n\nThe new word here.\n\u001b[2JAnd more.' });
  for (const [columns, rows] of [
    [60, 15],
    [120, 40],
  ] as const) {
    await using ada = await takeSeat(server, { token: 'ada', columns, rows });
    await ada.sees('Message #lobby');
    ada.type(`/posts${keys.enter}`);
    await ada.sees('▌Second title');
    ada.type('H');
    await ada.sees('Versions of “Second title”');
    await ada.sees(/▌ {3}3 .*newest/);
    ada.type('G');
    await ada.sees(/▌ {3}1 /);
    ada.type(keys.enter);
    const screen = await ada.sees('− The old word here.');
    const text = screen.join('\n');
    expect(text).toMatch(/Title\n.*− First title\n.*\+ Second title/);
    expect(text).toMatch(/Tags\n.*\+ news/);
    ada.type('G');
    await ada.sees(/\+ The new word here\.\n.*\+ .*And more\./);
    ada.type('q');
    await ada.sees('Versions of');
  }
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('Message #lobby');
  ada.type(`/posts${keys.enter}`);
  await ada.sees('▌Second title');
  ada.type('H');
  await ada.sees(/▌ {3}3 .*newest/);
  ada.type('R');
  await ada.sees('That is the newest version.');
  ada.type('jR');
  await ada.sees('Take up version 2 of “Second title” again?');
  await ada.sees('Readers see it at once.');
  ada.type('y');
  await ada.sees(/ 4 .*newest/);
  expect(server.posts()[0]).toMatchObject({ body: 'One line.\n\nThe old word here.', version: 4 });
});

test('a preview opens where one writes; in a wide window it stands beside the text and follows', async () => {
  const server = lobby();
  const paragraphs = Array.from({ length: 60 }, (_, index) => `Paragraph **${index}**.`);
  server.publish('ada', 'A long one', paragraphs.join('\n\n'));
  await using ada = await takeSeat(server, { token: 'ada' });
  await openPost(ada, 'A long one');
  ada.type(keys.ctrl('r'));
  await ada.sees('Paragraph 59.');
  ada.type('v');
  await ada.sees('Paragraph **59**.');
  ada.resize(160, 30);
  ada.type(keys.ctrl('r'));
  await ada.sees(/Paragraph \*\*57\*\*[\s\S]*│ Paragraph 59\./);
  ada.type(' And _more_');
  await ada.sees(/And _more_ [\s\S]*│ .*And more/);
  const { x } = ada.cursor();
  expect(x).toBeLessThan(90);
  ada.type(`${keys.alt('<')}New. `);
  await ada.sees(/│ New\. Paragraph 0\./);
  ada.resize(80, 24);
  await ada.sees((screen) => screen.join('\n').includes('New. Paragraph 0.'));
  ada.type(keys.escape);
  await ada.sees('New. Paragraph **0**.');
});

test('a post that was deleted meanwhile does not take the text along: saved again, it is a new one', async () => {
  const server = lobby();
  const { id } = server.publish('ada', 'Out there', 'The text as it is.');
  await using ada = await takeSeat(server, { token: 'ada' });
  await openPost(ada, 'Out there');
  ada.type(' Precious.');
  await ada.sees('Precious.');
  await server.openApi('', 'ada').deletePost(id);
  ada.type(keys.ctrl('s'));
  await ada.sees('no longer there. Save again');
  ada.type(keys.ctrl('s'));
  await ada.sees('Draft saved.');
  expect(server.posts()).toMatchObject([{ body: 'The text as it is. Precious.', state: 'draft' }]);
});

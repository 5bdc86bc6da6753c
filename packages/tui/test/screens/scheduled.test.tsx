// Sending later, as a person sees it: by words, with a list of what waits, and nothing lost.

import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

function chat() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob']) server.addUser(name);
  server.addRoom('lobby');
  return server;
}
const waiting = (server: ReturnType<typeof chat>) => server.scheduled.list();

test('/later takes a time in words and a text; what is not understood stays to be put right', async () => {
  const server = chat();
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('Message #lobby');
  ada.type(`/later someday Good morning${keys.enter}`);
  await ada.sees('When? Write it like');
  await ada.sees('› /later someday Good morning');
  expect(waiting(server)).toEqual([]);
  ada.type(keys.ctrl('u'));
  ada.type(`/later 2999-01-31 09:00 Good morning,${keys.ctrl('j')}all of you${keys.enter}`);
  await ada.sees('It is sent Thursday 31 January 2999, 09:00');
  expect(waiting(server)).toMatchObject([{ body: 'Good morning,\nall of you' }]);
  expect(server.messagesOf('lobby')).toEqual([]);
  server.scheduled.refuse('100 messages of yours wait already.');
  ada.type(`/later 2999-01-31 09:00 One more${keys.enter}`);
  await ada.sees('100 messages of yours wait already.');
  await ada.sees('› /later 2999-01-31 09:00 One more');
});

test(':scheduled lists what waits; it is taken back into the composer, or cancelled after a question', async () => {
  const server = chat();
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('Message #lobby');
  ada.type(`/later 2999-01-31 09:00 The first${keys.enter}`);
  await ada.sees('It is sent');
  ada.type(`/later 2999-02-01 09:00 The second${keys.enter}`);
  await expect.poll(() => waiting(server)).toHaveLength(2);
  ada.type(`/scheduled${keys.enter}`);
  await ada.sees(/Thu 31 Jan 09:00 +#lobby +The first/);
  ada.type('jd');
  await ada.sees('Cancel this message?');
  ada.type('y');
  await expect.poll(() => waiting(server)).toMatchObject([{ body: 'The first' }]);
  ada.type(`/scheduled${keys.enter}`);
  await ada.sees(/Thu 31 Jan 09:00 +#lobby +The first/);
  ada.type(keys.enter);
  await ada.sees('› /later 2999-01-31 09:00 The first');
  expect(waiting(server)).toEqual([]);
});

test('what could not be sent is told at once, and to whoever comes later; its text is still there', async () => {
  const server = chat();
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('Message #lobby');
  ada.type(`/later 2999-01-31 09:00 Good morning${keys.enter}`);
  await expect.poll(() => waiting(server)).toHaveLength(1);
  const hostile = 'You are \u001b[2Jmuted.';
  server.scheduled.fail(waiting(server)[0]!.id, hostile);
  await ada.sees('A scheduled message was not sent to #lobby: You are');
  await using again = await takeSeat(server, { token: 'ada' });
  await again.sees('A scheduled message was not sent. :scheduled tells why.');
  again.type('x');
  await again.sees('✗ 1 not sent');
  again.type(keys.backspace);
  const before = again.output().length;
  again.type(`/scheduled${keys.enter}`);
  await again.sees(/✗ You are.*muted\..*Good morning/);
  await again.sees(/^.*│ +✗ You are.*muted\. +│/mu);
  expect(again.output().slice(before)).not.toContain('\u001b[2J');
  again.type(keys.escape);
  await again.sees('✗ 1 not sent');
  again.type(keys.alt('a'));
  await again.sees('To be sent');
  again.type('d');
  await again.sees('Cancel this message?');
  again.type('y');
  await again.sees('It will not be sent.');
  again.type('x');
  await again.sees((lines) => !lines.join('\n').includes('not sent'));
});

test('what is taken back goes to where it was written, and to no place where something is written already', async () => {
  const server = chat();
  server.say('bob', 'lobby', 'Who cooks?');
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('Who cooks?');
  ada.type(`/later 2999-01-31 09:00 For the room${keys.enter}`);
  await expect.poll(() => waiting(server)).toHaveLength(1);
  ada.type(keys.escape);
  await ada.sees('k select');
  ada.type('kt');
  await ada.sees('Reply in the thread');
  ada.type(`/later 2999-01-31 09:00 For the thread${keys.enter}`);
  await expect.poll(() => waiting(server)).toHaveLength(2);
  ada.type('x');
  await ada.sees('› x');
  ada.type(`${keys.escape}`);
  await ada.sees('i write');
  ada.type(`:scheduled${keys.enter}`);
  await ada.sees('For the thread');
  ada.type(`j${keys.enter}`);
  await ada.sees('Something else is being written in its thread in #lobby');
  expect(waiting(server)).toHaveLength(2);
  ada.type(`i${keys.backspace}`);
  await ada.sees('Reply in the thread');
  ada.type(keys.escape);
  await ada.sees('i write');
  ada.type(`:scheduled${keys.enter}`);
  await ada.sees('For the thread');
  ada.type(`j${keys.enter}`);
  await ada.sees('It is in the composer of its thread in #lobby.');
  await ada.sees('› /later 2999-01-31 09:00 For the thread');
  expect(waiting(server)).toMatchObject([{ body: 'For the room' }]);
});

async function answer(server: ReturnType<typeof chat>) {
  const asked = server.say('bob', 'lobby', 'Who cooks?');
  const ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('Who cooks?');
  ada.type(keys.escape);
  await ada.sees('k select');
  ada.type('kr');
  await ada.sees('↳ bob: Who cooks?');
  return { asked, ada };
}

test('an answer that is sent later keeps what it answers, refused or taken back', async () => {
  const server = chat();
  const { ada: seat } = await answer(server);
  await using ada = seat;
  server.scheduled.refuse('100 messages of yours wait already.');
  ada.type(`/later 2999-01-31 09:00 I do${keys.enter}`);
  await ada.sees('100 messages of yours wait already.');
  await ada.sees(/↳ bob: Who cooks\?.*› \/later 2999-01-31 09:00 I do/su);
  server.scheduled.refuse(null);
  ada.type(keys.enter);
  await expect
    .poll(() => waiting(server))
    .toMatchObject([{ body: 'I do', quote: { excerpt: 'Who cooks?' } }]);
  await ada.sees((lines) => !lines.join('\n').includes('↳ bob'));
  ada.type(`/scheduled${keys.enter}`);
  await ada.sees('↳ bob: I do');
  ada.type(keys.enter);
  await ada.sees(/↳ bob: Who cooks\?.*› \/later 2999-01-31 09:00 I do/su);
});

test('what one does can answer a message too', async () => {
  const server = chat();
  const { asked, ada: seat } = await answer(server);
  await using ada = seat;
  ada.type(`/me waves${keys.enter}`);
  await expect
    .poll(() => server.messagesOf('lobby').at(-1))
    .toMatchObject({ body: '/me waves', replyTo: asked.id });
});

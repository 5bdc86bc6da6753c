// Changing, deleting, answering and reacting to messages in place, as a person sees it.

import { expect, test } from 'vitest';
import { createFakeServer } from '../support/fake-server.ts';
import { keys, takeSeat } from '../support/seat.tsx';

function chat() {
  const server = createFakeServer();
  for (const name of ['ada', 'bob', 'eve']) server.addUser(name);
  server.addRoom('lobby');
  return server;
}

test('an own message is changed in place; what stood in the composer comes back, also when Esc leaves the change', async () => {
  const server = chat();
  await using ada = await takeSeat(server, { token: 'ada' });
  await using bob = await takeSeat(server, { token: 'bob' });
  await ada.sees('Message #lobby');
  server.say('bob', 'lobby', 'By somebody else');
  ada.type(`Lunch at twelf${keys.enter}`);
  await ada.sees(/\d\d:\d\d +ada │ Lunch at twelf/);
  ada.type('half a thou');
  await ada.sees('› half a thou');
  ada.type(keys.escape);
  await ada.sees('i write');
  ada.type('kke');
  await ada.sees('Only who wrote it can change it.');
  ada.type('je');
  await ada.sees('changing a message');
  await ada.sees('› Lunch at twelf');
  ada.type(`${keys.backspace}ve${keys.enter}`);
  await ada.sees('ada │ Lunch at twelve');
  await ada.sees('edited');
  await ada.sees('› half a thou');
  await bob.sees('ada │ Lunch at twelve');
  ada.type('e');
  await ada.sees('› Lunch at twelve');
  ada.type(` or one${keys.escape}`);
  await ada.sees('› half a thou');
  await ada.sees('ada │ Lunch at twelve');
  expect(server.messagesOf('lobby').at(-1)?.body).toBe('Lunch at twelve');
  ada.type('it');
  await ada.sees('› half a thout');
});

test('a change that the server refuses keeps its text', async () => {
  const server = chat();
  server.say('ada', 'lobby', 'As it was');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('As it was');
  seat.type(keys.escape);
  await seat.sees('i write');
  server.messages.refuse('You are muted here.');
  seat.type('ke');
  await seat.sees('› As it was');
  seat.type(` once${keys.enter}`);
  await seat.sees('You are muted here.');
  server.messages.refuse(null);
  seat.type('e');
  await seat.sees('› As it was once');
  seat.type(keys.enter);
  await seat.sees('ada │ As it was once');
});

test('a change to a message that was deleted meanwhile goes into the composer, sent or not', async () => {
  const server = chat();
  const one = server.say('ada', 'lobby', 'The first');
  const two = server.say('ada', 'lobby', 'The second');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('The second');
  seat.type('half a thought');
  await seat.sees('› half a thought');
  seat.type(keys.escape);
  await seat.sees('k select');
  seat.type('kke');
  await seat.sees('› The first');
  seat.type(` and more${keys.escape}`);
  await seat.sees('› half a thought');
  seat.type('je');
  await seat.sees('› The second');
  seat.type(' and more');
  await seat.sees('› The second and more');
  for (const { id } of [one, two]) server.messages.delete(id);
  await seat.sees('ada │ This message was deleted.');
  seat.type(keys.enter);
  await seat.sees('It was deleted meanwhile: what you wrote instead is in the composer.');
  await seat.sees(/› The second and more.*half a thought/su);
  seat.type('ke');
  await seat.sees(/› The first and more.*The second and more.*half a thought/su);
  seat.type('e');
  await seat.sees('It was deleted.');
});

test('an answer to what is deleted meanwhile says so, and goes without it', async () => {
  const server = chat();
  const asked = server.say('ada', 'lobby', 'A secret question');
  await using seat = await takeSeat(server, { token: 'bob' });
  await seat.sees('A secret question');
  seat.type(keys.escape);
  await seat.sees('k select');
  seat.type('kr');
  await seat.sees('↳ ada: A secret question');
  seat.type('My answer');
  await seat.sees('› My answer');
  server.messages.delete(asked.id);
  await seat.sees('↳ what ada said was deleted');
  expect(seat.screen().join('\n')).not.toContain('secret');
  seat.type(keys.enter);
  await seat.sees(/bob │ My answer/u);
  expect(server.messagesOf('lobby').at(-1)).toMatchObject({ body: 'My answer', replyTo: null });
});

test('a thread whose first message was deleted goes on', async () => {
  const server = chat();
  const root = server.say('ada', 'lobby', 'Begins a thread');
  server.say('ada', 'lobby', 'One reply', { threadId: root.id });
  await using seat = await takeSeat(server, { token: 'bob' });
  await seat.sees('↳ 1 reply');
  seat.type(keys.escape);
  await seat.sees('k select');
  seat.type('kt');
  await seat.sees('One reply');
  seat.type('Another');
  await seat.sees('› Another');
  server.messages.delete(root.id);
  await seat.sees('This message was deleted.');
  seat.type(keys.enter);
  await seat.sees('bob │ Another');
});

test('a thread all of which came while one looked on goes on below a deleted message', async () => {
  const server = chat();
  await using seat = await takeSeat(server, { token: 'bob' });
  await seat.sees('Message #lobby');
  const root = server.say('ada', 'lobby', 'Begins a thread');
  server.say('ada', 'lobby', 'One reply', { threadId: root.id });
  await seat.sees('↳ 1 reply');
  seat.type(keys.escape);
  await seat.sees('k select');
  seat.type('kt');
  await seat.sees('One reply');
  server.messages.delete(root.id);
  await seat.sees('This message was deleted.');
  await seat.sees('› Reply in the thread');
});

test('what was deleted before anybody replied begins no thread, and what is written for it is kept', async () => {
  const server = chat();
  const root = server.say('ada', 'lobby', 'Begins a thread');
  await using seat = await takeSeat(server, { token: 'bob' });
  await seat.sees('Begins a thread');
  seat.type(keys.escape);
  await seat.sees('k select');
  seat.type('kt');
  await seat.sees('no reply yet');
  seat.type('The first');
  await seat.sees('› The first');
  server.messages.delete(root.id);
  await seat.sees('── Deleted before anybody replied: no thread begins there ──');
  seat.type(keys.enter);
  await seat.sees('Not sent to #lobby: Deleted before anybody replied: no thread begins there.');
  await seat.sees('› The first');
});

test('a change of what was changed elsewhere meanwhile says so before Enter, and what that said can be had', async () => {
  const server = chat();
  const said = server.say('ada', 'lobby', 'Lunch at noon');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('ada │ Lunch at noon');
  seat.type(keys.escape);
  await seat.sees('k select');
  seat.type('ke');
  await seat.sees('── changing a message · Esc leaves it ─');
  seat.type(', here');
  await seat.sees('› Lunch at noon, here');
  server.messages.edit(said.id, 'Lunch at one');
  await seat.sees('─ changed elsewhere · Enter writes over it · Esc leaves it ─');
  seat.type(keys.enter);
  await seat.sees('It had been changed meanwhile: e, then ↑ shows what it said.');
  await seat.sees('ada │ Lunch at noon, here');
  seat.type('e');
  await seat.sees('── changing a message · Esc leaves it ─');
  seat.type(keys.up);
  await seat.sees('› Lunch at one');
  // One's own earlier change is none of somebody else's.
  seat.type(keys.enter);
  await seat.sees('ada │ Lunch at one');
  expect(seat.screen().join('\n')).not.toContain('meanwhile');
});

test('a change without any text says what to do instead', async () => {
  const server = chat();
  server.say('ada', 'lobby', 'A');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('ada │ A');
  seat.type(keys.escape);
  await seat.sees('k select');
  seat.type('ke');
  await seat.sees('changing a message');
  seat.type(`${keys.backspace}${keys.enter}`);
  await seat.sees('Nothing is written: Esc leaves it, d deletes it.');
  await seat.sees('changing a message');
});

test('a message is deleted after a question; its place stays, and where it is quoted it is gone as well', async () => {
  const server = chat();
  server.say('bob', 'lobby', 'By somebody else');
  server.say('ada', 'lobby', 'My secret');
  await using seat = await takeSeat(server, { token: 'bob' });
  await seat.sees('My secret');
  seat.type(keys.escape);
  await seat.sees('i write');
  seat.type('kd');
  await seat.sees('Only who wrote it can delete it.');
  seat.type('r');
  await seat.sees('↳ ada: My secret');
  seat.type(`An answer${keys.enter}`);
  await seat.sees(/bob │ ↳ ada: My secret/);
  await using ada = await takeSeat(server, { token: 'ada' });
  await ada.sees('An answer');
  ada.type(keys.escape);
  await ada.sees('i write');
  ada.type('kkd');
  await ada.sees('Delete this message?');
  ada.type('n');
  await ada.sees(/▌.*ada │ My secret/);
  ada.type('d');
  await ada.sees('Delete this message?');
  ada.type('y');
  await seat.sees('ada │ This message was deleted.');
  const screen = await seat.sees('↳ ada: a deleted message');
  expect(screen.join('\n')).not.toContain('My secret');
});

test('reactions stand under the message with their counts, own ones in brackets; the same one again takes it back', async () => {
  const server = chat();
  const { id } = server.say('bob', 'lobby', 'It is released');
  await using ada = await takeSeat(server, { token: 'ada' });
  await using bob = await takeSeat(server, { token: 'bob' });
  await ada.sees('It is released');
  server.messages.react({ id: 'somebody', username: 'cyd' }, id, '🎉');
  await ada.sees('│ 🎉 1');
  ada.type(keys.escape);
  await ada.sees('i write');
  ada.type('k+');
  await ada.sees('a name, or an emoji');
  ada.type('rock');
  await ada.sees(/🚀 +rocket/);
  ada.type(keys.enter);
  await ada.sees('│ 🎉 1  [🚀 1]');
  await bob.sees('│ 🎉 1  🚀 1');
  bob.type(`/react tada${keys.enter}`);
  await bob.sees('│ [🎉 2]  🚀 1');
  await ada.sees('│ 🎉 2  [🚀 1]');
  ada.type('+');
  await ada.sees(/🚀 +rocket +1, yours/);
  ada.type(`rocket${keys.enter}`);
  await ada.sees((lines) => !lines.join('\n').includes('🚀'));
  ada.type(`:react nonsense${keys.enter}`);
  await ada.sees('There is no emoji nonsense.');
});

test('o asks before it opens a link, and names the host that would answer', async () => {
  const server = chat();
  server.say('eve', 'lobby', 'See https://bank.example.org@evil.example.net/login?x=1).');
  server.say('eve', 'lobby', 'javascript:alert(1) file:///etc/passwd');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('javascript');
  seat.type(keys.escape);
  await seat.sees('i write');
  seat.type('ko');
  await seat.sees('There is no link in it.');
  seat.type('ko');
  await seat.sees('Open a page of evil.example.net?');
  seat.type('n');
  await seat.sees(/▌.*eve │ See/);
  expect(seat.opened).toEqual([]);
  seat.type('o');
  await seat.sees('Open a page of evil.example.net?');
  seat.type('y');
  await expect.poll(() => seat.opened).toEqual(['https://evil.example.net/login?x=1']);
});

test('rows 87–104: hostile quotes, reactions and changes stay text, and few', async () => {
  const server = chat();
  const message = server.say('eve', 'lobby', 'harmless');
  await using seat = await takeSeat(server, { token: 'ada' });
  await seat.sees('harmless');
  const before = seat.output().length;
  const hostile = '\u001b]52;c;cm0=\u0007\u009b2J\u001b[?1049l';
  const reactions = Array.from({ length: 500 }, (_, index) => ({
    emoji: `${hostile}${index}`,
    count: index === 1 ? -1 : 2_000_000_000,
    userIds: [],
  }));
  const quote = { id: message.id, seq: 1, author: message.author, excerpt: `${hostile}quoted` };
  const changed = { ...message, body: `${hostile}changed`, replyTo: message.id, quote, reactions };
  for (const delivery of [
    { type: 'message.edited', seq: 1, message: { ...changed, change: 1 } },
    { type: 'reaction.added', seq: 1, messageId: message.id, change: 2, emoji: 7, count: 1 },
    { type: 'message.deleted', seq: 1, id: '__proto__', change: null, deletedAt: hostile },
    { type: 'message.edited', seq: 1, message: { ...changed, quote: { excerpt: 1 }, change: 9 } },
  ])
    server.deliver('lobby', delivery);
  const screen = await seat.sees(/eve │ ↳ eve: .*changed/);
  expect(screen.join('').match(/999\+/g)).toHaveLength(19);
  const bytes = seat.output().slice(before);
  expect(bytes).not.toMatch(/[\u0007\u0080-\u009f]|\u001b\]/);
  expect(bytes).not.toContain('\u001b[?1049l');
});

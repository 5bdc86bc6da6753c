// Sending: stored exactly once, numbered densely, broadcast in order.

import { expect, test } from 'vitest';
import { createWorld, recordMessages } from '../support/world.ts';

test('1,000 concurrent sends of 10 people, each retried once, are 1,000 rows with seq 1..1000', async () => {
  await using world = await createWorld();
  const { chat } = world;
  const people = await Promise.all(
    Array.from({ length: 10 }, (_, index) => world.signUp(`user${index}`)),
  );
  const room = await chat.getRoom(people[0]!.scope, 'lobby');
  const seen = recordMessages(world, room.id);

  const sends = people.flatMap(({ scope }, person) =>
    Array.from({ length: 100 }, (_, index) => {
      const input = { room: 'lobby', body: `${person}/${index}`, clientId: `${person}-${index}` };
      return Promise.all([chat.sendMessage(scope, input), chat.sendMessage(scope, input)]);
    }),
  );
  const answers = await Promise.all(sends);

  for (const [first, retry] of answers) expect(retry).toEqual(first);
  const expected = Array.from({ length: 1000 }, (_, index) => index + 1);
  const rows = await world.repo.sql`select seq from messages order by seq`;
  expect(rows.map((row) => Number(row.seq))).toEqual(expected);
  expect(seen.map((message) => message.seq)).toEqual(expected);
  expect(answers.map(([{ seq }]) => seq).sort((a, b) => a - b)).toEqual(expected);
});

test('a retry long after answers the first result and stores nothing', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const input = { room: 'lobby', body: 'once', clientId: 'c-1' };
  const first = await world.chat.sendMessage(scope, input);
  await world.chat.sendMessage(scope, { ...input, clientId: 'c-2' });
  expect(await world.chat.sendMessage(scope, input)).toEqual(first);
  expect((await world.chat.listMessages(scope, { room: 'lobby' })).items).toHaveLength(2);
});

test('a clientId used in another room is a conflict, and both rooms stay dense', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  await world.chat.createRoom(scope, { slug: 'tea', visibility: 'public' });
  await world.chat.sendMessage(scope, { room: 'lobby', body: 'a', clientId: 'same' });
  const again = world.chat.sendMessage(scope, { room: 'tea', body: 'a', clientId: 'same' });
  await expect(again).rejects.toMatchObject({ code: 'conflict' });
  const next = await world.chat.sendMessage(scope, { room: 'tea', body: 'b', clientId: 'other' });
  expect(next.seq).toBe(1);
});

test('two writers of one room, as on two daemons, never share or skip a number', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { createChat } = await import('../../src/chat/index.ts');
  const other = createChat(world);
  await Promise.all(
    Array.from({ length: 200 }, (_, index) => {
      const door = index % 2 === 0 ? world.chat : other;
      const input = { room: 'lobby', body: `m${index}`, clientId: `c${index >> 1}` };
      return door.sendMessage(scope, input);
    }),
  );
  const rows = await world.repo.sql`select seq from messages order by seq`;
  expect(rows.map((row) => Number(row.seq))).toEqual(
    Array.from({ length: 100 }, (_, index) => index + 1),
  );
});

test('a reply to a message of another room is refused and names the field', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  await world.chat.createRoom(scope, { slug: 'tea', visibility: 'public' });
  const { id } = await world.chat.sendMessage(scope, { room: 'tea', body: 'x', clientId: 'c' });
  const reply = world.chat.sendMessage(scope, {
    room: 'lobby',
    body: 'y',
    clientId: 'd',
    replyTo: id,
  });
  await expect(reply).rejects.toMatchObject({ fields: { replyTo: [expect.any(String)] } });
});

test('sending takes two statements, however many rooms and members there are', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { scope: other } = await world.signUp('bob');
  // The first statement of a connection is preceded by the driver's look at the types.
  await world.chat.sendMessage(other, { room: 'lobby', body: 'x', clientId: 'c' });
  world.takeQueries();
  await world.chat.sendMessage(scope, { room: 'lobby', body: 'x', clientId: 'c' });
  expect(world.takeQueries()).toHaveLength(2);
});

test('terminal control characters do not reach the table', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const body = 'a\u001b]52;c;cm0=\u0007b\u009b2Jc\r\nd';
  await world.chat.sendMessage(scope, { room: 'lobby', body, clientId: 'c' });
  const { items } = await world.chat.listMessages(scope, { room: 'lobby' });
  expect(items[0]?.body).toBe(']52;c;cm0=b2Jc\nd'.replace(/^/, 'a'));
});

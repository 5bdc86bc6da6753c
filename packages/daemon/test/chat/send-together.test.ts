// Plain messages of many rooms in one statement: who may write is asked in it, and no room holds up another.

import { expect, test, vi } from 'vitest';
import type { UserScope } from '../../src/accounts/index.ts';
import { createChat } from '../../src/chat/index.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { createWorld, recordMessages, type World } from '../support/world.ts';

const nextTurn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const range = (length: number) => Array.from({ length }, (_, index) => index + 1);

let clientIds = 0;
const messageTo = (room: string, body = 'hello') => {
  clientIds += 1;
  return { room, body, clientId: `c${clientIds}` };
};

/** Two of a room who have both written in it, so that both are known. */
async function setUp(world: World): Promise<{ ada: UserScope; bob: UserScope }> {
  const { scope: ada } = await world.signUp('ada');
  const { scope: bob } = await world.signUp('bob');
  await world.chat.createRoom(ada, { slug: 'den', visibility: 'private' });
  await world.chat.inviteMember(ada, { room: 'den', username: 'bob' });
  await world.chat.sendMessage(ada, messageTo('den'));
  await world.chat.sendMessage(bob, messageTo('den'));
  return { ada, bob };
}

test('who is known writes with one statement, many rooms with a few', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const rooms = range(20).map((number) => `room${number}`);
  for (const slug of rooms) await world.chat.createRoom(scope, { slug, visibility: 'public' });
  for (const slug of rooms) await world.chat.sendMessage(scope, messageTo(slug));
  world.takeQueries();
  await world.chat.sendMessage(scope, messageTo('room1'));
  expect(world.takeQueries()).toHaveLength(1);
  const answers = await Promise.all(
    rooms.flatMap((slug) => range(10).map(() => world.chat.sendMessage(scope, messageTo(slug)))),
  );
  expect(world.takeQueries().length).toBeLessThanOrEqual(3);
  for (const [index] of rooms.entries()) {
    const first = index === 0 ? 3 : 2;
    const seqs = answers.slice(index * 10, index * 10 + 10).map(({ seq }) => seq);
    expect(seqs).toEqual(range(10).map((number) => number + first - 1));
  }
});

test('row 36: whoever may write no more is refused with the next message, wherever that was decided', async () => {
  await using world = await createWorld();
  const { ada, bob } = await setUp(world);
  // Another daemon, of which this one hears nothing.
  const elsewhere = createChat({ ...world, pubsub: { ...world.pubsub, publish: () => {} } });
  const refusals: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
    [
      'forbidden',
      () =>
        elsewhere.setMember(ada, {
          room: 'den',
          username: 'bob',
          mutedUntil: new Date(world.clock.now().getTime() + 3_600_000).toISOString(),
        }),
      () => elsewhere.setMember(ada, { room: 'den', username: 'bob', mutedUntil: null }),
    ],
    [
      'forbidden',
      () => elsewhere.updateRoom(ada, { room: 'den', isReadOnly: true }),
      () => elsewhere.updateRoom(ada, { room: 'den', isReadOnly: false }),
    ],
    [
      'forbidden',
      () => elsewhere.archiveRoom(ada, 'den', true),
      () => elsewhere.archiveRoom(ada, 'den', false),
    ],
    [
      'limited',
      () => elsewhere.updateRoom(ada, { room: 'den', slowModeSeconds: 60 }),
      () => elsewhere.updateRoom(ada, { room: 'den', slowModeSeconds: 0 }),
    ],
    [
      'not_found',
      () => elsewhere.removeMember(ada, { room: 'den', username: 'bob' }),
      () => elsewhere.inviteMember(ada, { room: 'den', username: 'bob' }),
    ],
  ];
  for (const [code, forbid, allow] of refusals) {
    await forbid();
    await expect(world.chat.sendMessage(bob, messageTo('den'))).rejects.toMatchObject({ code });
    await allow();
    await world.chat.sendMessage(bob, messageTo('den'));
  }
  const { items } = await world.chat.listMessages(ada, { room: 'den' });
  expect(items.map(({ seq }) => seq)).toEqual(range(2 + refusals.length));
});

test('one sender’s refusal is not another’s: who may still write is answered', async () => {
  await using world = await createWorld();
  const { ada, bob } = await setUp(world);
  await world.chat.removeMember(ada, { room: 'den', username: 'bob' });
  const [theirs, ours] = await Promise.allSettled([
    world.chat.sendMessage(bob, messageTo('den')),
    world.chat.sendMessage(ada, messageTo('den')),
  ]);
  expect(theirs.status).toBe('rejected');
  expect(ours).toMatchObject({ status: 'fulfilled', value: { seq: 3 } });
});

test('a room that somebody else holds holds up no other', async () => {
  await using world = await createWorld();
  const { ada } = await setUp(world);
  await world.chat.sendMessage(ada, messageTo('lobby'));
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const holding = world.repo.sql.begin(async (tx) => {
    await tx`update rooms set topic = 'held' where slug = 'den'`;
    await held;
  });
  await vi.waitFor(async () => {
    const locks = await world.repo.sql`
      select id from rooms where slug = 'den' for no key update skip locked`;
    expect(locks).toHaveLength(0);
  });
  const waiting = world.chat.sendMessage(ada, messageTo('den'));
  expect(await world.chat.sendMessage(ada, messageTo('lobby'))).toMatchObject({ seq: 2 });
  release();
  await holding;
  expect(await waiting).toMatchObject({ seq: 3 });
});

test('what one sends is stored in the order in which it was said, whatever each has to be asked', async () => {
  await using world = await createWorld();
  const { ada, bob } = await setUp(world);
  const bodies = ['@bob hello', 'a', '@room all', 'b', 'c', '@bob again', 'd'];
  const sent = bodies.flatMap((body) => [
    world.chat.sendMessage(ada, messageTo('den', `${body} of ada`)),
    world.chat.sendMessage(bob, messageTo('den', `${body} of bob`)),
  ]);
  await Promise.all(sent);
  const { items } = await world.chat.listMessages(ada, { room: 'den' });
  for (const name of ['ada', 'bob']) {
    const said = items.map(({ body }) => body).filter((body) => body.endsWith(` of ${name}`));
    expect(said).toEqual(bodies.map((body) => `${body} of ${name}`));
  }
});

test('F16: the same clientId in parallel on two daemons is one message, and both answer its seq', async () => {
  await using world = await createWorld();
  const { ada } = await setUp(world);
  const elsewhere = createChat(world);
  await elsewhere.sendMessage(ada, messageTo('den'));
  for (const round of range(250)) {
    const input = messageTo('den');
    const answers = await Promise.all([
      world.chat.sendMessage(ada, input),
      elsewhere.sendMessage(ada, input),
    ]);
    expect(answers.map(({ seq }) => seq)).toEqual([round + 3, round + 3]);
  }
});

/** Many who all have written before. */
async function signUpMany(world: World, count: number): Promise<UserScope[]> {
  const people: UserScope[] = [];
  for (const number of range(count)) {
    const { scope } = await world.signUp(`user${number}`);
    await world.chat.sendMessage(scope, messageTo('lobby'));
    people.push(scope);
  }
  return people;
}

test('a busy room is halved: while one half is stored, the other is made ready', async () => {
  await using world = await createWorld();
  const people = await signUpMany(world, 20);
  world.takeQueries();
  const sent = people.map((scope) => world.chat.sendMessage(scope, messageTo('lobby')));
  // One after another over one connection: the first half has the lower numbers.
  expect((await Promise.all(sent)).map(({ seq }) => seq)).toEqual(range(20).map((n) => n + 20));
  expect(world.takeQueries()).toHaveLength(2);
  const ofOne = range(20).map(() => world.chat.sendMessage(people[0]!, messageTo('lobby')));
  expect((await Promise.all(ofOne)).map(({ seq }) => seq)).toEqual(range(20).map((n) => n + 40));
  expect(world.takeQueries()).toHaveLength(1);
});

test('two busy daemons number all of a room once, each tells it in order, what one sends in order', async () => {
  const database = await createTestDatabase();
  await using _dropped = { [Symbol.asyncDispose]: () => database.drop() };
  await using world = await createWorld({ database });
  await using elsewhere = await createWorld({ database });
  const people = await signUpMany(world, 16);
  const lobby = await world.chat.getRoom(people[0]!, 'lobby');
  const daemons = [world, elsewhere].map((daemon, index) => ({
    chat: daemon.chat,
    heard: recordMessages(daemon, lobby.id),
    speakers: people.filter((_, number) => number % 2 === index),
  }));
  const rounds = range(30);
  await Promise.all(
    daemons.map(async ({ chat, speakers }) => {
      for (const round of rounds) {
        const sent = speakers.map(async (scope, index) => {
          // Some run alone in their lane.
          const call = (round + index) % 5 === 0 ? '@user1 ' : '';
          const first = chat.sendMessage(scope, messageTo('lobby', `${call}${round * 2}`));
          // While the first is on its way.
          await nextTurn();
          await Promise.all([
            first,
            chat.sendMessage(scope, messageTo('lobby', String(round * 2 + 1))),
          ]);
        });
        await Promise.all(sent);
      }
    }),
  );
  const inOrder = (numbers: number[]) => numbers.toSorted((a, b) => a - b);
  for (const { heard } of daemons) {
    const seqs = heard.map(({ seq }) => seq);
    expect(seqs).toEqual(inOrder(seqs));
    for (const { user } of people) {
      const said = heard
        .filter(({ author }) => author.id === user.id)
        .map(({ body }) => Number(body.replace('@user1 ', '')));
      expect(said).toEqual(inOrder(said));
    }
  }
  const all = daemons.flatMap(({ heard }) => heard.map(({ seq }) => seq));
  const count = people.length * rounds.length * 2;
  expect(inOrder(all)).toEqual(range(count).map((number) => number + people.length));
});

test('whoever wrote a message is not deleted, and who wrote none can be', async () => {
  await using world = await createWorld();
  const { ada } = await setUp(world);
  const { scope: cleo } = await world.signUp('cleo');
  const remove = ({ user }: UserScope) => world.repo.sql`delete from users where id = ${user.id}`;
  await expect(remove(ada)).rejects.toThrow('user ada wrote messages and cannot be deleted');
  await remove(cleo);
  expect(await world.repo.sql`select username from users order by username`).toEqual([
    { username: 'ada' },
    { username: 'bob' },
  ]);
});

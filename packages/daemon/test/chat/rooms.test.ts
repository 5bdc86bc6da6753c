// Rooms: who sees and reads what, history pages, read markers.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anonymousScope } from '../../src/accounts/index.ts';
import { planBacklog } from '../../src/chat/message.ts';
import { createWorld, type World } from '../support/world.ts';

async function fill(
  world: World,
  scope: Parameters<World['chat']['sendMessage']>[0],
  count: number,
) {
  for (let index = 1; index <= count; index += 1) {
    await world.chat.sendMessage(scope, {
      room: 'lobby',
      body: `m${index}`,
      clientId: `c${index}`,
    });
  }
}

test('a private room is as absent as one that does not exist, whatever is asked of it', async () => {
  await using world = await createWorld();
  const { chat } = world;
  const [owner, stranger] = [await world.signUp('owner'), await world.signUp('stranger')];
  const room = await chat.createRoom(owner.scope, { slug: 'secret', visibility: 'private' });
  const calls = [
    (ref: string) => chat.getRoom(stranger.scope, ref),
    (ref: string) => chat.joinRoom(stranger.scope, ref),
    (ref: string) => chat.leaveRoom(stranger.scope, ref),
    (ref: string) => chat.listMembers(stranger.scope, { room: ref }),
    (ref: string) => chat.listMessages(stranger.scope, { room: ref }),
    (ref: string) => chat.sendMessage(stranger.scope, { room: ref, body: 'x', clientId: 'c' }),
    (ref: string) => chat.markRead(stranger.scope, ref, 1),
    (ref: string) => chat.sendTyping(stranger.scope, ref),
    (ref: string) => chat.authorizeChannel(stranger.scope, ref),
  ];
  for (const call of calls) {
    const absent = await call('nothing').catch((error) => error);
    const hidden = await call('secret').catch((error) => error);
    expect(hidden.code).toBe('not_found');
    expect(hidden.message.replace('secret', 'nothing')).toBe(absent.message);
    await expect(call(room.id)).rejects.toMatchObject({ code: 'not_found' });
  }
  expect((await chat.listRooms(stranger.scope)).map(({ slug }) => slug)).toEqual(['lobby']);
  const topic = `room:${room.id}`;
  expect(await chat.findPresenceTopic(stranger.scope, topic)).toBe(null);
  expect(await chat.findPresenceTopic(owner.scope, topic)).toBe(topic);
});

test('nobody reads a room without logging in', async () => {
  await using world = await createWorld();
  const calls = [
    () => world.chat.listRooms(anonymousScope()),
    () => world.chat.listMessages(anonymousScope(), { room: 'lobby' }),
    () => world.chat.authorizeChannel(anonymousScope(), 'lobby'),
  ];
  for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('an outsider reads a public room and is told to join before sending', async () => {
  await using world = await createWorld();
  const [owner, other] = [await world.signUp('owner'), await world.signUp('other')];
  await world.chat.createRoom(owner.scope, { slug: 'tea', visibility: 'public' });
  const send = () =>
    world.chat.sendMessage(other.scope, { room: 'tea', body: 'hi', clientId: 'c' });
  await expect(send()).rejects.toMatchObject({ code: 'forbidden', message: /Join #tea/ });
  await world.chat.joinRoom(other.scope, '#tea'.slice(1));
  await world.chat.joinRoom(other.scope, 'tea');
  expect((await send()).seq).toBe(1);
  const { items } = await world.chat.listMembers(owner.scope, { room: 'tea' });
  expect(items).toHaveLength(2);
});

test('all members of a large room are told, page by page, also while people come and go', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { id } = await world.chat.createRoom(scope, { slug: 'tea', visibility: 'public' });
  const addPeople = (from: number, to: number) => world.repo.sql`
    with made as (
      insert into users
        (id, username, display_name, email, password_hash, role, created_at, updated_at)
      select gen_random_uuid(), case when n % 2 = 0 then 'U' else 'u' end || n, 'U',
        n || '@example.org', 'x', 'member', now(), now()
      from generate_series(${from}::int, ${to}::int) n returning id
    )
    insert into memberships (room_id, user_id, role, joined_at)
    select ${id}, id, 'member', now() from made`;
  await addPeople(10_000, 12_099);
  const first = await world.chat.listMembers(scope, { room: 'tea' });
  expect(first.items).toHaveLength(1_000);
  // Before the place that was reached, and behind it.
  await addPeople(9_990, 9_999);
  await world.repo.sql`
    delete from memberships where user_id in (select id from users where username = 'u10998')`;
  const names = first.items.map(({ user }) => user.username);
  for (let { nextCursor } = first; nextCursor !== null; ) {
    const page = await world.chat.listMembers(scope, { room: 'tea', cursor: nextCursor });
    names.push(...page.items.map(({ user }) => user.username));
    nextCursor = page.nextCursor;
  }
  expect(new Set(names).size).toBe(names.length);
  expect(names).toHaveLength(1 + 2_100 + 10);
  await expect(
    world.chat.listMembers(scope, { room: 'tea', cursor: 'nonsense' }),
  ).rejects.toMatchObject({ code: 'invalid' });
});

test('a room name is taken once, whatever its case', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const make = (slug: string) => world.chat.createRoom(scope, { slug, visibility: 'public' });
  await make('tea');
  await expect(make('TEA')).rejects.toMatchObject({ fields: { slug: ['has already been taken'] } });
});

test('pages of history join without a gap or a double, in every direction', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  await fill(world, scope, 25);
  const seqs = async (input: object) => {
    const page = await world.chat.listMessages(scope, { room: 'lobby', limit: 10, ...input });
    return { seqs: page.items.map(({ seq }) => seq), ...page };
  };
  const newest = await seqs({});
  expect(newest).toMatchObject({ hasBefore: true, hasAfter: false });
  expect(newest.seqs).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
  expect((await seqs({ before: 6 })).seqs).toEqual([1, 2, 3, 4, 5]);
  expect(await seqs({ before: 6 })).toMatchObject({ hasBefore: false, hasAfter: true });
  expect((await seqs({ after: 20 })).seqs).toEqual([21, 22, 23, 24, 25]);
  expect((await seqs({ around: 12 })).seqs).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
  expect((await seqs({ after: 25 })).seqs).toEqual([]);
});

test('unread is arithmetic on seq, and markers only move forward', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const reader = await world.signUp('reader');
  await fill(world, scope, 5);
  const unread = async () => (await world.chat.getRoom(reader.scope, 'lobby')).unread;
  expect(await unread()).toBe(5);
  await world.chat.markRead(reader.scope, 'lobby', 3);
  await world.chat.markRead(reader.scope, 'lobby', 1);
  expect(await unread()).toBe(2);
  await world.chat.markRead(reader.scope, 'lobby', 999);
  expect(await unread()).toBe(0);
});

test('listing rooms is one statement, however many there are', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  for (const slug of ['a1', 'b2', 'c3']) {
    await world.chat.createRoom(scope, { slug, visibility: 'public' });
  }
  world.takeQueries();
  await world.chat.listRooms(scope);
  expect(world.takeQueries()).toHaveLength(1);
});

test('a backlog ends at the newest message, and what it leaves out is exactly its gap', () => {
  const most = 20;
  fc.assert(
    fc.property(
      fc.nat(200),
      fc.option(fc.nat(250), { nil: null }),
      fc.integer({ min: 1, max: 10 }),
      (lastSeq, cursor, newest) => {
        const { afterSeq, gap } = planBacklog({ lastSeq, cursor, newest, most });
        expect(afterSeq).toBeGreaterThanOrEqual(0);
        expect(afterSeq).toBeLessThanOrEqual(lastSeq);
        if (cursor === null || cursor > lastSeq) expect(gap).toBeNull();
        else if (gap) expect(gap).toEqual({ afterSeq: cursor, beforeSeq: afterSeq + 1 });
        else expect(afterSeq).toBe(cursor);
      },
    ),
  );
});

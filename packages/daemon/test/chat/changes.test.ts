// Changes to messages: who may edit, delete and react, what is kept of it, and what a channel hears.

import { fc, test as propertyTest } from '@fast-check/vitest';
import { expect, test, vi } from 'vitest';
import { createAccess } from '../../src/chat/access.ts';
import { createHistory, orderMissed } from '../../src/chat/history.ts';
import { roomTopic } from '../../src/chat/index.ts';
import type { MessageRow } from '../../src/chat/message.ts';
import { listenToRoom } from '../support/room-listener.ts';
import { createWebWorld } from '../support/web.ts';
import { createWorld, type World } from '../support/world.ts';

type Person = Awaited<ReturnType<World['signUp']>>;

const send = (world: World, { scope }: Person, body: string, replyTo?: string) =>
  world.chat.sendMessage(scope, { room: 'lobby', body, clientId: body, replyTo });
const read = async (world: World, { scope }: Person) =>
  (await world.chat.listMessages(scope, { room: 'lobby' })).items;

test('an edited message keeps what it said, and who may see it may see that', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const { id } = await send(world, ada, 'frist');
  const edited = await world.chat.editMessage(ada.scope, { id, body: 'first\u001b[2J' });
  expect(edited).toMatchObject({ body: 'first[2J', seq: 1, change: 1 });
  await world.chat.editMessage(ada.scope, { id, body: 'first!' });
  expect(await read(world, bob)).toMatchObject([{ body: 'first!', change: 2 }]);
  const bodies = (await world.chat.listEdits(bob.scope, id)).map(({ body }) => body);
  expect(bodies).toEqual(['first[2J', 'frist']);
  // The same text again is no change.
  await world.chat.editMessage(ada.scope, { id, body: 'first!' });
  expect(await read(world, bob)).toMatchObject([{ change: 2 }]);
});

test('a deleted message leaves a tombstone without its text, its versions, and its quotes', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const { id } = await send(world, bob, 'secret');
  await world.chat.editMessage(bob.scope, { id, body: 'secret again' });
  await world.chat.addReaction(ada.scope, { messageId: id, emoji: '👍' });
  await send(world, ada, 'what?', id);
  expect(await read(world, ada)).toMatchObject([
    {},
    { quote: { seq: 1, excerpt: 'secret again' } },
  ]);
  await world.chat.deleteMessage(bob.scope, id);
  expect(await read(world, ada)).toMatchObject([
    { body: '', reactions: [], deletedAt: expect.any(String) },
    { quote: { seq: 1, excerpt: '' } },
  ]);
  const texts = await world.repo.sql`
    select body from messages where body like '%secret%'
    union all select body from message_edits where body like '%secret%'`;
  expect(texts).toHaveLength(0);
  for (const again of [
    () => world.chat.deleteMessage(bob.scope, id),
    () => world.chat.editMessage(bob.scope, { id, body: 'back' }),
    () => world.chat.addReaction(ada.scope, { messageId: id, emoji: '👍' }),
    () => world.chat.listEdits(ada.scope, id),
  ]) {
    await expect(again()).rejects.toMatchObject({ code: 'not_found' });
  }
});

test('others neither edit nor delete; a moderator deletes in public rooms, and it is on record', async () => {
  await using world = await createWorld();
  const [admin, bob, cyd] = [
    await world.signUp('ada'),
    await world.signUp('bob'),
    await world.signUp('cyd'),
  ];
  const { id } = await send(world, bob, 'mine');
  for (const { scope } of [admin, cyd]) {
    const edit = world.chat.editMessage(scope, { id, body: 'yours' });
    await expect(edit).rejects.toMatchObject({ code: 'forbidden' });
  }
  await expect(world.chat.deleteMessage(cyd.scope, id)).rejects.toMatchObject({
    code: 'forbidden',
  });
  await world.chat.deleteMessage(admin.scope, id);
  const audit = await world.repo
    .sql`select subject from audit_events where action = 'chat.delete_message'`;
  expect(audit).toMatchObject([{ subject: `message:${id}` }]);
});

test('row 31: a message of a private room is as absent as one that does not exist', async () => {
  await using world = await createWorld();
  const [admin, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  await world.chat.createRoom(bob.scope, { slug: 'den', visibility: 'private' });
  const { id } = await world.chat.sendMessage(bob.scope, { room: 'den', body: 'x', clientId: 'x' });
  const nowhere = world.ids.uuid();
  const ask = (messageId: string) => [
    () => world.chat.editMessage(admin.scope, { id: messageId, body: 'y' }),
    () => world.chat.deleteMessage(admin.scope, messageId),
    () => world.chat.addReaction(admin.scope, { messageId, emoji: '👍' }),
    () => world.chat.listEdits(admin.scope, messageId),
  ];
  const answers = async (messageId: string) =>
    Promise.all(ask(messageId).map((call) => call().catch((error: Error) => error.message)));
  expect(await answers(id)).toEqual(await answers(nowhere));
});

test('reactions stand in the order of their first use, also those from before that was kept', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const { id: messageId } = await send(world, ada, 'tea?');
  const order = async () => (await read(world, ada))[0]?.reactions.map(({ emoji }) => emoji);
  const { addReaction, removeReaction } = world.chat;
  // Neither by their length nor by their bytes, as PostgreSQL orders the keys of an object.
  const used = ['👩‍👩‍👧‍👦', '🫖', '❤️', '👍', '☕'];
  for (const emoji of used) await addReaction(ada.scope, { messageId, emoji });
  await addReaction(bob.scope, { messageId, emoji: '☕' });
  await addReaction(bob.scope, { messageId, emoji: '🫖' });
  expect(await order()).toEqual(used);
  // While one stands by it, it stays; used anew it comes last.
  await removeReaction(ada.scope, { messageId, emoji: '🫖' });
  await removeReaction(ada.scope, { messageId, emoji: '👩‍👩‍👧‍👦' });
  await addReaction(ada.scope, { messageId, emoji: '👩‍👩‍👧‍👦' });
  expect(await order()).toEqual(['🫖', '❤️', '👍', '☕', '👩‍👩‍👧‍👦']);

  await world.repo.sql`
    update messages set reactions = ${`{"👍": ["${ada.scope.user.id}"]}`}::text::jsonb`;
  expect(await order()).toEqual(['👍']);
  await addReaction(bob.scope, { messageId, emoji: '🫖' });
  await addReaction(bob.scope, { messageId, emoji: '👍' });
  expect((await read(world, ada))[0]?.reactions).toMatchObject([
    { emoji: '👍', count: 2 },
    { emoji: '🫖', count: 1 },
  ]);
});

test('reactions: once per person and emoji, taken back, capped, counted alike by all', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const { id: messageId } = await send(world, ada, 'tea?');
  await Promise.all(
    [ada, bob, bob].map(({ scope }) => world.chat.addReaction(scope, { messageId, emoji: '👍' })),
  );
  await world.chat.addReaction(bob.scope, { messageId, emoji: '🫖' });
  expect((await read(world, ada))[0]?.reactions).toMatchObject([
    { emoji: '👍', count: 2 },
    { emoji: '🫖', count: 1, userIds: [bob.scope.user.id] },
  ]);
  await world.chat.removeReaction(bob.scope, { messageId, emoji: '🫖' });
  await world.chat.removeReaction(bob.scope, { messageId, emoji: '🫖' });
  expect((await read(world, ada))[0]?.reactions).toHaveLength(1);
  const emoji = [
    '😀',
    '😃',
    '😄',
    '😁',
    '😆',
    '😅',
    '😂',
    '🤣',
    '😊',
    '😇',
    '🙂',
    '🙃',
    '😉',
    '😌',
    '😍',
    '🥰',
    '😘',
    '😗',
    '😙',
  ];
  for (const one of emoji) await world.chat.addReaction(bob.scope, { messageId, emoji: one });
  await expect(world.chat.addReaction(bob.scope, { messageId, emoji: '🤯' })).rejects.toMatchObject(
    { code: 'invalid', fields: { emoji: [expect.any(String)] } },
  );
});

test('two daemons change one message at once: nothing is lost, and the numbers are dense', async () => {
  await using world = await createWorld();
  const { createChat } = await import('../../src/chat/index.ts');
  const other = createChat(world);
  const ada = await world.signUp('ada');
  const people = await Promise.all(Array.from({ length: 10 }, (_, i) => world.signUp(`user${i}`)));
  const { id: messageId } = await send(world, ada, 'vote');
  await Promise.all(
    people.map(({ scope }, index) =>
      (index % 2 ? other : world.chat).addReaction(scope, { messageId, emoji: '👍' }),
    ),
  );
  expect((await read(world, ada))[0]).toMatchObject({ change: 10, reactions: [{ count: 10 }] });
});

test('a subscriber hears changes live; one that resumes is told of all since its last message', async () => {
  await using world = await createWebWorld();
  const ada = await world.signUp('ada');
  const listener = listenToRoom(world.live(ada.token), 'lobby');
  await vi.waitFor(() => expect(listener.types()).toContain('presence.state'));
  const [first, second] = [await send(world, ada, 'one'), await send(world, ada, 'two')];
  await world.chat.editMessage(ada.scope, { id: first.id, body: 'uno' });
  await world.chat.addReaction(ada.scope, { messageId: second.id, emoji: '👍' });
  await world.chat.deleteMessage(ada.scope, first.id);
  await vi.waitFor(() => expect(listener.types()).toContain('message.deleted'));
  const durable = listener.events.filter(({ type }) => /message|reaction/.test(type));
  expect(durable).toMatchObject([
    { type: 'message.created', seq: 1 },
    { type: 'message.created', seq: 2 },
    { type: 'message.edited', seq: 1, message: { body: 'uno', change: 1 } },
    { type: 'reaction.added', messageId: second.id, emoji: '👍', count: 1, change: 2 },
    { type: 'message.deleted', id: first.id, change: 3 },
  ]);
  expect(JSON.stringify(durable.at(-1))).not.toContain('uno');
  await send(world, ada, 'three');
  const resumed = listenToRoom(world.live(ada.token), 'lobby', '2');
  await vi.waitFor(() => expect(resumed.types()).toContain('room.joined'));
  expect(resumed.events[0]).toMatchObject({
    messages: [{ seq: 3 }],
    changed: [
      { seq: 2, change: 2 },
      { seq: 1, change: 3, body: '' },
    ],
  });
  const late = listenToRoom(world.live(ada.token), 'lobby', '3');
  await vi.waitFor(() => expect(late.types()).toContain('room.joined'));
  expect(late.events[0]).toMatchObject({ messages: [], changed: [] });
});

test('F9: broadcasts of changes are lost at random: in the end everybody has heard how it is', async () => {
  await using world = await createWebWorld();
  const ada = await world.signUp('ada');
  const listener = listenToRoom(world.live(ada.token), 'lobby');
  await vi.waitFor(() => expect(listener.types()).toContain('presence.state'));
  const sent: string[] = [];
  for (let index = 1; index <= 60; index += 1) {
    world.pubsub.setConnected(index % 5 > 1);
    if (index % 3 === 1) sent.push((await send(world, ada, `m${index}`)).id);
    else await world.chat.editMessage(ada.scope, { id: sent.at(-1)!, body: `edit ${index}` });
  }
  world.pubsub.setConnected(true);
  const truth = (await read(world, ada)).map(({ seq, body }) => [seq, body]);
  await vi.waitFor(
    () => {
      const known = new Map<number, string>();
      for (const event of listener.events) {
        if (event.type === 'message.created' || event.type === 'message.edited')
          known.set(event.seq, event.message.body);
      }
      expect([...known]).toEqual(truth);
    },
    { timeout: 15_000 },
  );
  expect(listener.seqs()).toEqual(truth.map(([seq]) => seq));
});

propertyTest.prop([
  fc.array(fc.record({ isChange: fc.boolean() }), { maxLength: 60 }),
  fc.integer({ min: 1, max: 20 }),
])(
  'a subscriber with a message has every change made before it, wherever the reading is cut',
  (writes, most) => {
    // What happened in the room, in order of the commits.
    let [seq, change] = [0, 0];
    const rows = writes.map(({ isChange }) => {
      if (isChange) change += 1;
      else seq += 1;
      return {
        isChange,
        roomId: 'a',
        seq: String(isChange ? 1 : seq),
        change: String(isChange ? change : 0),
        changedAtSeq: String(seq),
        createdAt: new Date(0),
        editedAt: null,
        deletedAt: null,
        replyTo: null,
        replyCount: null,
        threadNo: null,
        reactions: [],
      } as unknown as MessageRow & { isChange: boolean };
    });
    const changes = rows.filter(({ isChange }) => isChange);
    const created = rows.filter(({ isChange }) => !isChange);
    const { missed, isComplete } = orderMissed(
      [...changes.slice(0, most), ...created.slice(0, most)],
      most,
    );
    const told = new Set<number>();
    for (const { message, change: number } of missed) {
      if (number > 0) told.add(number);
      else {
        const before = changes.filter((row) => Number(row.changedAtSeq) < message.seq);
        for (const row of before) expect(told.has(Number(row.change))).toBe(true);
      }
    }
    if (isComplete) expect(missed).toHaveLength(rows.length);
  },
);

test('a change made while a subscriber is told what it missed is heard once, live', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  const { sql } = world.repo;
  const { id } = await send(world, ada, 'one');
  const other = await send(world, ada, 'two');
  await world.chat.editMessage(ada.scope, { id, body: 'one, once more' });
  const access = createAccess(sql);
  const lobby = await access.authorize(ada.scope, 'read', 'lobby');
  const history = createHistory(sql, {
    ...access,
    async authorize(...call) {
      const found = await access.authorize(...call);
      await world.chat.editMessage(ada.scope, { id: other.id, body: 'two, late' });
      await send(world, ada, 'three');
      return found;
    },
  });
  const { backlog, heard } = await history.readBacklog(ada.scope, lobby.room.id, 2);
  expect(backlog.messages).toEqual([]);
  expect(backlog.changed).toMatchObject([{ body: 'one, once more', change: 1 }]);
  expect(heard).toEqual({ seq: 2, change: 1 });
});

test('an edit that waited for its turn tells of the replies that came meanwhile', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  const { id } = await send(world, ada, 'root');
  const { id: roomId } = await world.chat.getRoom(ada.scope, 'lobby');
  const { sql } = world.repo;
  const told: unknown[] = [];
  world.pubsub.subscribe(roomTopic(roomId), (event) => told.push(event));
  let edited: Promise<unknown> | undefined;
  await sql.begin(async (tx) => {
    await tx`select from rooms where slug = 'lobby' for update`;
    edited = world.chat.editMessage(ada.scope, { id, body: 'edited' });
    await vi.waitFor(async () => {
      const waiting = await sql`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      expect(waiting).toHaveLength(1);
    });
    await tx`
      insert into threads (root_id, room_id, last_no, last_seq, last_reply_at)
      select id, room_id, 1, seq, now() from messages where id = ${id}`;
  });
  await edited;
  const message = { body: 'edited', thread: { replyCount: 1 } };
  await vi.waitFor(() =>
    expect(told).toMatchObject([{ event: { type: 'message.edited', message } }]),
  );
});

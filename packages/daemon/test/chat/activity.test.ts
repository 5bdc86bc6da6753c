// What waits for somebody: unread counts, mentions, threads, and the channel that keeps them right.

import { fc, test as propertyTest } from '@fast-check/vitest';
import { findMentions } from '@parley/shared/chat';
import type { ActivityEvent } from '@parley/shared/events';
import { expect, test, vi } from 'vitest';
import { chatBackfills, createChat } from '../../src/chat/index.ts';
import { insertMessages } from '../../src/chat/insert.ts';
import { createWebWorld } from '../support/web.ts';
import { createWorld, type World } from '../support/world.ts';

type Person = Awaited<ReturnType<World['signUp']>>;

const send = (world: World, { scope }: Person, body: string, more: { threadId?: string } = {}) =>
  world.chat.sendMessage(scope, { room: 'lobby', body, clientId: `c${world.ids.uuid()}`, ...more });
const lobby = ({ chat }: World, { scope }: Person) => chat.getRoom(scope, 'lobby');

test('unread counts leave out own messages, threads, joins and edits', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const first = await send(world, ada, 'one');
  await send(world, bob, 'mine');
  await send(world, ada, 'two');
  await send(world, ada, 'in a thread', { threadId: first.id });
  await world.chat.editMessage(ada.scope, { id: first.id, body: 'uno' });
  await world.signUp('cyd');
  expect(await lobby(world, bob)).toMatchObject({
    unread: 2,
    mentions: 0,
    lastSeq: 4,
    lastMain: 3,
  });
  await world.chat.markRead(bob.scope, 'lobby', 2);
  expect(await lobby(world, bob)).toMatchObject({ unread: 1 });
  await world.chat.markRead(bob.scope, 'lobby', 1);
  expect(await lobby(world, bob)).toMatchObject({ unread: 1, membership: { lastReadSeq: 2 } });
  await world.chat.markRead(bob.scope, 'lobby', 99);
  expect(await lobby(world, bob)).toMatchObject({ unread: 0, membership: { lastReadSeq: 4 } });
  await world.chat.markUnread(bob.scope, 'lobby', 1);
  expect(await lobby(world, bob)).toMatchObject({ unread: 2, membership: { lastReadSeq: 0 } });
  // What stands before it is read then, whether that had been told or not.
  await world.chat.markUnread(bob.scope, 'lobby', 3);
  expect(await lobby(world, bob)).toMatchObject({ unread: 1, membership: { lastReadSeq: 2 } });
});

test('mentions count those who are members, once per message, and never the author', async () => {
  await using world = await createWorld();
  const [ada, bob, cyd] = [
    await world.signUp('ada'),
    await world.signUp('bob'),
    await world.signUp('cyd'),
  ];
  await world.chat.leaveRoom(cyd.scope, 'lobby');
  const { id } = await send(world, ada, '@Bob @bob, @ada @cyd @nobody look: `@bob`');
  await send(world, bob, 'an e-mail to x@bob.example calls nobody');
  expect(await lobby(world, bob)).toMatchObject({ mentions: 1 });
  expect(await lobby(world, ada)).toMatchObject({ mentions: 0 });
  expect(await lobby(world, cyd)).toMatchObject({ mentions: 0 });
  await world.chat.sendMessage(bob.scope, {
    room: 'lobby',
    body: 'an answer calls whom it answers',
    clientId: 'answer',
    replyTo: id,
  });
  expect(await lobby(world, ada)).toMatchObject({ mentions: 1 });
  await send(world, ada, 'all of you, @room');
  expect(await lobby(world, bob)).toMatchObject({ mentions: 2, unread: 2 });
  await world.chat.markRead(bob.scope, 'lobby', 1);
  expect(await lobby(world, bob)).toMatchObject({ mentions: 1 });
  await world.chat.markUnread(bob.scope, 'lobby', 1);
  expect(await lobby(world, bob)).toMatchObject({ mentions: 2 });
  await world.chat.markUnread(bob.scope, 'lobby', 2);
  expect(await lobby(world, bob)).toMatchObject({ mentions: 1 });
  await world.chat.markUnread(bob.scope, 'lobby', 1);
  await world.chat.deleteMessage(ada.scope, id);
  expect(await lobby(world, bob)).toMatchObject({ mentions: 1 });
});

test('mentions stay exact while messages are sent and read at once', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      const { seq } = await send(world, ada, `@bob ${index}`);
      if (index % 3 === 0) await world.chat.markRead(bob.scope, 'lobby', seq);
    }),
  );
  const { mentions, unread, lastSeq, membership } = await lobby(world, bob);
  expect(mentions).toBe(lastSeq - membership!.lastReadSeq);
  expect(unread).toBe(mentions);
});

test('a thread numbers its replies, is followed by who writes in it, and has its own unread', async () => {
  await using world = await createWorld();
  const [ada, bob, cyd] = [
    await world.signUp('ada'),
    await world.signUp('bob'),
    await world.signUp('cyd'),
  ];
  const root = await send(world, ada, 'root');
  const replies = [];
  for (const body of ['a', 'b', 'c'])
    replies.push(await send(world, bob, body, { threadId: root.id }));
  const read = ({ scope }: Person) => world.chat.listThread(scope, { messageId: root.id });
  expect(await read(ada)).toMatchObject({
    thread: { root: { body: 'root', thread: { replyCount: 3 } }, isFollowing: true, unread: 3 },
    items: [{ threadNo: 1, seq: 2 }, { threadNo: 2 }, { threadNo: 3, threadId: root.id }],
    hasAfter: false,
  });
  expect(await read(bob)).toMatchObject({ thread: { isFollowing: true, unread: 0 } });
  expect(await read(cyd)).toMatchObject({ thread: { isFollowing: false, unread: 0 } });
  await world.chat.markThreadRead(ada.scope, { messageId: root.id, seq: replies[1]!.seq });
  expect(await read(ada)).toMatchObject({ thread: { unread: 1 } });
  await world.chat.markThreadRead(ada.scope, { messageId: root.id, seq: replies[0]!.seq });
  expect(await read(ada)).toMatchObject({ thread: { unread: 1 } });
  await world.chat.followThread(ada.scope, { messageId: root.id, isFollowing: false });
  await send(world, bob, 'd', { threadId: root.id });
  expect(await read(ada)).toMatchObject({ thread: { isFollowing: false } });
  const nested = send(world, bob, 'x', { threadId: replies[0]!.id });
  await expect(nested).rejects.toMatchObject({
    fields: { threadId: [`is itself in a thread: name the first message of that, ${root.id}`] },
  });
});

test('a call in a thread makes one follow it, and is read there, not by reading the room', async () => {
  await using world = await createWebWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const told: ActivityEvent[] = [];
  const { client } = world.live(bob.token);
  client.chat.onActivity.subscribe({}, { onData: (event) => told.push(event as ActivityEvent) });
  await vi.waitFor(() => expect(told.map(({ type }) => type)).toContain('activity.joined'));
  const root = await send(world, ada, 'root');
  const inThread = { threadId: root.id };
  for (const body of ['a', 'b']) await send(world, ada, body, inThread);
  const call = await send(world, ada, 'what do you say, @bob?', inThread);
  await send(world, ada, '@bob, in the room');
  expect(await lobby(world, bob)).toMatchObject({ mentions: 2, threadMentions: 1 });
  await world.chat.markRead(bob.scope, 'lobby', 99);
  expect(await lobby(world, bob)).toMatchObject({ mentions: 1, threadMentions: 1, unread: 0 });
  expect(await world.chat.listActivity(bob.scope)).toMatchObject([
    { kind: 'mention', message: { id: call.id } },
    { kind: 'thread', thread: { isFollowing: true, unread: 1 } },
  ]);
  const markRead = (seq: number) =>
    world.chat.markThreadRead(bob.scope, { messageId: root.id, seq });
  await markRead(call.seq - 1);
  expect(await lobby(world, bob)).toMatchObject({ mentions: 1 });
  await markRead(call.seq);
  expect(await lobby(world, bob)).toMatchObject({ mentions: 0, threadMentions: 0 });
  expect(await world.chat.listActivity(bob.scope)).toEqual([]);
  await vi.waitFor(() =>
    expect(told.findLast(({ type }) => type === 'room.read')).toMatchObject({
      mentions: 0,
      threadMentions: 0,
    }),
  );
  const back = { room: 'lobby', threadId: root.id };
  await world.chat.markThreadUnread(bob.scope, { ...back, seq: call.seq });
  expect(await lobby(world, bob)).toMatchObject({ mentions: 1, threadMentions: 1 });
  await world.chat.markThreadUnread(bob.scope, { ...back, seq: call.seq - 1 });
  expect(await lobby(world, bob)).toMatchObject({ mentions: 1 });
  await world.chat.deleteMessage(ada.scope, call.id);
  expect(await lobby(world, bob)).toMatchObject({ mentions: 0, threadMentions: 0 });
});

test('who answers a call in its thread is called no more, there and on other devices', async () => {
  await using world = await createWebWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const events: ActivityEvent[] = [];
  const { client } = world.live(bob.token);
  client.chat.onActivity.subscribe(undefined, { onData: (event) => events.push(event) });
  await vi.waitFor(() => expect(events).toMatchObject([{ type: 'activity.joined' }]));
  const thread = { threadId: (await send(world, ada, 'root')).id };
  await send(world, ada, 'here, @bob', thread);
  await send(world, ada, 'in the room, @bob');
  expect(await lobby(world, bob)).toMatchObject({ mentions: 2, threadMentions: 1 });
  await send(world, bob, 'I come', thread);
  expect(await lobby(world, bob)).toMatchObject({ mentions: 1, threadMentions: 0 });
  await vi.waitFor(() =>
    expect(events.findLast(({ type }) => type === 'room.read')).toMatchObject({
      mentions: 1,
      threadMentions: 0,
      lastReadSeq: 0,
    }),
  );
  // In one batch: a call before the answer is read by it, one after it is not; others' calls stay.
  const { id: roomId } = await lobby(world, bob);
  const make = ({ scope: { user } }: Person, body: string, names: string[]) => ({
    ...{ id: world.ids.uuid(), author: user, clientId: body, body, ...thread },
    ...{ replyTo: null, quote: null, names, callsRoom: false, keywords: [] },
    createdAt: world.clock.now(),
  });
  await insertMessages(world.repo.sql, roomId, [
    make(ada, 'again, @bob', ['bob']),
    make(bob, 'what?', []),
    make(ada, 'nothing, @bob', ['bob']),
  ]);
  expect(await lobby(world, bob)).toMatchObject({ mentions: 2, threadMentions: 1 });
  expect(await lobby(world, ada)).toMatchObject({ mentions: 0, threadMentions: 0 });
  expect(await world.chat.listActivity(bob.scope)).toContainEqual(
    expect.objectContaining({
      kind: 'mention',
      message: expect.objectContaining({ body: 'nothing, @bob' }),
    }),
  );
  await world.chat.markThreadRead(bob.scope, { messageId: thread.threadId, seq: 99 });
  expect(await lobby(world, bob)).toMatchObject({ mentions: 1, threadMentions: 0 });
});

test('calls in threads stay exact while they are sent, answered, read and taken back at once, on two daemons', async () => {
  await using world = await createWorld();
  const other = createChat(world);
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const root = await send(world, ada, 'root');
  const { id: roomId } = await lobby(world, bob);
  const say = (chat: World['chat'], { scope }: Person, body: string) =>
    chat.sendMessage(scope, {
      ...{ room: 'lobby', body, clientId: world.ids.uuid(), threadId: root.id },
    });
  for (let round = 0; round < 40; round += 1) {
    const call = await say(world.chat, ada, 'first, @bob');
    await Promise.all([
      say(world.chat, ada, 'and @bob'),
      say(other, bob, 'I answer'),
      say(world.chat, ada, 'again @bob'),
      other.deleteMessage(ada.scope, call.id),
      world.chat.markThreadRead(bob.scope, { messageId: root.id, seq: call.seq }),
      other.markThreadUnread(bob.scope, { room: 'lobby', threadId: root.id, seq: call.seq }),
    ]);
    const [counted] = await world.repo.sql`
      select m.thread_mentions as counted, (
        select count(*)::int from mentions c
        join thread_follows f on f.root_id = c.thread_id and f.user_id = c.user_id
        where c.user_id = m.user_id and c.thread_no > f.read_no
      ) as waiting
      from memberships m where m.room_id = ${roomId} and m.user_id = ${bob.scope.user.id}`;
    expect(counted!.counted).toBe(counted!.waiting);
  }
});

test('calls stay exact while people go out and come in, are called, read and see calls taken back, on two daemons', async () => {
  await using world = await createWorld();
  const other = createChat(world);
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const { id: roomId } = await lobby(world, bob);
  const root = await send(world, bob, 'root');
  const say = (chat: World['chat'], { scope }: Person, body: string, threadId?: string) =>
    chat.sendMessage(scope, {
      ...{ room: 'lobby', body, clientId: world.ids.uuid(), ...(threadId && { threadId }) },
    });
  for (let round = 0; round < 20; round += 1) {
    const call = await say(world.chat, ada, 'first, @bob');
    await say(world.chat, ada, 'here too, @bob', root.id);
    const comeBack = async () => {
      await other.leaveRoom(bob.scope, 'lobby');
      await world.chat.joinRoom(bob.scope, 'lobby');
    };
    // What bob says may come when he is out, and is refused then.
    await Promise.all([
      comeBack(),
      say(world.chat, ada, 'and @bob'),
      say(other, ada, 'you, @bob', root.id),
      say(other, ada, 'again @bob'),
      say(world.chat, bob, 'I answer', root.id).catch(() => {}),
      other.deleteMessage(ada.scope, call.id),
      world.chat.markRead(bob.scope, 'lobby', call.seq),
      other.markUnread(bob.scope, 'lobby', call.seq),
      world.chat.markThreadRead(bob.scope, { messageId: root.id, seq: call.seq + 2 }),
    ]);
    const [row] = await world.repo.sql`
      select m.unread_mentions as counted, m.thread_mentions as "countedInThreads", (
        select count(*)::int from mentions c
        where c.user_id = m.user_id and c.thread_id is null and c.seq > m.last_read_seq
      ) as waiting, (
        select count(*)::int from mentions c
        left join thread_follows f on f.root_id = c.thread_id and f.user_id = c.user_id
        where c.user_id = m.user_id and c.thread_no > coalesce(f.read_no, 0)
      ) as "waitingInThreads"
      from memberships m where m.room_id = ${roomId} and m.user_id = ${bob.scope.user.id}`;
    const { counted, countedInThreads, waiting, waitingInThreads } = row!;
    expect({ round, counted, countedInThreads }).toEqual({
      ...{ round, counted: waiting, countedInThreads: waitingInThreads },
    });
  }
});

/** Waits until one statement like this waits for a lock of another. */
const untilWaiting = ({ repo }: World, like: string) =>
  vi.waitFor(async () => {
    const waiting = await repo.sql`
      select 1 from pg_stat_activity where wait_event_type = 'Lock'
        and datname = current_database() and query like ${like}`;
    expect(waiting).toHaveLength(1);
  });

test('a call counts for who is in when it is stored, not when it began to wait', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const { id: roomId } = await lobby(world, bob);
  let sent: Promise<unknown> | undefined;
  await world.repo.sql.begin(async (tx) => {
    await tx`select 1 from rooms where id = ${roomId} for no key update`;
    sent = send(world, ada, 'hello @bob');
    await untilWaiting(world, '%rooms%');
    await tx`create temporary table was on commit drop as
      select * from memberships where room_id = ${roomId} and user_id = ${bob.scope.user.id}`;
    await tx`delete from memberships where room_id = ${roomId} and user_id = ${bob.scope.user.id}`;
    await tx`insert into memberships select * from was`;
  });
  await sent;
  expect(await lobby(world, bob)).toMatchObject({ unread: 1, mentions: 1 });
});

test('who goes out takes along what called them, in one commit, and comes back to none of it', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const root = await send(world, ada, 'hello @bob');
  await send(world, ada, 'go on', { threadId: root.id });
  const { id: roomId } = await lobby(world, bob);
  let left: Promise<unknown> | undefined;
  await world.repo.sql.begin(async (tx) => {
    await tx`select 1 from mentions where room_id = ${roomId} for update`;
    left = world.chat.leaveRoom(bob.scope, 'lobby');
    await untilWaiting(world, '%mentions%');
    expect((await lobby(world, bob)).membership).not.toBeNull();
  });
  await left;
  expect((await lobby(world, bob)).membership).toBeNull();
  // As a message does that is stored when its author is out already.
  await world.repo.sql`
    insert into thread_follows (root_id, user_id, read_no) values (${root.id}, ${bob.scope.user.id}, 0)`;
  await world.chat.joinRoom(bob.scope, 'lobby');
  const { thread } = await world.chat.listThread(bob.scope, { messageId: root.id });
  expect(thread).toMatchObject({ isFollowing: false, unread: 0 });
  expect(await world.chat.listActivity(bob.scope)).toEqual([]);
});

test('a reply that calls somebody and that somebody, reading the thread, never wait for each other', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const root = await send(world, bob, 'root');
  await send(world, ada, 'one', { threadId: root.id });
  let sent: Promise<unknown> | undefined;
  await world.repo.sql.begin(async (tx) => {
    // As markThreadRead does: first the marker in the thread, then the count of the room.
    await tx`select 1 from thread_follows where user_id = ${bob.scope.user.id} for update`;
    sent = send(world, ada, 'two, @bob', { threadId: root.id });
    await untilWaiting(world, '%update rooms set last_seq%');
    await tx`
      update memberships set thread_mentions = thread_mentions where user_id = ${bob.scope.user.id}`;
  });
  await sent;
  expect(await lobby(world, bob)).toMatchObject({ threadMentions: 1 });
});

test('a call in a thread changes nothing for who follows it, gave it up, or cannot see how it began', async () => {
  await using world = await createWorld();
  const [ada, bob, cyd] = [
    await world.signUp('ada'),
    await world.signUp('bob'),
    await world.signUp('cyd'),
  ];
  const root = await send(world, bob, 'root');
  const inThread = { threadId: root.id };
  await send(world, ada, 'one', inThread);
  await send(world, cyd, 'two', inThread);
  await world.chat.followThread(cyd.scope, { messageId: root.id, isFollowing: false });
  // Bob began it, has read nothing of it, and is called together with others who reply.
  await Promise.all([
    send(world, ada, '@bob and @cyd', inThread),
    send(world, ada, 'and again @bob', inThread),
  ]);
  const read = async ({ scope }: Person) =>
    (await world.chat.listThread(scope, { messageId: root.id })).thread;
  expect(await read(bob)).toMatchObject({ isFollowing: true, unread: 4 });
  expect(await read(cyd)).toMatchObject({ isFollowing: false });
  expect(await lobby(world, cyd)).toMatchObject({ mentions: 1, threadMentions: 1 });
  await world.chat.updateRoom(ada.scope, { room: 'lobby', showsPast: false });
  const dan = await world.signUp('dan');
  await world.repo.sql`
    update memberships set visible_after = last_read_seq where user_id = ${dan.scope.user.id}`;
  await send(world, ada, 'welcome @dan', inThread);
  expect(await lobby(world, dan)).toMatchObject({ mentions: 1, threadMentions: 0 });
  await world.chat.markRead(dan.scope, 'lobby', 99);
  expect(await lobby(world, dan)).toMatchObject({ mentions: 0 });
});

test('a thread shows nothing of what a reply quotes to those who may not see it', async () => {
  await using world = await createWorld();
  const [ada, dan] = [await world.signUp('ada'), await world.signUp('dan')];
  const secret = await send(world, ada, 'before dan came');
  await world.repo.sql`
    update memberships set visible_after = 1 where user_id = ${dan.scope.user.id}`;
  const root = await send(world, ada, 'root');
  await world.chat.sendMessage(ada.scope, {
    room: 'lobby',
    body: 'as I said',
    clientId: 'quote',
    threadId: root.id,
    replyTo: secret.id,
  });
  const read = ({ scope }: Person) => world.chat.listThread(scope, { messageId: root.id });
  expect(await read(ada)).toMatchObject({ items: [{ quote: { excerpt: 'before dan came' } }] });
  expect(await read(dan)).toMatchObject({ items: [{ body: 'as I said', quote: null }] });
});

test('a marker in a thread is set back by its owner, who follows the thread then', async () => {
  await using world = await createWebWorld();
  const [ada, bob, cyd] = [
    await world.signUp('ada'),
    await world.signUp('bob'),
    await world.signUp('cyd'),
  ];
  const events: ActivityEvent[] = [];
  const { client } = world.live(bob.token);
  client.chat.onActivity.subscribe(undefined, { onData: (event) => events.push(event) });
  await vi.waitFor(() => expect(events).toMatchObject([{ type: 'activity.joined' }]));
  const root = await send(world, ada, 'root');
  const alone = await send(world, ada, 'no thread below this');
  const thread = { threadId: root.id };
  const replies = [];
  for (const body of ['a', 'b', 'c']) replies.push(await send(world, cyd, body, thread));
  const mark = ({ token }: Person, seq: number, more: object = {}) =>
    world.http(token).chat.markUnread.mutate({ room: 'lobby', seq, ...thread, ...more });
  const read = async ({ scope }: Person) =>
    (await world.chat.listThread(scope, { messageId: root.id })).thread;
  await world.chat.markThreadRead(ada.scope, { messageId: root.id, seq: replies[2]!.seq });
  await mark(ada, replies[1]!.seq);
  expect(await read(ada)).toMatchObject({ unread: 2 });
  await mark(ada, replies[2]!.seq);
  expect(await read(ada)).toMatchObject({ unread: 1 });
  await mark(bob, replies[0]!.seq);
  expect(await read(bob)).toMatchObject({ isFollowing: true, unread: 3 });
  await vi.waitFor(() =>
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'thread.activity', rootId: root.id, unread: 3 }),
    ),
  );
  expect((await world.chat.listActivity(bob.scope)).map(({ kind }) => kind)).toContain('thread');
  await mark(bob, 99);
  await mark(bob, 1, { threadId: alone.id });
  expect(await read(bob)).toMatchObject({ unread: 3 });
  await mark(cyd, root.seq);
  expect(await read(cyd)).toMatchObject({ unread: 3 });
  const elsewhere = await world.chat.createRoom(bob.scope, { slug: 'den', visibility: 'private' });
  for (const more of [{ room: elsewhere.id }, { threadId: replies[0]!.id }])
    await expect(mark(bob, 1, more)).rejects.toThrow();
  await expect(mark(ada, 1, { room: 'den' })).rejects.toMatchObject({
    data: { domain: { code: 'not_found' } },
  });
});

test('replies of two daemons in one thread get dense numbers', async () => {
  await using world = await createWorld();
  const { createChat } = await import('../../src/chat/index.ts');
  const other = createChat(world);
  const { scope } = await world.signUp('ada');
  const root = await world.chat.sendMessage(scope, { room: 'lobby', body: 'r', clientId: 'r' });
  await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      (index % 2 ? other : world.chat).sendMessage(scope, {
        room: 'lobby',
        body: `m${index}`,
        clientId: `t${index}`,
        ...(index % 3 && { threadId: root.id }),
      }),
    ),
  );
  const rows = await world.repo.sql<{ seq: string; mainNo: string; threadNo: string | null }[]>`
    select seq, main_no as "mainNo", thread_no as "threadNo" from messages order by seq`;
  let [main, thread] = [0, 0];
  for (const [index, row] of rows.entries()) {
    if (row.threadNo === null) main += 1;
    else {
      thread += 1;
      expect(Number(row.threadNo)).toBe(thread);
    }
    expect([Number(row.seq), Number(row.mainNo)]).toEqual([index + 1, main]);
  }
  expect(rows).toHaveLength(101);
});

test('activity lists what waits, the newest first, and nothing of rooms that one has left', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  await world.chat.createRoom(ada.scope, { slug: 'den', visibility: 'public' });
  await world.chat.joinRoom(bob.scope, 'den');
  const root = await send(world, bob, 'root');
  await world.chat.sendMessage(ada.scope, { room: 'den', body: 'hi', clientId: 'd' });
  await send(world, ada, 'hello @bob');
  await send(world, ada, 'a reply', { threadId: root.id });
  const list = async () =>
    (await world.chat.listActivity(bob.scope)).map(({ kind, room }) => `${kind} ${room.slug}`);
  expect([...(await list())].sort()).toEqual([
    'mention lobby',
    'room den',
    'room lobby',
    'thread lobby',
  ]);
  await world.chat.leaveRoom(bob.scope, 'den');
  await world.chat.markRead(bob.scope, 'lobby', 99);
  await world.chat.markThreadRead(bob.scope, { messageId: root.id, seq: 99 });
  expect(await list()).toEqual([]);
});

test('row 38: who is called sees nothing of what is quoted from before their time', async () => {
  await using world = await createWebWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  await world.chat.createRoom(ada.scope, { slug: 'den', visibility: 'private' });
  const say = (body: string, more: { replyTo?: string } = {}) =>
    world.chat.sendMessage(ada.scope, { room: 'den', body, clientId: world.ids.uuid(), ...more });
  const old = await say('secret');
  await world.chat.inviteMember(ada.scope, { room: 'den', username: 'bob' });
  const events: ActivityEvent[] = [];
  const { client } = world.live(bob.token);
  client.chat.onActivity.subscribe(undefined, { onData: (event) => events.push(event) });
  await vi.waitFor(() => expect(events).toMatchObject([{ type: 'activity.joined' }]));
  const root = await say('look, @bob', { replyTo: old.id });
  await vi.waitFor(() => expect(events.map(({ type }) => type)).toContain('mentioned'));
  const waiting = await world.chat.listActivity(bob.scope);
  expect(waiting.map(({ kind }) => kind)).toContain('mention');
  await world.chat.sendMessage(bob.scope, {
    room: 'den',
    body: 'here',
    clientId: 'here',
    threadId: root.id,
  });
  await world.chat.sendMessage(ada.scope, {
    room: 'den',
    body: 'there',
    clientId: 'there',
    threadId: root.id,
  });
  const thread = await world.chat.listThread(bob.scope, { messageId: root.id });
  const later = await world.chat.listActivity(bob.scope);
  expect(later.map(({ kind }) => kind)).toContain('thread');
  expect(JSON.stringify([events, waiting, thread, later])).not.toContain('secret');
});

test('who comes back into a room that hides its past is told and shown nothing of before', async () => {
  await using world = await createWebWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  await world.chat.createRoom(ada.scope, { slug: 'den', visibility: 'private' });
  await world.chat.inviteMember(ada.scope, { room: 'den', username: 'bob' });
  const say = ({ scope }: Person, body: string, more: { threadId?: string } = {}) =>
    world.chat.sendMessage(scope, { room: 'den', body, clientId: world.ids.uuid(), ...more });
  const call = await say(ada, 'look, @bob');
  const root = await say(ada, 'root');
  const thread = { threadId: root.id };
  await say(bob, 'I follow', thread);
  await say(ada, 'and @bob', thread);
  // As those have it who left before leaving ended such things.
  const kept = await world.repo.sql<object[]>`select * from thread_follows`;
  const called = await world.repo.sql<object[]>`select * from mentions`;
  await world.chat.removeMember(ada.scope, { room: 'den', username: 'bob' });
  const left = await world.repo.sql`
    select user_id from thread_follows where user_id = ${bob.scope.user.id}
    union all select user_id from mentions where user_id = ${bob.scope.user.id}`;
  expect(left).toEqual([]);
  await world.chat.editMessage(ada.scope, { id: call.id, body: 'secret call @bob' });
  await world.chat.editMessage(ada.scope, { id: root.id, body: 'secret root' });
  await say(ada, 'secret reply', thread);
  await world.chat.inviteMember(ada.scope, { room: 'den', username: 'bob' });
  const { sql } = world.repo;
  await sql`insert into thread_follows ${sql(kept)} on conflict do nothing`;
  await sql`insert into mentions ${sql(called)} on conflict do nothing`;
  const events: ActivityEvent[] = [];
  const { client } = world.live(bob.token);
  client.chat.onActivity.subscribe(undefined, { onData: (event) => events.push(event) });
  await vi.waitFor(() => expect(events).toMatchObject([{ type: 'activity.joined' }]));
  await world.chat.markUnread(bob.scope, 'den', 1);
  expect(await world.chat.getRoom(bob.scope, 'den')).toMatchObject({ unread: 0, mentions: 0 });
  await say(ada, 'another secret', thread);
  await say(ada, 'now, @bob');
  await vi.waitFor(() => expect(events.map(({ type }) => type)).toContain('mentioned'));
  const waiting = await world.chat.listActivity(bob.scope);
  expect(waiting.map(({ kind }) => kind).sort()).toEqual(['mention', 'room']);
  expect(await world.chat.getRoom(bob.scope, 'den')).toMatchObject({ unread: 1, mentions: 1 });
  expect(events.map(({ type }) => type)).not.toContain('thread.activity');
  expect(JSON.stringify([events, waiting])).not.toContain('secret');
});

test('what waits is read in the same number of statements, however much it is', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const count = async () => {
    world.takeQueries();
    await world.chat.listActivity(bob.scope);
    return world.takeQueries().length;
  };
  await send(world, ada, '@bob');
  // The driver asks for types on each connection's first use.
  for (let index = 0; index < 5; index += 1) await count();
  const few = await count();
  for (let index = 0; index < 30; index += 1) await send(world, ada, '@bob');
  expect(await count()).toBe(few);
});

test('the channel tells of rooms, mentions, markers and threads without being asked', async () => {
  await using world = await createWebWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const events: ActivityEvent[] = [];
  const { client } = world.live(bob.token);
  client.chat.onActivity.subscribe(undefined, { onData: (event) => events.push(event) });
  await vi.waitFor(() => expect(events).toMatchObject([{ type: 'activity.joined' }]));
  const root = await world.chat.sendMessage(bob.scope, { room: 'lobby', body: 'r', clientId: 'r' });
  await send(world, ada, 'hello @bob');
  await send(world, ada, 'reply', { threadId: root.id });
  await world.chat.markRead(bob.scope, 'lobby', 3);
  const heard = (type: ActivityEvent['type']) => events.findLast((event) => event.type === type);
  await vi.waitFor(() => {
    expect(heard('mentioned')).toMatchObject({ message: { body: 'hello @bob' } });
    expect(heard('room.activity')).toMatchObject({ lastSeq: 3, lastMain: 2 });
    expect(heard('room.read')).toMatchObject({ lastReadSeq: 3, readMain: 2, mentions: 0 });
    expect(heard('thread.activity')).toMatchObject({ rootId: root.id, replyCount: 1, unread: 1 });
  });
  await world.chat.createRoom(ada.scope, { slug: 'den', visibility: 'public' });
  await world.chat.joinRoom(bob.scope, 'den');
  const { id: den } = await world.chat.getRoom(bob.scope, 'den');
  await vi.waitFor(() => expect(heard('room.entered')).toMatchObject({ roomId: den }));
  await world.chat.sendMessage(ada.scope, { room: 'den', body: 'hi', clientId: 'den' });
  await vi.waitFor(() => expect(heard('room.activity')).toMatchObject({ roomId: den, lastSeq: 1 }));
  await world.chat.leaveRoom(bob.scope, 'den');
  await vi.waitFor(() => expect(heard('room.gone')).toMatchObject({ roomId: den }));
  // One made on another device of mine.
  const own = await world.chat.createRoom(bob.scope, { slug: 'own', visibility: 'private' });
  await vi.waitFor(() => expect(heard('room.entered')).toMatchObject({ roomId: own.id }));
});

test('names in a text: at its beginning, after brackets, never in code, addresses or paths', () => {
  expect(findMentions('@Ada, (@bob) and @c.d. but not @@e f@g /@h')).toEqual({
    names: ['ada', 'bob', 'c.d'],
    callsRoom: false,
  });
  expect(findMentions('`@a` ```\n@b\n``` @all')).toEqual({ names: [], callsRoom: true });
  expect(findMentions('```\n@b never closed').names).toEqual([]);
});

propertyTest.prop([fc.string({ maxLength: 2_000, unit: 'binary' })])(
  'any text calls at most fifty',
  (text) => {
    expect(findMentions(`@a ${text}`).names.length).toBeLessThanOrEqual(50);
    expect(findMentions('@x'.repeat(8_000)).names.length).toBeLessThanOrEqual(50);
  },
);

test('who only looks into a public room marks nothing in its threads', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const { id: roomId } = await world.chat.createRoom(ada.scope, {
    slug: 'open',
    visibility: 'public',
  });
  const say = (body: string, more: object = {}) =>
    world.chat.sendMessage(ada.scope, { room: roomId, body, clientId: body, ...more });
  const root = await say('root');
  const reply = await say('reply', { threadId: root.id });
  const place = { room: roomId, threadId: root.id, seq: reply.seq };
  await world.chat.markThreadUnread(bob.scope, place);
  expect(
    await world.repo.sql`select 1 from thread_follows where user_id = ${bob.scope.user.id}`,
  ).toEqual([]);
  await world.chat.joinRoom(bob.scope, roomId);
  await world.chat.markThreadUnread(bob.scope, place);
  const { thread } = await world.chat.listThread(bob.scope, { messageId: root.id });
  expect(thread).toMatchObject({ isFollowing: true, unread: 1 });
});

test('a thread whose first message was deleted goes on; what nobody answered begins none', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const [root, lonely] = [await send(world, ada, 'root'), await send(world, ada, 'lonely')];
  await send(world, bob, 'one', { threadId: root.id });
  for (const { id } of [root, lonely]) await world.chat.deleteMessage(ada.scope, id);
  await send(world, bob, 'two', { threadId: root.id });
  expect(await world.chat.listThread(ada.scope, { messageId: root.id })).toMatchObject({
    thread: { root: { body: '' }, replyCount: 2, unread: 2 },
    items: [{ body: 'one' }, { body: 'two', threadNo: 2 }],
  });
  await expect(send(world, bob, 'x', { threadId: lonely.id })).rejects.toMatchObject({
    fields: { threadId: ['is no message of this room'] },
  });
});

test('calls in threads that were read and still counted are counted anew by a backfill', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const root = await send(world, ada, 'root');
  for (const body of ['@ada one', '@ada two', '@ada three'])
    await send(world, bob, body, { threadId: root.id });
  const { items } = await world.chat.listThread(ada.scope, { messageId: root.id });
  await world.chat.markThreadRead(ada.scope, { messageId: root.id, seq: items[0]!.seq });
  const { sql } = world.repo;
  const counted = async () =>
    (await sql`select thread_mentions as count from memberships order by thread_mentions desc`).map(
      ({ count }) => count,
    );
  expect(await counted()).toEqual([2, 0]);
  await sql`update memberships set thread_mentions = thread_mentions + 4`;
  const backfill = chatBackfills().find(({ name }) => name === 'chat.thread_mentions')!;
  let position: string | null = null;
  do position = await world.repo.transact((tx) => backfill.fill(tx, position));
  while (position !== null);
  expect(await counted()).toEqual([2, 0]);
});

// Messages that are sent later: once, at their time, with the rights of then; what fails stays with its author.

import { limits } from '@parley/shared/limits';
import { expect, test } from 'vitest';
import type { UserBroadcast } from '../../src/chat/index.ts';
import { userTopic } from '../../src/chat/index.ts';
import { createWorld, type World } from '../support/world.ts';

type Person = Awaited<ReturnType<World['signUp']>>;

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const inAnHour = () => inMs(3_600_000);
const schedule = (world: World, { scope }: Person, body: string, more: object = {}) =>
  world.chat.scheduleMessage(scope, {
    room: 'lobby',
    body,
    clientId: body,
    sendAt: inAnHour(),
    ...more,
  });
/** PostgreSQL's clock decides, and it is not ours to move. */
const makeDue = (world: World, id: string) =>
  world.repo
    .sql`update scheduled_messages set send_at = now() - interval '1 second' where id = ${id}`;
const read = async (world: World, { scope }: Person, room = 'lobby') =>
  (await world.chat.listMessages(scope, { room })).items;

test('what is scheduled waits with its job, is sent once when it is due, and is gone then', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const one = await schedule(world, ada, 'later\u001b[2J @bob');
  expect(one).toMatchObject({
    room: { slug: 'lobby' },
    body: 'later[2J @bob',
    failure: null,
    threadId: null,
  });
  // The same again is no other.
  expect(await schedule(world, ada, 'later\u001b[2J @bob')).toEqual(one);
  const jobs = await world.repo.sql`
    select key, run_at as "runAt" from graphile_worker.jobs where key like 'chat.send_scheduled:%'`;
  expect(jobs).toEqual([{ key: `chat.send_scheduled:${one.id}`, runAt: new Date(one.sendAt) }]);
  expect(await world.chat.sendScheduled(one.id)).toBe(0);
  expect(await read(world, ada)).toEqual([]);
  await makeDue(world, one.id);
  const { createChat } = await import('../../src/chat/index.ts');
  const other = createChat(world);
  const runs = [0, 1, 2, 3].map((n) => (n % 2 ? other : world.chat).sendScheduled(one.id));
  const sweeps = [world.chat.sendScheduled(), other.sendScheduled()];
  const counts = await Promise.all([...runs, ...sweeps]);
  expect(counts.reduce((a, b) => a + b)).toBe(1);
  expect(await read(world, bob)).toMatchObject([
    { author: { username: 'ada' }, body: 'later[2J @bob', clientId: 'later\u001b[2J @bob' },
  ]);
  expect(await world.chat.listScheduled(ada.scope)).toEqual([]);
  const [room] = await world.chat.listRooms(bob.scope);
  expect(room).toMatchObject({ mentions: 1 });
  await expect(schedule(world, ada, 'later\u001b[2J @bob')).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('a daemon that died between the sending and saying so sends nothing twice', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  const { id } = await schedule(world, ada, 'once');
  await makeDue(world, id);
  await world.chat.sendMessage(ada.scope, { room: 'lobby', body: 'once', clientId: 'once' });
  expect(await world.chat.sendScheduled(id)).toBe(1);
  expect(await read(world, ada)).toHaveLength(1);
  expect(await world.chat.listScheduled(ada.scope)).toEqual([]);
});

test('what is changed after it was sent, before its daemon could say so, is refused or kept, never lost', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  const one = await schedule(world, ada, 'one');
  const two = await schedule(world, ada, 'two');
  const sent = await world.chat.sendMessage(ada.scope, {
    room: 'lobby',
    body: 'one',
    clientId: 'one',
  });
  for (const change of [{ body: 'one!' }, { sendAt: inMs(7_200_000) }]) {
    await expect(
      world.chat.updateScheduled(ada.scope, { id: one.id, ...change }),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('sent already') });
  }
  // The sender had not come to store it when the change was taken.
  await world.chat.updateScheduled(ada.scope, { id: two.id, body: 'two!' });
  await world.chat.sendMessage(ada.scope, { room: 'lobby', body: 'two', clientId: 'two' });
  await makeDue(world, two.id);
  expect(await world.chat.sendScheduled(two.id)).toBe(0);
  expect(await world.chat.listScheduled(ada.scope)).toMatchObject([
    { id: two.id, body: 'two!', failure: expect.stringContaining('sent before your last change') },
    { id: one.id, body: 'one' },
  ]);
  expect((await read(world, ada)).map(({ body }) => body)).toEqual(['one', 'two']);
  await expect(
    world.chat.updateScheduled(ada.scope, { id: two.id, sendAt: inAnHour() }),
  ).rejects.toMatchObject({ code: 'conflict' });
  await world.chat.cancelScheduled(ada.scope, two.id);
  // Cancelling comes too late, says so, and leaves nothing waiting; an edit in the room is none of this.
  await world.chat.editMessage(ada.scope, { id: sent.id, body: 'one, edited' });
  await expect(world.chat.cancelScheduled(ada.scope, one.id)).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await world.chat.listScheduled(ada.scope)).toEqual([]);
  const three = await schedule(world, ada, 'three');
  const stored = await world.chat.sendMessage(ada.scope, {
    room: 'lobby',
    body: 'three',
    clientId: 'three',
  });
  await world.chat.editMessage(ada.scope, { id: stored.id, body: 'three, edited' });
  await makeDue(world, three.id);
  expect(await world.chat.sendScheduled(three.id)).toBe(1);
  expect(await world.chat.listScheduled(ada.scope)).toEqual([]);
});

test('it is changed, moved and cancelled by its author alone', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const first = await schedule(world, ada, 'first');
  const second = await schedule(world, ada, 'second', { sendAt: inMs(7_200_000) });
  const ids = async () => (await world.chat.listScheduled(ada.scope)).map(({ id }) => id);
  expect(await ids()).toEqual([first.id, second.id]);
  const moved = await world.chat.updateScheduled(ada.scope, {
    id: first.id,
    body: 'first!',
    sendAt: inMs(9_000_000),
  });
  expect(moved).toMatchObject({ id: first.id, body: 'first!' });
  expect(await ids()).toEqual([second.id, first.id]);
  for (const act of [
    () => world.chat.updateScheduled(bob.scope, { id: first.id, body: 'his' }),
    () => world.chat.cancelScheduled(bob.scope, first.id),
  ]) {
    await expect(act()).rejects.toMatchObject({ code: 'not_found' });
  }
  expect(await world.chat.listScheduled(bob.scope)).toEqual([]);
  await world.chat.cancelScheduled(ada.scope, first.id);
  await world.chat.cancelScheduled(ada.scope, second.id);
  expect(await ids()).toEqual([]);
  const jobs = await world.repo
    .sql`select key from graphile_worker.jobs where key like 'chat.send_scheduled:%'`;
  expect(jobs).toEqual([]);
});

test('times that have passed or are too far off, and rooms one does not write in, are refused', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  for (const sendAt of [inMs(-1), '0000-01-01T00:00:00Z', inMs(4_000 * 86_400_000)]) {
    await expect(schedule(world, ada, 'x', { sendAt })).rejects.toMatchObject({
      code: 'invalid',
      fields: { sendAt: [expect.any(String)] },
    });
  }
  await world.chat.createRoom(bob.scope, { slug: 'open', visibility: 'public' });
  await world.chat.createRoom(bob.scope, { slug: 'den', visibility: 'private' });
  const into = (room: string) => schedule(world, ada, 'x', { room });
  await expect(into('open')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(into('den')).rejects.toMatchObject({ code: 'not_found' });
  await expect(into('nowhere')).rejects.toMatchObject({ code: 'not_found' });
  const threadId = world.ids.uuid();
  await expect(schedule(world, ada, 'x', { threadId })).rejects.toMatchObject({ code: 'invalid' });
});

test('rights are asked again at that time: what may not be sent stays with its author, who hears why', async () => {
  await using world = await createWorld();
  const [ada, bob, cyd] = [
    await world.signUp('ada'),
    await world.signUp('bob'),
    await world.signUp('cyd'),
  ];
  const heard: UserBroadcast[] = [];
  world.pubsub.subscribe(userTopic(bob.scope.user.id), (event) => heard.push(event));
  await world.chat.createRoom(ada.scope, { slug: 'den', visibility: 'private' });
  await world.chat.inviteMember(ada.scope, { room: 'den', username: 'bob' });
  const left = await schedule(world, bob, 'to the den', { room: 'den' });
  const late = await schedule(world, cyd, 'suspended');
  const muted = await schedule(world, bob, 'muted');
  await world.chat.leaveRoom(bob.scope, 'den');
  await world.accounts.suspendUser(ada.scope, 'cyd', true);
  await world.chat.setMember(ada.scope, {
    room: 'lobby',
    username: 'bob',
    mutedUntil: inAnHour(),
  });
  for (const { id } of [left, late, muted]) await makeDue(world, id);
  expect(await world.chat.sendScheduled()).toBe(0);
  expect(await read(world, ada, 'den')).toEqual([]);
  const failed = await world.chat.listScheduled(bob.scope);
  expect(failed).toHaveLength(2);
  expect(failed).toEqual(
    expect.arrayContaining([
      // Not even its name, which may be another by now.
      expect.objectContaining({
        id: left.id,
        room: null,
        body: 'to the den',
        failure: 'You are not in that room any more.',
      }),
      expect.objectContaining({ id: muted.id, failure: expect.stringContaining('#lobby') }),
    ]),
  );
  const told = heard.flatMap((event) =>
    event.type === 'scheduled.failed' ? [event.scheduled.id] : [],
  );
  expect(told.sort()).toEqual([left.id, muted.id].sort());
  // It is not tried for ever, only when its author says so.
  expect(await world.chat.sendScheduled(muted.id)).toBe(0);
  await expect(
    world.chat.updateScheduled(bob.scope, { id: muted.id, body: 'again' }),
  ).rejects.toMatchObject({ code: 'invalid', fields: { sendAt: [expect.any(String)] } });
  await world.chat.setMember(ada.scope, { room: 'lobby', username: 'bob', mutedUntil: null });
  await world.chat.updateScheduled(bob.scope, { id: muted.id, sendAt: inAnHour() });
  await makeDue(world, muted.id);
  expect(await world.chat.sendScheduled(muted.id)).toBe(1);
  expect(await read(world, ada)).toMatchObject([{ body: 'muted' }]);
});

test('so many wait per author and no more, also when all are scheduled at once', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  const all = await Promise.allSettled(
    Array.from({ length: limits.scheduledMessages + 3 }, (_, n) => schedule(world, ada, `m${n}`)),
  );
  const refused = all.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(3);
  expect(refused[0]).toMatchObject({ reason: { code: 'limited' } });
  world.takeQueries();
  expect(await world.chat.listScheduled(ada.scope)).toHaveLength(limits.scheduledMessages);
  expect(world.takeQueries()).toHaveLength(1);
});

test('a reply that is sent later goes into a thread that one sees, and nowhere else', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const say = ({ scope }: Person, body: string, more: object = {}) =>
    world.chat.sendMessage(scope, { room: 'den', body, clientId: body, ...more });
  await world.chat.createRoom(ada.scope, { slug: 'den', visibility: 'private' });
  const hidden = await say(ada, 'before Bob came');
  await world.chat.inviteMember(ada.scope, { room: 'den', username: 'bob' });
  const root = await say(ada, 'root');
  const reply = await say(ada, 'reply', { threadId: root.id });
  const gone = await say(ada, 'gone');
  await world.chat.deleteMessage(ada.scope, gone.id);
  const into = (threadId: string) => schedule(world, bob, threadId, { room: 'den', threadId });
  for (const [{ id }, why] of [
    [hidden, 'is no message of this room'],
    [gone, 'is no message of this room'],
    [reply, `is itself in a thread: name the first message of that, ${root.id}`],
  ] as const) {
    await expect(into(id)).rejects.toMatchObject({ fields: { threadId: [why] } });
  }
  expect(await into(root.id)).toMatchObject({ threadId: root.id });
});

test('an answer that is sent later quotes what is still there, and goes without what is not', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const say = (body: string) =>
    world.chat.sendMessage(bob.scope, { room: 'lobby', body, clientId: body });
  const [kept, deleted] = [await say('Who cooks?'), await say('Who eats?')];
  await world.chat.createRoom(bob.scope, { slug: 'den', visibility: 'private' });
  const foreign = await world.chat.sendMessage(bob.scope, {
    room: 'den',
    body: 'elsewhere',
    clientId: 'elsewhere',
  });
  await expect(schedule(world, ada, 'x', { replyTo: foreign.id })).rejects.toMatchObject({
    fields: { replyTo: ['is no message of this room'] },
  });
  const one = await schedule(world, ada, 'I cook', { replyTo: kept.id });
  const other = await schedule(world, ada, 'I eat', { replyTo: deleted.id });
  expect(one.quote).toEqual({
    id: kept.id,
    seq: kept.seq,
    author: { id: bob.scope.user.id, username: 'bob', displayName: 'bob' },
    excerpt: 'Who cooks?',
  });
  await world.chat.deleteMessage(bob.scope, deleted.id);
  expect(await world.chat.listScheduled(ada.scope)).toMatchObject([
    { id: one.id, quote: { id: kept.id } },
    { id: other.id, quote: null },
  ]);
  for (const { id } of [one, other]) await makeDue(world, id);
  expect(await world.chat.sendScheduled()).toBe(2);
  const sent = (await read(world, bob)).slice(-2);
  expect(sent.toSorted((a, b) => a.body.localeCompare(b.body))).toMatchObject([
    { body: 'I cook', replyTo: kept.id, quote: { excerpt: 'Who cooks?' } },
    { body: 'I eat', replyTo: null },
  ]);
});

test('the sweep goes on past one that cannot be sent now, which is tried again', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  await world.chat.updateRoom(ada.scope, { room: 'lobby', slowModeSeconds: 3_600 });
  await world.chat.sendMessage(bob.scope, { room: 'lobby', body: 'second', clientId: 'second' });
  const slow = await schedule(world, bob, 'too soon');
  await makeDue(world, slow.id);
  const { id } = await schedule(world, ada, 'said for the first time');
  await makeDue(world, id);
  expect(await world.chat.sendScheduled()).toBe(1);
  expect(await world.chat.listScheduled(bob.scope)).toMatchObject([{ id: slow.id, failure: null }]);
  await world.chat.updateRoom(ada.scope, { room: 'lobby', slowModeSeconds: 0 });
  expect(await world.chat.sendScheduled()).toBe(1);
});

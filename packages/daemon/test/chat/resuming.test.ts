// A crowd that comes back at once: it shares what is read, and nobody sees by it what is not theirs to see.

import { expect, test, vi } from 'vitest';
import { createAccess } from '../../src/chat/access.ts';
import { createBacklogReader } from '../../src/chat/backlog.ts';
import { createHistory } from '../../src/chat/history.ts';
import { listenToRoom } from '../support/room-listener.ts';
import { createWebWorld } from '../support/web.ts';
import { createWorld, type World } from '../support/world.ts';

/** A private room that hides its past: ada saw all, bob came after message 4, carl after message 8. */
async function createStage(world: World) {
  const ada = await world.signUp('ada');
  const bob = await world.signUp('bob');
  const carl = await world.signUp('carl');
  const eve = await world.signUp('eve');
  const room = await world.chat.createRoom(ada.scope, { slug: 'den', visibility: 'private' });
  await world.chat.updateRoom(ada.scope, { room: 'den', showsPast: false });
  const ids: string[] = [];
  const say = async (count: number) => {
    for (let index = 0; index < count; index += 1) {
      const body = `said ${ids.length + 1}`;
      // Each quotes the one four before it, so that quotes reach over where people came in.
      const replyTo = ids.at(-4);
      const { id } = await world.chat.sendMessage(ada.scope, {
        room: 'den',
        body,
        clientId: body,
        ...(replyTo && { replyTo }),
      });
      ids.push(id);
    }
  };
  await say(4);
  await world.chat.editMessage(ada.scope, { id: ids[0]!, body: 'changed 1' });
  await world.chat.inviteMember(ada.scope, { room: 'den', username: 'bob' });
  await say(4);
  await world.chat.inviteMember(ada.scope, { room: 'den', username: 'carl' });
  await say(4);
  for (const seq of [2, 6, 10]) {
    await world.chat.editMessage(ada.scope, { id: ids[seq - 1]!, body: `changed ${seq}` });
  }
  return { ada, bob, carl, eve, roomId: room.id };
}

/** Without what the driver asks over each new connection. */
const takeStatements = (world: World) =>
  world.takeQueries().filter((query) => !query.includes('pg_catalog'));

test('who comes back together is answered as who comes back alone, from every place and with every right', async () => {
  await using world = await createWorld();
  const { ada, bob, carl, roomId } = await createStage(world);
  const cursors = [null, 0, 1, 4, 5, 7, 8, 11, 12, 99];
  const comers = [ada, bob, carl].flatMap(({ scope }) =>
    cursors.map((cursor) => () => world.chat.readBacklog(scope, roomId, cursor)),
  );
  const alone = [];
  for (const come of comers) alone.push(await come());
  const together = await Promise.all(comers.map((come) => come()));
  expect(together).toEqual(alone);
  // The comparison is worth something: they differ by right, and all three kinds of it are there.
  const [ofAda, ofBob, ofCarl] = [1, 11, 21].map((place) => together[place]!.backlog);
  expect(ofAda!.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(ofBob!.messages.map(({ seq }) => seq)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
  expect(ofCarl!.messages.map(({ seq }) => seq)).toEqual([9, 10, 11, 12]);
  for (const [place, { backlog }] of together.entries()) {
    const visibleAfter = [0, 4, 8][Math.floor(place / cursors.length)]!;
    for (const { seq, quote } of [...backlog.messages, ...backlog.changed]) {
      expect(Math.min(seq, quote?.seq ?? seq)).toBeGreaterThan(visibleAfter);
    }
  }
  expect(ofAda!.messages[4]!.quote).not.toBeNull();
  expect(ofBob!.messages[0]!.quote).toBeNull();
  expect(JSON.stringify(ofCarl)).not.toMatch(/said [1-8]"|changed [126]"/);
});

test('who lacks the same at the same time gets the same lists, to be encoded once', async () => {
  await using world = await createWorld();
  const { ada, bob, carl, roomId } = await createStage(world);
  const people = [ada, bob, ada, carl, bob, ada];
  const answers = await Promise.all(
    people.map(({ scope }) => world.chat.readBacklog(scope, roomId, 9)),
  );
  for (const list of ['messages', 'changed'] as const) {
    const [first, second, third, fourth, fifth, sixth] = answers.map(
      ({ backlog }) => backlog[list],
    );
    expect([third, sixth]).toEqual([first, first]);
    expect(third).toBe(first);
    expect(sixth).toBe(first);
    expect(fifth).toBe(second);
    // Of different rights: never one list, whatever is in it.
    expect(second).not.toBe(first);
    expect(fourth).not.toBe(second);
  }
});

test('readers of different rights who resume in the same moment over the wire get each what is theirs', async () => {
  await using world = await createWebWorld();
  const { ada, bob, carl, eve } = await createStage(world);
  const listeners = [ada, bob, carl, eve].flatMap(({ token }) =>
    ['0', '8', '12'].map((cursor) => listenToRoom(world.live(token), 'den', cursor)),
  );
  await vi.waitFor(
    () => {
      for (const { events, error } of listeners) expect(events.length > 0 || error).toBeTruthy();
    },
    { timeout: 20_000 },
  );
  const seen = listeners.map(({ events }) => {
    const [joined] = events;
    if (joined?.type !== 'room.joined') return null;
    return [joined.messages, joined.changed].map((list) => list.map(({ seq }) => seq));
  });
  const upTo = (from: number) => Array.from({ length: 13 - from }, (_, index) => from + index);
  expect(seen).toEqual([
    [upTo(1), []],
    [upTo(9), [2, 6]],
    [[], [2, 6, 10]],
    [upTo(5), []],
    [upTo(9), [6]],
    [[], [6, 10]],
    [upTo(9), []],
    [upTo(9), []],
    [[], [10]],
    null,
    null,
    null,
  ]);
  const told = JSON.stringify(listeners.slice(6).map(({ events }) => events));
  expect(told).not.toMatch(/said [1-8]"|changed [126]"/);
});

test('a ban in the midst of a crowd holds for whom it is for, and for nobody else', async () => {
  await using world = await createWorld();
  const { ada, bob, carl, roomId } = await createStage(world);
  await world.chat.banMember(ada.scope, { room: 'den', username: 'bob' });
  const outcomes = await Promise.allSettled(
    [ada, bob, carl, bob, ada].map(({ scope }) => world.chat.readBacklog(scope, roomId, 0)),
  );
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(outcomes[1]).toMatchObject({ reason: { code: 'not_found' } });
});

test('more changes than anybody is told of are cut for each as if it came alone', async () => {
  await using world = await createWorld();
  const { ada, carl, roomId } = await createStage(world);
  await world.repo.sql`
    insert into messages (id, room_id, seq, author_id, client_id, body, change, changed_at_seq, created_at)
    select gen_random_uuid(), ${roomId}, 12 + n, ${ada.scope.user.id}, 'made ' || n, 'made', 4 + n, 1012 + (n % 7), now()
    from generate_series(1, 1100) n`;
  await world.repo.sql`
    update rooms set last_seq = 1112, last_main = 1112, last_change = 1104 where id = ${roomId}`;
  const comers = [ada, carl].flatMap(({ scope }) =>
    [8, 300, 1012, 1015, 1112].map((cursor) => () => world.chat.readBacklog(scope, roomId, cursor)),
  );
  const alone = [];
  for (const come of comers) alone.push(await come());
  expect(await Promise.all(comers.map((come) => come()))).toEqual(alone);
  expect(alone.map(({ backlog }) => backlog.changed.length)).toContain(1000);
});

test('who was away while very much changed hears all of it, each once and in order', async () => {
  await using world = await createWebWorld();
  const ada = await world.signUp('ada');
  const { id: roomId } = await world.chat.createRoom(ada.scope, {
    slug: 'den',
    visibility: 'private',
  });
  const count = 2_300;
  await world.repo.sql`
    insert into messages (id, room_id, seq, author_id, client_id, body, created_at)
    select gen_random_uuid(), ${roomId}, n, ${ada.scope.user.id}, 'c' || n, 'm' || n,
      now() - interval '9 days'
    from generate_series(1, ${count}::int) n`;
  await world.repo.sql`
    update rooms set last_seq = ${count}, last_main = ${count} where id = ${roomId}`;
  const there = listenToRoom(world.live(ada.token), 'den', String(count));
  await vi.waitFor(() => expect(there.events[0]?.type).toBe('room.joined'), { timeout: 20_000 });
  await world.chat.updateRoom(ada.scope, { room: 'den', retentionDays: 1 });
  expect(await world.chat.purgeMessages()).toBe(count);
  const back = listenToRoom(world.live(ada.token), 'den', String(count));
  const heard = ({ events }: typeof back) =>
    events.flatMap((event) => {
      if (event.type === 'room.joined') return event.changed.map(({ seq }) => seq);
      return event.type === 'message.deleted' ? [event.seq] : [];
    });
  await vi.waitFor(() => expect(heard(back)).toHaveLength(count), { timeout: 20_000 });
  await world.chat.sendMessage(ada.scope, { room: 'den', body: 'after', clientId: 'after' });
  await vi.waitFor(() => expect(back.events.at(-1)).toMatchObject({ seq: count + 1 }));
  const all = Array.from({ length: count }, (_, index) => index + 1);
  expect(heard(back)).toEqual(all);
  // Who was there the whole time hears nothing twice.
  expect(heard(there)).toEqual(all);
});

test('who read the room earlier is told no more of it than that reading knew, whoever reads with it', async () => {
  await using world = await createWorld();
  const { roomId } = await createStage(world);
  const { sql } = world.repo;
  const read = createBacklogReader(sql, createHistory(sql, createAccess(sql)));
  const parts = [
    { after: 2, upTo: 6, changed: { cursor: 2, upTo: 1 } },
    { after: 9, upTo: 12, changed: { cursor: 9, upTo: 3 } },
    { after: 12, upTo: 12, changed: { cursor: 12, upTo: 4 } },
    { after: 0, upTo: 1, changed: null },
  ].map((part) => ({ roomId, visibleAfter: 0, ...part }));
  const answers = await Promise.all(parts.map(read));
  const seqs = answers.map(({ messages, changed }) =>
    [messages, changed].map((list) => list.map(({ seq }) => seq)),
  );
  expect(seqs).toEqual([
    [[3, 4, 5, 6], [1]],
    [
      [10, 11, 12],
      [2, 6],
    ],
    [[], [2, 6, 10]],
    [[1], []],
  ]);
});

test('statements do not grow with the crowd: tokens, rights and what was missed are read together', async () => {
  await using world = await createWorld();
  const { ada, bob, carl, roomId } = await createStage(world);
  const people = Array.from({ length: 60 }, (_, index) => [ada, bob, carl][index % 3]!);
  world.takeQueries();
  const scopes = await Promise.all(
    people.map(({ token }) => world.sessions.authenticate(token, '192.0.2.1')),
  );
  expect(scopes.map((scope) => scope?.user?.id)).toEqual(people.map(({ scope }) => scope.user.id));
  expect(takeStatements(world)).toHaveLength(1);
  await Promise.all(
    people.map(({ scope }, index) => world.chat.readBacklog(scope, roomId, index % 13)),
  );
  // Whoever may come in, the messages, the changes to earlier ones, and who has a role there.
  expect(takeStatements(world)).toHaveLength(4);
});

test('tokens that are presented together are told apart: each its own, the ended and unknown nobody’s', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const personal = await world.sessions.createToken(bob.scope, { name: 'bot', scopes: ['read'] });
  const ended = await world.signUp('eve');
  await world.sessions.logout(ended.scope);
  const strange = await world.signUp('zoe');
  await world.repo.sql`
    update tokens set context = 'personal' where id = ${strange.scope.token!.id}`;
  const presented = [
    ada.token,
    ended.token,
    personal.token,
    strange.token,
    personal.token.replace('pat_', 'ses_'),
    ada.token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
    bob.token,
    ada.token,
  ];
  const scopes = await Promise.all(
    presented.map((token, index) => world.sessions.authenticate(token, `192.0.2.${index}`)),
  );
  const told = scopes.map(
    (scope) => scope && [scope.user?.username, scope.token?.context, scope.address],
  );
  expect(told).toEqual([
    ['ada', 'session', '192.0.2.0'],
    null,
    ['bob', 'personal', '192.0.2.2'],
    null,
    null,
    null,
    ['bob', 'session', '192.0.2.6'],
    ['ada', 'session', '192.0.2.7'],
  ]);
});

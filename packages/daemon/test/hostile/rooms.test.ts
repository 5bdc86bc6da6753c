// Rooms and messages asked for by those who may not: hidden names, foreign cursors, ranks, what events give away.

import type { ActivityEvent, RoomEvent } from '@parley/shared/events';
import { limits } from '@parley/shared/limits';
import { expect, test, vi } from 'vitest';
import { anonymousScope } from '../../src/accounts/index.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { listenToRoom, type RoomListener } from '../support/room-listener.ts';
import { createWebWorld, openRawSocket, type WebWorld } from '../support/web.ts';
import { createWorld, password } from '../support/world.ts';

const patient = { timeout: 20_000 };
type Person = Awaited<ReturnType<WebWorld['signUp']>>;

/** Olga's private room with max in it, and otto outside. */
async function setUp(world: WebWorld) {
  const owner = await world.signUp('olga');
  const [member, outsider] = [await world.signUp('max'), await world.signUp('otto')];
  const room = await world.chat.createRoom(owner.scope, { slug: 'den', visibility: 'private' });
  await world.chat.inviteMember(owner.scope, { room: 'den', username: 'max' });
  return { owner, member, outsider, room };
}

const say = (world: WebWorld, { scope }: Person, input: { body: string; room?: string }) =>
  world.chat.sendMessage(scope, { room: 'den', clientId: world.ids.uuid(), ...input });

/** An answer to the byte, but for the number of the request. */
async function ask(
  world: WebWorld,
  token: string | undefined,
  [path, input, method = 'GET']: readonly [path: string, input: object, method?: 'GET' | 'POST'],
): Promise<string> {
  const text = JSON.stringify(input);
  const query = method === 'GET' ? `?input=${encodeURIComponent(text)}` : '';
  const response = await fetch(`${world.url}/trpc/${path}${query}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(method === 'POST' && { body: text }),
  });
  const answer = `${response.status} ${await response.text()}`;
  return answer.replaceAll(response.headers.get('x-request-id')!, 'REQUEST');
}

test('row 32: the name of a private room is answered as one that does not exist, to the byte', async () => {
  await using world = await createWebWorld();
  const { outsider, member } = await setUp(world);
  const questions = (room: string) =>
    [
      ['chat.getRoom', { room }],
      ['chat.listMessages', { room }],
      ['chat.listMembers', { room }],
      ['chat.search', { query: `in:${room} x` }],
      ['chat.joinRoom', { room }, 'POST'],
      ['chat.sendTyping', { room }, 'POST'],
      ['chat.sendMessage', { room, body: 'x', clientId: 'x' }, 'POST'],
    ] as const;
  const answersOf = (token: string, room: string) =>
    Promise.all(
      questions(room).map(async (question) =>
        (await ask(world, token, question)).replaceAll(room, 'ROOM'),
      ),
    );
  const absent = await answersOf(outsider.token, 'nil');
  expect(absent.join()).not.toContain('No procedure');
  expect(await answersOf(outsider.token, 'den')).toEqual(absent);
  expect(await ask(world, member.token, ['chat.getRoom', { room: 'den' }])).toMatch(/^200 /);
});

test('row 33: a taken name says no more than that it is taken, whoever has it; talks have no name to take', async () => {
  await using world = await createWebWorld();
  const { owner, outsider } = await setUp(world);
  await world.chat.createRoom(owner.scope, { slug: 'tea', visibility: 'public' });
  const { slug: talk } = await world
    .http(owner.token)
    .chat.openDirect.mutate({ usernames: ['max'] });
  const mine = await world.chat.createRoom(outsider.scope, { slug: 'mine', visibility: 'public' });
  const attempts = (slug: string) =>
    [
      ['chat.createRoom', { slug, visibility: 'public' }, 'POST'],
      ['chat.createRoom', { slug, visibility: 'private' }, 'POST'],
      ['chat.updateRoom', { room: mine.id, slug }, 'POST'],
    ] as const;
  for (const index of [0, 1, 2]) {
    const [hidden, shown] = await Promise.all(
      ['den', 'tea'].map((slug) => ask(world, outsider.token, attempts(slug)[index]!)),
    );
    expect(hidden).toContain('has already been taken');
    expect(hidden).toBe(shown);
    expect(await ask(world, outsider.token, attempts(talk)[index]!)).toMatch(
      /^400 .*may have letters/,
    );
  }
  expect(talk).toContain(':');
});

test('row 33: who tries names hears of few that they are taken, of many at once, whatever daemon is asked', async () => {
  const database = await createTestDatabase();
  await using dropped = new AsyncDisposableStack();
  dropped.defer(() => database.drop());
  await using a = await createWorld({ database });
  await using b = await createWorld({ database });
  const olga = await a.signUp('olga');
  const eve = await a.signUp('eve');
  const names = Array.from({ length: 3 * limits.takenNamesPerHour }, (_, index) => `den-${index}`);
  // Who finds free names is held up by nothing.
  await Promise.all(
    names.map((slug) => a.chat.createRoom(olga.scope, { slug, visibility: 'private' })),
  );
  const mine = await a.chat.createRoom(eve.scope, { slug: 'mine', visibility: 'public' });
  const tries = await Promise.allSettled(
    names.map((slug, index) => {
      const { chat } = index % 2 ? a : b;
      return index % 3
        ? chat.createRoom(eve.scope, { slug, visibility: 'private' })
        : chat.updateRoom(eve.scope, { room: mine.id, slug });
    }),
  );
  const codes = tries.map((one) => one.status === 'rejected' && one.reason.code);
  expect(new Set(codes)).toEqual(new Set(['invalid', 'limited']));
  const heard = codes.filter((code) => code === 'invalid').length;
  expect(heard).toBeGreaterThanOrEqual(limits.takenNamesPerHour);
  // Two daemons may each be in the midst of one.
  expect(heard).toBeLessThanOrEqual(limits.takenNamesPerHour + 1);
  for (const slug of ['den-1', 'free']) {
    await expect(
      b.chat.createRoom(eve.scope, { slug, visibility: 'public' }),
    ).rejects.toMatchObject({ code: 'limited', retryAfter: expect.any(Number) });
  }
  await a.chat.updateRoom(eve.scope, { room: mine.id, slug: 'mine', topic: 'as before' });
  await b.chat.createRoom(olga.scope, { slug: 'free', visibility: 'public' });
});

test('row 34: a private room is subscribed to by nobody from outside, alone or in a list; no event ever', async () => {
  await using world = await createWebWorld();
  const { owner, member, outsider, room } = await setUp(world);
  const socket = await openRawSocket(world.url, {
    headers: { authorization: `Bearer ${outsider.token}` },
  });
  const frames: string[] = [];
  socket.on('message', (data) => frames.push(data.toString()));
  const inputs = [
    { room: 'den' },
    { room: room.id },
    { room: 'den', lastEventId: '0' },
    { room: ['lobby', 'den'] },
    { room: 'lobby,den' },
    { rooms: ['lobby', 'den'] },
    { room: '*' },
    { room: 'lobby', topic: `room:${room.id}` },
  ];
  for (const [id, input] of inputs.entries()) {
    const params = { path: 'chat.onRoom', input };
    socket.send(JSON.stringify({ id, method: 'subscription', params }));
  }
  await vi.waitFor(() => expect(frames).toHaveLength(inputs.length), patient);
  const codes = frames.map((text) => JSON.parse(text).error.data.domain.code);
  expect(new Set(codes)).toEqual(new Set(['not_found', 'invalid']));
  const listener = listenToRoom(world.live(member.token), 'den');
  await vi.waitFor(() => expect(listener.types()).toContain('presence.state'), patient);
  await say(world, owner, { body: 'secret' });
  await vi.waitFor(() => expect(listener.seqs()).toEqual([1]), patient);
  // What was sent before this answer would have come before it.
  socket.send('{"id":99,"method":"query","params":{"path":"system.info"}}');
  await vi.waitFor(() => expect(frames.length).toBeGreaterThan(inputs.length), patient);
  expect(frames.slice(inputs.length)).toEqual([expect.stringContaining('"id":99')]);
  socket.close();
});

test('row 35: a cursor is a number of this room or refused: no other gives a row of elsewhere or of before', async () => {
  await using world = await createWebWorld();
  const { owner, member } = await setUp(world);
  for (const index of [1, 2, 3]) {
    await say(world, owner, { room: 'lobby', body: `lobby ${index}` });
    await say(world, owner, { body: `den ${index}` });
  }
  const resume = (lastEventId: unknown) =>
    listenToRoom(world.live(member.token), 'den', lastEventId as string);
  for (const cursor of [
    '-1',
    '1e308',
    'NaN',
    '1.5',
    ' 1',
    '0x1',
    '1; drop',
    '',
    null,
    1e308,
    -1,
    [1],
  ]) {
    const listener = resume(cursor);
    await vi.waitFor(() => {
      expect(listener.error, String(cursor)).toMatchObject({
        data: { domain: { code: 'invalid' } },
      });
    }, patient);
    expect(listener.events).toEqual([]);
  }
  // Of another room, which is further: from the future, so everything anew; and one within.
  await say(world, owner, { room: 'lobby', body: 'lobby 4' });
  for (const [cursor, seqs] of [
    ['4', [1, 2, 3]],
    ['999999999999999', [1, 2, 3]],
    ['1', [2, 3]],
    ['3', []],
  ] as const) {
    const listener = resume(cursor);
    await vi.waitFor(() => expect(listener.types()).toContain('presence.state'), patient);
    expect(listener.seqs()).toEqual(seqs);
    expect(JSON.stringify(listener.events)).not.toContain('lobby ');
  }
});

test('row 39: the event of a deletion holds ids and times, nothing that was said', async () => {
  await using world = await createWebWorld();
  const { owner, member } = await setUp(world);
  const { id } = await say(world, owner, { body: 'secret' });
  const listener = listenToRoom(world.live(member.token), 'den');
  await vi.waitFor(() => expect(listener.types()).toContain('presence.state'), patient);
  const resumed = listenToRoom(world.live(member.token), 'den', '1');
  await vi.waitFor(() => expect(resumed.types()).toContain('presence.state'), patient);
  await world.chat.deleteMessage(owner.scope, id);
  const find = () => listener.events.find(({ type }) => type === 'message.deleted');
  await vi.waitFor(() => expect(find()).toBeDefined(), patient);
  expect(Object.keys(find()!).sort()).toEqual(['change', 'deletedAt', 'id', 'seq', 'type']);
  const later = listenToRoom(world.live(member.token), 'den', '1');
  await vi.waitFor(() => expect(later.types()).toContain('presence.state'), patient);
  expect(JSON.stringify([find(), resumed.events, later.events])).not.toContain('secret');
});

test('rows 38, 40: of a room that opens, newcomers and lookers-on have nothing of what was said inside', async () => {
  await using world = await createWebWorld();
  const { owner, member, outsider } = await setUp(world);
  const { id } = await say(world, owner, { body: 'old secret' });
  await say(world, member, { body: 'another secret' });
  await world.chat.pinMessage(owner.scope, id);
  await world.chat.sendMessage(member.scope, {
    room: 'den',
    body: 'secret in a thread',
    clientId: 'thread',
    threadId: id,
  });
  await world.repo.sql`update rooms set shows_past = true`;
  const opened = await world.chat.updateRoom(owner.scope, { room: 'den', visibility: 'public' });
  expect(opened).toMatchObject({ visibility: 'public', showsPast: true });
  while ((await world.chat.indexMessages()) > 0);
  const found = await world.chat.searchMessages(member.scope, { query: 'secret' });
  expect(found.items).toHaveLength(3);
  const looker = listenToRoom(world.live(outsider.token), 'den');
  await vi.waitFor(() => expect(looker.types()).toContain('presence.state'), patient);
  const newcomer = await world.signUp('nora');
  await world.chat.joinRoom(newcomer.scope, 'den');
  const joined = listenToRoom(world.live(newcomer.token), 'den');
  const resumed = listenToRoom(world.live(outsider.token), 'den', '1');
  for (const { types } of [joined, resumed])
    await vi.waitFor(() => expect(types()).toContain('presence.state'), patient);
  await world.chat.editMessage(owner.scope, { id, body: 'edited secret' });
  await world.chat.addReaction(member.scope, { messageId: id, emoji: '👍' });
  while ((await world.chat.indexMessages()) > 0);
  const reply = await world.chat.sendMessage(owner.scope, {
    room: 'den',
    body: 'welcome',
    clientId: 'welcome',
    replyTo: id,
  });
  const heard = [looker, joined, resumed];
  for (const listener of heard)
    await vi.waitFor(() => expect(listener.seqs()).toEqual([reply.seq]), patient);
  const answers: unknown[] = heard.map(({ events }) => events);
  for (const { scope } of [outsider, newcomer]) {
    const { chat } = world;
    for (const where of [{}, { around: 1 }, { after: 0 }, { before: reply.seq }])
      answers.push(await chat.listMessages(scope, { room: 'den', ...where }));
    answers.push(await chat.listPins(scope, 'den'));
    expect((await chat.searchMessages(scope, { query: 'secret' })).items).toEqual([]);
    for (const asked of [
      () => chat.listThread(scope, { messageId: id }),
      () => chat.listEdits(scope, id),
      () => chat.addReaction(scope, { messageId: id, emoji: '👍' }),
    ])
      await expect(asked()).rejects.toMatchObject({ code: 'not_found' });
  }
  expect(JSON.stringify(answers)).not.toMatch(/secret|👍/);
  // Those who were in it have all of it.
  const { items } = await world.chat.listMessages(member.scope, { room: 'den' });
  expect(items.map(({ body }) => body)).toContain('another secret');
  // Closed and opened again, it is the newer past that is hidden.
  await world.chat.updateRoom(owner.scope, { room: 'den', visibility: 'private' });
  await say(world, owner, { body: 'third secret' });
  await world.chat.updateRoom(owner.scope, { room: 'den', visibility: 'public' });
  expect((await world.chat.listMessages(outsider.scope, { room: 'den' })).items).toEqual([]);
});

test('rows 38, 40: who is not in a room that becomes private hears nothing more of it, nor finds it', async () => {
  await using world = await createWebWorld();
  const { owner, member, outsider } = await setUp(world);
  await world.chat.updateRoom(owner.scope, { room: 'den', visibility: 'public' });
  const { id } = await say(world, owner, { body: 'tea for all' });
  while ((await world.chat.indexMessages()) > 0);
  const search = () => world.chat.searchMessages(outsider.scope, { query: 'tea' });
  expect((await search()).items).toHaveLength(1);
  const newcomer = await world.signUp('nora');
  const listeners = [owner, member, outsider, newcomer].map(({ token }) =>
    listenToRoom(world.live(token), 'den'),
  );
  for (const { types } of listeners)
    await vi.waitFor(() => expect(types()).toContain('presence.state'), patient);
  const [owners, , outsiders, newcomers] = listeners as [
    RoomListener,
    RoomListener,
    RoomListener,
    RoomListener,
  ];
  // Who came in while listening is no outsider any more.
  await world.chat.joinRoom(newcomer.scope, 'den');
  const { client } = world.live(outsider.token);
  const activity: ActivityEvent[] = [];
  client.chat.onActivity.subscribe(undefined, { onData: (event) => activity.push(event) });
  await vi.waitFor(() => expect(activity).not.toEqual([]), patient);
  const names = async () => (await world.chat.listRooms(outsider.scope)).map(({ slug }) => slug);
  expect(await names()).toEqual(['den', 'lobby']);
  const change = { room: 'den', visibility: 'private', slug: 'vault', topic: 'Keys' } as const;
  const closed = await world.chat.updateRoom(owner.scope, change);
  expect(closed).toMatchObject({ visibility: 'private', showsPast: false });
  expect(await names()).toEqual(['lobby']);
  await say(world, owner, { body: 'secret', room: 'vault' });
  await world.chat.editMessage(owner.scope, { id, body: 'tea for us' });
  for (const listener of [owners, newcomers]) {
    await vi.waitFor(() => expect(listener.types().at(-1)).toBe('message.edited'), patient);
    expect(listener.events).toContainEqual(
      expect.objectContaining({
        type: 'room.updated',
        room: expect.objectContaining({ slug: 'vault', visibility: 'private' }),
      }),
    );
  }
  await vi.waitFor(() => expect(outsiders.isComplete).toBe(true), patient);
  const again = listenToRoom(world.live(outsider.token), closed.id, '1');
  await vi.waitFor(
    () => expect(again.error).toMatchObject({ message: expect.stringMatching(/There is no room/) }),
    patient,
  );
  await vi.waitFor(
    () => expect(activity).toContainEqual({ type: 'rooms.listed', rooms: [], gone: [closed.id] }),
    patient,
  );
  expect(JSON.stringify([outsiders.events, activity, again.events])).not.toMatch(
    /vault|Keys|secret|for us/,
  );
  expect((await search()).items).toEqual([]);
  for (const asked of [
    () => world.chat.listMessages(outsider.scope, { room: closed.id }),
    () => world.chat.getRoom(outsider.scope, 'den'),
    () => world.chat.joinRoom(outsider.scope, 'den'),
    () => world.chat.listEdits(outsider.scope, id),
  ])
    await expect(asked()).rejects.toMatchObject({ code: 'not_found' });
});

test('row 40: only an owner turns a room, talks of people and the lobby stay, and no message moves', async () => {
  await using world = await createWebWorld();
  const { owner, member } = await setUp(world);
  const keeper = await world.signUp('kim');
  await world.repo.sql`update users set role = 'admin' where username = 'kim'`;
  const { token } = await world.sessions.login(anonymousScope(), { login: 'kim', password });
  await world.chat.setMember(owner.scope, { room: 'den', username: 'max', role: 'moderator' });
  const turn = (who: string, room: string, visibility: string) =>
    ask(world, who, ['chat.updateRoom', { room, visibility }, 'POST']);
  expect(await turn(member.token, 'den', 'public')).toMatch(
    /^403 .*Owners of #den say who may see it/,
  );
  expect(await turn(token, 'den', 'public')).toMatch(/^404 /);
  expect(await turn(token, 'lobby', 'private')).toMatch(/^403 /);
  expect(await turn(owner.token, 'den', 'secret')).toMatch(/^400 .*"must be public or private"/);
  const talk = await world.chat.openDirect(owner.scope, ['max']);
  expect(await turn(owner.token, talk, 'public')).toMatch(/^403 /);
  // What changes nothing asks for no right of its own.
  expect(await turn(member.token, 'den', 'private')).toMatch(/^200 /);
  const { id } = await say(world, owner, { body: 'stays' });
  for (const more of [{ room: 'lobby' }, { roomId: keeper.scope.user.id }]) {
    const move = ['chat.editMessage', { id, body: 'x', ...more }, 'POST'] as const;
    expect(await ask(world, owner.token, move)).toMatch(/^400 /);
  }
  // The day something moves messages, caches, searches and subscribers must forget: then this is to be tried.
  const { items } = await world.http().system.procedures.query();
  expect(items.filter(({ path }) => /\.move|merge|convert/i.test(path))).toEqual([]);
});

test('row 41: a reply to a message of another room is refused as to one that is not there, and quotes nothing', async () => {
  await using world = await createWebWorld();
  const { owner, outsider } = await setUp(world);
  const { id } = await say(world, owner, { body: 'secret' });
  const reply = (more: object) =>
    ask(world, outsider.token, [
      'chat.sendMessage',
      { room: 'lobby', body: 'look', clientId: world.ids.uuid(), ...more },
      'POST',
    ]);
  for (const field of ['replyTo', 'threadId']) {
    const hidden = await reply({ [field]: id });
    expect(hidden).toMatch(new RegExp(`^400 .*"${field}"`));
    expect(hidden).toBe(await reply({ [field]: world.ids.uuid() }));
  }
  // Also whoever may read both: what is private is not carried out.
  const own = { room: 'lobby', body: 'x', clientId: 'x', replyTo: id };
  await expect(world.chat.sendMessage(owner.scope, own)).rejects.toMatchObject({ code: 'invalid' });
  expect(
    JSON.stringify(await world.chat.listMessages(outsider.scope, { room: 'lobby' })),
  ).not.toMatch(/secret|look/);
});

test('row 46: who is nobody reads no room, by list, by name or by socket; who is banned neither writes nor joins', async () => {
  await using world = await createWebWorld();
  const { owner, outsider } = await setUp(world);
  const lobby = await world.chat.getRoom(owner.scope, 'lobby');
  await say(world, owner, { room: 'lobby', body: 'for members' });
  for (const question of [
    ['chat.listRooms', {}],
    ['chat.getRoom', { room: 'lobby' }],
    ['chat.listMessages', { room: 'lobby' }],
    ['chat.listMembers', { room: 'lobby' }],
    ['chat.search', { query: 'members' }],
    ['presence.list', { topic: `room:${lobby.id}` }],
  ] as const) {
    expect(await ask(world, undefined, question)).toMatch(/^401 /);
  }
  const listener = listenToRoom(world.live(), 'lobby');
  await vi.waitFor(() => {
    expect(listener.error).toMatchObject({ data: { domain: { code: 'unauthenticated' } } });
  }, patient);
  expect(listener.events).toEqual([]);
  await world.chat.createRoom(owner.scope, { slug: 'tea', visibility: 'public' });
  await world.chat.banMember(owner.scope, { room: 'tea', username: 'otto' });
  for (const question of [
    ['chat.joinRoom', { room: 'tea' }, 'POST'],
    ['chat.sendMessage', { room: 'tea', body: 'x', clientId: 'x' }, 'POST'],
  ] as const) {
    expect(await ask(world, outsider.token, question)).toMatch(/^403 /);
  }
});

test('row 48: nobody lets others in with a rank, nor gives one that is not theirs to give', async () => {
  await using world = await createWebWorld();
  const { owner, member, outsider } = await setUp(world);
  await world.chat.setMember(owner.scope, { room: 'den', username: 'max', role: 'moderator' });
  for (const more of [{ role: 'owner' }, { roles: ['owner'] }, { isOwner: true }]) {
    for (const [path, input] of [
      ['chat.createRoomInvite', { room: 'den' }],
      ['chat.inviteMember', { room: 'den', username: 'otto' }],
      ['chat.joinByInvite', { code: 'inv_x' }],
    ] as const) {
      expect(await ask(world, member.token, [path, { ...input, ...more }, 'POST'])).toMatch(
        /^400 /,
      );
    }
  }
  const { code } = await world.chat.createRoomInvite(member.scope, { room: 'den' });
  await world.chat.joinByInvite(outsider.scope, code);
  expect(await world.chat.getRoom(outsider.scope, 'den')).toMatchObject({
    membership: { role: 'member' },
  });
  for (const [person, username] of [
    [member, 'max'],
    [member, 'otto'],
    [outsider, 'otto'],
  ] as const) {
    const raise = ['chat.setMember', { room: 'den', username, role: 'owner' }, 'POST'] as const;
    expect(await ask(world, person.token, raise)).toMatch(/^403 /);
  }
});

test('row 53: who was called and left is told nothing any more, and no job carries what was said', async () => {
  await using world = await createWebWorld();
  const { owner, member } = await setUp(world);
  await say(world, owner, { body: 'secret for @max' });
  const activity = () => ask(world, member.token, ['chat.listActivity', {}]);
  expect(await activity()).toContain('secret');
  const jobs = await world.repo.sql`
    select payload::text from graphile_worker._private_jobs where payload::text like '%secret%'`;
  expect(jobs).toEqual([]);
  await world.chat.leaveRoom(member.scope, 'den');
  expect(await activity()).not.toMatch(/secret|den/);
  await world.chat.inviteMember(owner.scope, { room: 'den', username: 'max' });
  expect(await activity()).not.toContain('secret');
  const { id } = await say(world, owner, { body: 'again for @max' });
  expect(await activity()).toContain('again');
  await world.chat.deleteMessage(owner.scope, id);
  expect(await activity()).not.toContain('again');
});

test('row 54: what a room is told is the same for all to the byte, and says nothing of whom it calls or what they read', async () => {
  await using world = await createWebWorld();
  const { owner, member } = await setUp(world);
  const heard: string[][] = await Promise.all(
    [owner, member].map(async ({ token }) => {
      const socket = await openRawSocket(world.url, {
        headers: { authorization: `Bearer ${token}` },
      });
      const frames: string[] = [];
      socket.on('message', (data) => frames.push(data.toString()));
      const params = { path: 'chat.onRoom', input: { room: 'den' } };
      socket.send(JSON.stringify({ id: 1, method: 'subscription', params }));
      await vi.waitFor(() => expect(frames.join()).toContain('presence.state'), patient);
      return frames;
    }),
  );
  const first = await say(world, owner, { body: 'hear, @max and @room' });
  await world.chat.markRead(member.scope, 'den', 1);
  await world.http(member.token).chat.setNotify.mutate({ room: 'den', level: 'nothing' });
  await world.chat.sendMessage(member.scope, {
    room: 'den',
    body: 'in a thread',
    clientId: 'thread',
    threadId: first.id,
  });
  await world.chat.addReaction(member.scope, { messageId: first.id, emoji: '👍' });
  await world.chat.editMessage(owner.scope, { id: first.id, body: 'hear, @max' });
  await world.chat.updateRoom(owner.scope, { room: 'den', topic: 'last' });
  const events = (frames: string[]) =>
    frames.filter((text) => /"type":"(?:message|reaction|room\.updated|member|typing)/.test(text));
  await vi.waitFor(() => {
    for (const frames of heard) expect(frames.join()).toContain('room.updated');
  }, patient);
  const [of1, of2] = heard.map(events) as [string[], string[]];
  expect(of1).toEqual(of2);
  const kinds = of1.map((text) => (JSON.parse(text).result.data.data as RoomEvent).type);
  expect(kinds).toEqual([
    'message.created',
    'message.created',
    'reaction.added',
    'message.edited',
    'room.updated',
  ]);
  const names = new Set<string>();
  JSON.parse(`[${of1.join()}]`, (key, value) => {
    if (!/^\d*$/.test(key)) names.add(key);
    return value;
  });
  expect([...names].filter((name) => !publicNames.has(name))).toEqual([]);
});

/** All that an event of a room may be made of: who adds one here says that it is the same for everybody. */
const publicNames = new Set(
  `result type data id seq message change emoji count user username displayName isBot messageId
  roomId author body clientId replyTo quote excerpt threadId threadNo mainNo thread replyCount
  lastReplyAt reactions userIds createdAt editedAt deletedAt room slug name topic visibility kind
  archivedAt isReadOnly slowModeSeconds retentionDays showsPast lastSeq lastMain`.split(/\s+/),
);

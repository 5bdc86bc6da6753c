// The commands of the chat: what they ask of the server, and what they print.

import type { MessageView, RoomListItem } from '@parley/shared/chat';
import { describe, expect, test } from 'vitest';
import { isAnswer } from '../../src/commands/ask.ts';
import { describeMessage } from '../../src/commands/message-text.ts';
import { nameRoom } from '../../src/commands/room-refs.ts';
import { countStatus } from '../../src/commands/status.ts';
import { createStage } from './stage.ts';

const loggedIn = { variables: { PARLEY_TOKEN: 'pat_x' } };
const id = '01a20be8-ff08-765d-a0cc-7d209227d8e2';
const other = '01a20be8-ff08-765d-a0cc-7d209227d8e3';
const membership = { role: 'member', notify: 'all', quietUntil: null };
const room = (more: object) =>
  ({
    id,
    slug: 'lobby',
    kind: 'channel',
    people: [],
    unread: 0,
    mentions: 0,
    membership,
    visibility: 'public',
    archivedAt: null,
    topic: '',
    lastSeq: 7,
    retentionDays: null,
    ...more,
  }) as unknown as RoomListItem;
const sent = { data: { id, seq: 7 } };

describe('send', () => {
  test('goes to a person or several by opening their talk; answers and threads are named by id', async () => {
    await using stage = await createStage({
      'chat.openDirect': { data: room({ id: other, kind: 'direct' }) },
      'chat.sendMessage': sent,
    });
    expect(await stage.tui(['send', '@bob', 'hi', '--json'], loggedIn)).toMatchObject({
      code: 0,
      out: `${JSON.stringify(sent.data)}\n`,
    });
    await stage.tui(['send', '@ada, @bob', 'hi', '--thread', id], loggedIn);
    await stage.tui(['send', 'lobby', 'hi', '--reply-to', id], loggedIn);
    expect(stage.calls.map(({ path, input }) => [path, input])).toMatchObject([
      ['chat.openDirect', { usernames: ['bob'] }],
      ['chat.sendMessage', { room: other, body: 'hi' }],
      ['chat.openDirect', { usernames: ['ada', 'bob'] }],
      ['chat.sendMessage', { room: other, threadId: id }],
      ['chat.sendMessage', { room: 'lobby', replyTo: id }],
    ]);
  });

  test('what is no message is refused before the network', async () => {
    await using stage = await createStage();
    for (const argv of [
      ['send', '@bob', ' '],
      ['send', 'lobby', 'hi', '--reply-to', '41'],
      ['ask', 'lobby', '', '--timeout', '1'],
    ]) {
      expect(await stage.tui(argv, { ...loggedIn })).toMatchObject({ out: '' });
    }
    expect(stage.calls.filter(({ path }) => path !== 'accounts.me')).toEqual([]);
  });
});

test('keywords are added to those there are and taken from them, whatever their case', async () => {
  const items = [{ word: 'Deploy' }, { word: 'on call' }];
  const answer = { data: { items, nextCursor: null } };
  await using stage = await createStage({
    'chat.listKeywords': answer,
    'chat.setKeywords': answer,
  });
  expect((await stage.tui(['keywords'], loggedIn)).out).toBe('WORD\nDeploy\non call\n');
  expect((await stage.tui(['keywords', '--json'], loggedIn)).out).toBe(
    `${JSON.stringify({ items, nextCursor: null })}\n`,
  );
  await stage.tui(['keywords', 'add', 'tea', ' a  cup '], loggedIn);
  await stage.tui(['keywords', 'remove', 'DEPLOY'], loggedIn);
  expect(await stage.tui(['keywords', 'add', 'x'], loggedIn)).toMatchObject({ code: 6 });
  const set = stage.calls.filter(({ path }) => path === 'chat.setKeywords');
  expect(set.map(({ input }) => input)).toEqual([
    { words: ['Deploy', 'on call', 'tea', 'a cup'] },
    { words: ['on call'] },
  ]);
});

test('away, dnd and back say it, with words and an end; what is none is refused before the network', async () => {
  const status = { state: 'away', text: 'Tea', until: null, since: '2026-03-01T10:00:00.000Z' };
  await using stage = await createStage({ 'accounts.setStatus': { data: status } });
  expect((await stage.tui(['away', 'Tea'], loggedIn)).out).toBe('You are away: Tea\n');
  const json = await stage.tui(['dnd', '--until', '2h', '--json'], loggedIn);
  expect(JSON.parse(json.out)).toEqual(status);
  await stage.tui(['back'], loggedIn);
  for (const argv of [
    ['away', 'x'.repeat(101)],
    ['dnd', '--until', 'yesterday'],
  ]) {
    expect(await stage.tui(argv, loggedIn)).toMatchObject({ code: 6, out: '' });
  }
  expect(stage.calls.map(({ input }) => input)).toEqual([
    { state: 'away', text: 'Tea' },
    { state: 'dnd', until: expect.stringMatching(/^2/) },
    { state: 'available' },
  ]);
});

describe('rooms', () => {
  test('an invite code joins its room, anything else is a name', async () => {
    const code = `inv_${'a'.repeat(43)}`;
    await using stage = await createStage({
      'chat.joinByInvite': { data: room({ slug: 'kitchen' }) },
      'chat.joinRoom': { data: room({}) },
    });
    const joined = await stage.tui(['rooms', 'join', code], loggedIn);
    expect(joined.out).toBe('Joined #kitchen\n');
    await stage.tui(['rooms', 'join', '#lobby'], loggedIn);
    expect(stage.calls.map(({ input }) => input)).toEqual([{ code }, { room: '#lobby' }]);
  });

  test('a link is taken to its own server only, by whichever address that is reached', async () => {
    const code = `inv_${'a'.repeat(43)}`;
    await using stage = await createStage({
      'chat.joinByInvite': { data: room({ slug: 'kitchen' }) },
      'system.info': { data: { publicUrl: 'https://chat.example.org' } },
    });
    const join = (link: string) => stage.tui(['rooms', 'join', link], loggedIn);
    expect(await join(`${stage.url}/join#${code}`)).toMatchObject({ code: 0 });
    expect(await join(`https://chat.example.org/join#${code}`)).toMatchObject({ code: 0 });
    const elsewhere = await join(`https://other.example/chat/join#${code}`);
    expect(elsewhere).toMatchObject({ code: 2, out: '' });
    expect(elsewhere.err).toBe(
      `tui: This link leads to https://other.example/chat, and you are on ${stage.url}. Say so: tui rooms join LINK --server https://other.example/chat\n`,
    );
    const sent = stage.calls.filter(({ path }) => path === 'chat.joinByInvite');
    expect(sent.map(({ input }) => input)).toEqual([{ code }, { code }]);
  });

  test('only what is given is changed; a purge can be tried', async () => {
    await using stage = await createStage({
      'chat.updateRoom': { data: room({}) },
      'chat.countPurgeable': { data: { count: 12 } },
    });
    const update = (...more: string[]) =>
      stage.tui(['rooms', 'update', 'lobby', ...more], loggedIn);
    await update('--topic', 'Tea', '--read-only', 'off', '--slow', '0', '--keep', 'forever');
    expect((await update('--keep', '30', '--dry-run')).out).toBe('12 messages would be purged\n');
    expect(await update()).toMatchObject({ code: 2 });
    expect((await update('--keep', '30')).err).toBe(
      '12 messages are older than that, and will be purged.\n',
    );
    expect(await update('--topic', 'x', '--dry-run')).toMatchObject({ code: 2 });
    expect(await update('--keep', 'long')).toMatchObject({ code: 2 });
    expect(await update('--slow', '9999')).toMatchObject({ code: 6 });
    expect(stage.calls.map(({ input }) => input)).toEqual([
      { room: 'lobby', topic: 'Tea', isReadOnly: false, slowModeSeconds: 0, retentionDays: null },
      { room: 'lobby', retentionDays: 30 },
      { room: 'lobby', retentionDays: 30 },
      { room: id, retentionDays: 30 },
    ]);
  });

  test('people are invited, muted for an hour or longer, banned and given roles', async () => {
    const ok = { data: { ok: true } };
    await using stage = await createStage({
      'chat.inviteMember': ok,
      'chat.createRoomInvite': { data: { id, code: 'inv_x' } },
      'chat.setMember': { data: {} },
      'chat.banMember': ok,
    });
    const rooms = (...argv: string[]) => stage.tui(['rooms', ...argv], loggedIn);
    await rooms('invite', 'kitchen', '@ada');
    expect((await rooms('invite', 'kitchen', '--uses', '2')).out).toBe('inv_x\n');
    const before = Date.now();
    await rooms('mute', 'lobby', 'bob');
    await rooms('ban', 'lobby', 'bob', '--until', '30d', '--reason', 'spam');
    await rooms('role', 'lobby', 'bob', 'owner');
    expect(await rooms('mute', 'lobby', 'bob', 'yesterday')).toMatchObject({ code: 6 });
    expect(await rooms('role', 'lobby', 'bob', 'king')).toMatchObject({ code: 2 });
    const inputs = stage.calls.map(({ input }) => input) as Record<string, string>[];
    expect(inputs).toMatchObject([
      { room: 'kitchen', username: '@ada' },
      { room: 'kitchen', maxUses: 2 },
      { room: 'lobby', username: 'bob' },
      { room: 'lobby', username: 'bob', reason: 'spam' },
      { room: 'lobby', username: 'bob', role: 'owner' },
    ]);
    expect(Date.parse(inputs[2]!.mutedUntil!) - before).toBeGreaterThanOrEqual(3_600_000);
  });

  test('a talk has the names of its people', () => {
    const people = [{ username: 'ada' }, { username: 'bob' }] as RoomListItem['people'];
    expect(nameRoom(room({ kind: 'direct', people }))).toBe('@ada,@bob');
    expect(nameRoom(room({}))).toBe('#lobby');
  });
});

describe('status', () => {
  const rooms = [
    room({ unread: 3, mentions: 1 }),
    room({ unread: 2, kind: 'direct' }),
    room({ unread: 5, mentions: 1, membership: { ...membership, notify: 'mentions' } }),
    room({ unread: 7, membership: { ...membership, notify: 'nothing' } }),
    room({ unread: 7, membership: { ...membership, quietUntil: '2999-01-01T00:00:00.000Z' } }),
    room({ membership: null }),
  ];

  test('counts what notifies', () => {
    expect(countStatus(rooms, new Date())).toEqual({ unread: 6, mentions: 2, direct: 2, rooms: 3 });
  });

  test('is a line of the format, or JSON; a name that it does not know is a usage error', async () => {
    await using stage = await createStage({
      'chat.listRooms': { data: { items: rooms, nextCursor: null } },
    });
    expect((await stage.tui(['status'], loggedIn)).out).toBe('6 2\n');
    const format = ['status', '--format', '✉ {direct}/{rooms} {{unread}}'];
    expect((await stage.tui(format, loggedIn)).out).toBe('✉ 2/3 {6}\n');
    expect(stage.calls.map(({ path }) => path)).not.toContain('chat.listActivity');
    expect(await stage.tui(['status', '--format', '{unraed}'], loggedIn)).toMatchObject({
      code: 2,
      err: expect.stringContaining('{unread}'),
    });
  });
});

test('status counts the comments that wait, and looks for them only where they are shown', async () => {
  const items = [
    { kind: 'comments', unread: 2 },
    { kind: 'room', unread: 9 },
    { kind: 'comments', unread: 3 },
    { kind: 'thread', thread: { unread: 4 } },
    { kind: 'thread', thread: { unread: 1 } },
  ];
  await using stage = await createStage({
    'chat.listRooms': { data: { items: [], nextCursor: null } },
    'chat.listActivity': { data: { items, nextCursor: null } },
  });
  expect((await stage.tui(['status', '--format', '{comments}'], loggedIn)).out).toBe('5\n');
  expect((await stage.tui(['status', '--format', '{threads}'], loggedIn)).out).toBe('5\n');
  expect(JSON.parse((await stage.tui(['status', '--json'], loggedIn)).out)).toMatchObject({
    unread: 0,
    threads: 5,
    comments: 5,
  });
});

test('activity tells what waits and where', async () => {
  const at = '2030-01-31T09:00:00.000Z';
  const author = { username: 'bob' };
  const there = { id, slug: 'd-1', name: '' };
  await using stage = await createStage({
    'chat.listRooms': {
      data: { items: [room({ kind: 'direct', people: [author] })], nextCursor: null },
    },
    'chat.listActivity': {
      data: {
        items: [
          { kind: 'room', at, room: there, unread: 2, mentions: 1 },
          { kind: 'room', at, room: there, unread: 0, mentions: 1 },
          { kind: 'room', at, room: there, unread: 3, mentions: 2 },
          { kind: 'mention', at, room: there, message: { author, body: 'a\n  b' } },
          { kind: 'thread', at, room: there, thread: { unread: 3, root: { body: 'root' } } },
          {
            kind: 'comments',
            at,
            post: { id, slug: 'a-story', title: 'A story' },
            unread: 4,
            newest: { id: other, author, excerpt: 'Well\nsaid' },
          },
        ],
        nextCursor: null,
      },
    },
  });
  const { out } = await stage.tui(['activity'], loggedIn);
  expect(out.split('\n').map((line) => line.replace(/^\S+ \S+ +/, ''))).toEqual([
    expect.stringContaining('WHAT'),
    '@bob     2 unread, 1 of them calls you',
    '@bob     1 message calls you',
    '@bob     3 unread, 2 of them call you',
    '@bob     bob called you: a b',
    '@bob     3 new in the thread: root',
    'a-story  4 new under A story, of bob: Well said',
    '',
  ]);
  expect(JSON.parse((await stage.tui(['activity', '--json'], loggedIn)).out).items).toHaveLength(6);
});

test('comments under a post are read as a whole or up to a time', async () => {
  await using stage = await createStage({ 'blog.markCommentsRead': { data: { ok: true } } });
  await stage.tui(['comments', 'read', id], loggedIn);
  const until = '2030-01-31T09:00:00.000Z';
  await stage.tui(['comments', 'read', id, '--until', until], loggedIn);
  expect(await stage.tui(['comments', 'read', id, '--until', 'soon'], loggedIn)).toMatchObject({
    code: 6,
  });
  expect(stage.calls.map(({ path, input }) => [path, input])).toEqual([
    ['blog.markCommentsRead', { postId: id }],
    ['blog.markCommentsRead', { postId: id, until }],
  ]);
});

test('messages are edited, deleted and reacted to by id', async () => {
  const ok = { data: { ok: true } };
  await using stage = await createStage({
    'chat.editMessage': { data: { id } },
    'chat.deleteMessage': ok,
    'chat.addReaction': ok,
    'chat.removeReaction': ok,
  });
  const messages = (...argv: string[]) =>
    stage.tui(['messages', ...argv], { input: 'piped', ...loggedIn });
  await messages('edit', id, '-');
  await messages('react', id, '🎉');
  await messages('react', id, 'tada', '--remove');
  await messages('react', id, ':Heart:');
  await messages('react', id, '❤');
  expect(await messages('delete', id)).toMatchObject({ code: 2 });
  await messages('delete', id, '--yes');
  expect(await messages('react', id, 'nosuch')).toMatchObject({ code: 6 });
  expect(stage.calls.map(({ path, input }) => [path, input])).toEqual([
    ['chat.editMessage', { id, body: 'piped' }],
    ['chat.addReaction', { messageId: id, emoji: '🎉' }],
    ['chat.removeReaction', { messageId: id, emoji: '🎉' }],
    ['chat.addReaction', { messageId: id, emoji: '❤️' }],
    ['chat.addReaction', { messageId: id, emoji: '❤️' }],
    ['chat.deleteMessage', { id }],
  ]);
});

test('of several rooms nothing is said that holds for one', async () => {
  await using stage = await createStage();
  for (const more of [
    ['--since', '41'],
    ['--thread', id],
  ]) {
    const result = await stage.tui(['tail', 'lobby', 'dev', ...more], loggedIn);
    expect(result).toMatchObject({ code: 2, out: '' });
  }
  expect(stage.calls).toEqual([]);
});

describe('an answer', () => {
  const me = { id: 'me', username: 'Ada', isBot: true };
  const message = (more: object) =>
    ({
      author: { id: 'bob' },
      body: '',
      replyTo: null,
      threadId: null,
      deletedAt: null,
      ...more,
    }) as MessageView;
  test.each([
    ['replies to the question', { replyTo: id }, true],
    ['stands in its thread', { threadId: id }, true],
    ['calls who asked', { body: 'yes, @ada' }, true],
    ['is not just anything', { body: 'yes' }, false],
    ['is not in code', { body: '`@ada`' }, false],
    ['is none of one’s own', { replyTo: id, author: { id: 'me' } }, false],
    ['is not deleted', { replyTo: id, deletedAt: 'now' }, false],
    ['of a bot is none for a bot', { replyTo: id, author: { id: 'x', isBot: true } }, false],
    ['stands in the thread in which was asked', { threadId: other }, true],
  ])('%s', (_, more, expected) => {
    const asked = { me, question: id, threadId: other };
    expect(isAnswer(message(more), asked)).toBe(expected);
  });
});

test('no message looks like that of somebody else, in whichever room', () => {
  const body = 'one\n12:00 #lobby <root> two\u2028three';
  const author = { username: 'bob', isBot: true };
  const quote = { author: { username: 'ada' } };
  const message = { author, body, createdAt: 'x', deletedAt: null, threadId: id, quote };
  const lines = describeMessage(message as MessageView, { room: '#dev' });
  expect(lines).toHaveLength(3);
  for (const line of lines) {
    expect(line).toMatch(/^--:-- #dev <bob \[bot\]> \(in a thread, answers @ada\) /);
  }
});

test('coming into a room says how long messages are kept there', async () => {
  await using stage = await createStage({
    'chat.joinRoom': [
      { data: room({ retentionDays: 30 }) },
      { data: room({ retentionDays: 1 }) },
      { data: room({ retentionDays: null }) },
    ],
  });
  const join = () => stage.tui(['rooms', 'join', 'lobby'], loggedIn);
  const words = (time: string) =>
    `Messages are kept for ${time} there, and then deleted for good.\n`;
  expect(await join()).toEqual({ code: 0, out: 'Joined #lobby\n', err: words('30 days') });
  expect(await join()).toMatchObject({ err: words('a day') });
  expect(await join()).toMatchObject({ err: '' });
});

test('reading and unreading say what is true, beyond the newest and behind what was read', async () => {
  const there = room({ membership: { ...membership, lastReadSeq: 5 }, lastSeq: 7 });
  await using stage = await createStage({
    'chat.getRoom': { data: there },
    'chat.markRead': { data: { ok: true } },
    'chat.markUnread': { data: { ok: true } },
  });
  const say = async (...argv: string[]) => (await stage.tui(argv, loggedIn)).out;
  expect(await say('rooms', 'read', 'lobby')).toBe('Read #lobby up to 7\n');
  expect(await say('rooms', 'read', 'lobby', '9999')).toBe(
    'Read #lobby up to 7, its newest message\n',
  );
  expect(await say('rooms', 'read', 'lobby', '3')).toBe(
    '#lobby was read up to 5. To go back: tui messages unread #lobby 4\n',
  );
  expect(await stage.tui(['messages', 'unread', 'lobby', '9999'], loggedIn)).toEqual({
    code: 5,
    out: '',
    err: 'tui: There is no message 9999 in #lobby: its newest is 7.\n',
  });
  expect(stage.calls.filter(({ path }) => path.includes('mark')).map(({ input }) => input)).toEqual(
    [7, 7, 3].map((seq) => ({ room: 'lobby', seq })),
  );
});

test('a quiet time is told with the level that comes after it', async () => {
  const until = '2100-01-31T09:00:00.000Z';
  await using stage = await createStage({
    'chat.setNotify': [
      { data: { ...membership, quietUntil: until } },
      { data: { ...membership, quietUntil: '2000-01-01T00:00:00.000Z' } },
    ],
  });
  const notify = async (...argv: string[]) =>
    (await stage.tui(['rooms', 'notify', 'lobby', ...argv], loggedIn)).out;
  expect(await notify('--quiet', 'in 2 hours')).toMatch(
    /^#lobby notifies of nothing until 2100-01-31 \d\d:\d\d, then of all\n$/,
  );
  expect(await notify('all')).toBe('#lobby notifies of all\n');
});

test('where there is nothing to list, words say so beside standard output', async () => {
  const nothing = { data: { items: [], nextCursor: null } };
  const names = ['listPins', 'listBans', 'listRoomInvites', 'listWebhooks', 'listScheduled'];
  await using stage = await createStage({
    ...Object.fromEntries(names.map((name) => [`chat.${name}`, nothing])),
    'accounts.listBots': nothing,
    'chat.listEdits': nothing,
  });
  for (const [argv, err] of [
    [['pins', 'lobby'], 'No pins in #lobby.'],
    [['rooms', 'bans', '#lobby'], 'Nobody is banned from #lobby.'],
    [['rooms', 'invites', 'lobby'], 'No links lead into #lobby.'],
    [['hooks', 'list', 'lobby'], 'No webhooks in #lobby.'],
    [['scheduled', 'list'], 'Nothing waits to be sent.'],
    [['bots', 'list'], 'There are no bots.'],
    [['messages', 'history', id], 'It was not edited.'],
  ] as const) {
    expect(await stage.tui([...argv], loggedIn)).toEqual({ code: 0, out: '', err: `${err}\n` });
    const json = await stage.tui([...argv, '--json'], loggedIn);
    expect(json).toEqual({ code: 0, out: '{"items":[],"nextCursor":null}\n', err: '' });
  }
});

test('what a talk has none of is refused in a sentence, and no talk is opened for it', async () => {
  await using stage = await createStage();
  for (const argv of [
    ['rooms', 'update', '@bob', '--topic', 'x'],
    ['rooms', 'invite', '@bob'],
    ['rooms', 'invites', '@bob'],
    ['rooms', 'archive', '@bob'],
    ['rooms', 'role', '@bob', 'bob', 'owner'],
    ['rooms', 'mute', '@bob', 'bob'],
    ['rooms', 'ban', '@bob', 'bob'],
    ['hooks', 'create', '@bob', 'x'],
    ['hooks', 'list', '@bob'],
  ]) {
    expect(await stage.tui(argv, loggedIn)).toMatchObject({
      code: 4,
      err: expect.stringContaining('In a talk of people nobody looks after it.'),
    });
  }
  expect(stage.calls).toEqual([]);
});

test('a page of messages leads on in both directions, and marks what answers something', async () => {
  const common = { id, author: { username: 'bob' }, reactions: [], createdAt: 'x' };
  const none = { deletedAt: null, editedAt: null, threadId: null, quote: null };
  const items = [
    { ...common, ...none, seq: 4, body: 'one' },
    {
      ...common,
      ...none,
      seq: 6,
      body: 'two',
      threadId: id,
      quote: { author: { username: 'ada' } },
    },
  ];
  await using stage = await createStage({
    'chat.listMessages': { data: { items, hasBefore: true, hasAfter: true } },
  });
  const { out, err } = await stage.tui(['messages', 'list', 'lobby', '--around', '5'], loggedIn);
  expect(err).toBe('Older: --before 4\nNewer: --after 6\n');
  expect(out).toMatch(/ one\n.* two \(in a thread, answers @ada\)\n$/);
});

test('send --at hands a message over for later; scheduled lists, moves and cancels it', async () => {
  const waits = {
    id: '01a20e9c-6cce-703d-94b0-beab653162c3',
    room: { id: 'x', slug: 'lobby', name: 'Lobby' },
    body: 'Good\nmorning',
    threadId: null,
    quote: null,
    sendAt: '2999-01-31T09:00:00.000Z',
    failure: null,
    createdAt: '2030-01-31T09:00:00.000Z',
  };
  const lost = { ...waits, room: null, failure: 'You are not in that room any more.' };
  await using stage = await createStage({
    'chat.scheduleMessage': { data: waits },
    'chat.updateScheduled': { data: waits },
    'chat.listScheduled': { data: { items: [waits, lost], nextCursor: null } },
    'chat.cancelScheduled': { data: { ok: true } },
  });
  const tui = (...argv: string[]) => stage.tui(argv, loggedIn);
  const at = '2999-01-31T09:00Z';
  expect((await tui('send', 'lobby', 'Good morning', '--at', at)).out).toContain(waits.id);
  expect(stage.calls.at(-1)).toMatchObject({
    path: expect.stringContaining('chat.scheduleMessage'),
    input: { room: 'lobby', body: 'Good morning', sendAt: waits.sendAt },
  });
  expect(await tui('send', 'lobby', 'x', '--at', 'someday')).toMatchObject({ code: 6 });
  await tui('send', 'lobby', 'I do', '--at', at, '--reply-to', waits.id);
  expect(stage.calls.at(-1)).toMatchObject({ input: { body: 'I do', replyTo: waits.id } });
  const { out } = await tui('scheduled', 'list');
  expect(out).toMatch(/#lobby +waits +Good morning/);
  expect(out).toMatch(/- +not sent: You are not in that room any more\. +Good morning/);
  await tui('scheduled', 'edit', waits.id, '--at', at);
  expect(stage.calls.at(-1)).toMatchObject({ input: { id: waits.id, sendAt: waits.sendAt } });
  expect(await tui('scheduled', 'cancel', waits.id)).toMatchObject({ code: 0 });
});

test('open prints a message by its address with those around it, and no other server’s', async () => {
  const said = (seq: number) => ({
    seq,
    author: { username: 'bob' },
    body: `line ${seq}`,
    createdAt: 'x',
    deletedAt: null,
    threadId: null,
    quote: null,
  });
  await using stage = await createStage({
    'chat.listMessages': {
      data: { items: [said(40), said(41)], hasBefore: true, hasAfter: true },
    },
    'system.info': { data: { publicUrl: 'https://chat.example/p' } },
  });
  const open = (address: string) => stage.tui(['open', address], loggedIn);
  const lines = '--:-- <bob> line 40\n--:-- <bob> → line 41\n';
  for (const address of ['#Lobby#41', 'https://chat.example/p/rooms/lobby/41']) {
    expect(await open(address)).toMatchObject({ code: 0, out: lines });
    expect(stage.calls.at(-1)).toMatchObject({ input: { room: 'lobby', around: 41 } });
  }
  expect(await open('lobby#99')).toMatchObject({ code: 5 });
  expect(await open('https://chat.example/rooms/lobby/41')).toMatchObject({ code: 2 });
});

test('what somebody does stands behind their name on every line, as everything does', () => {
  const none = { deletedAt: null, threadId: null, quote: null };
  const said = { author: { username: 'bob' }, createdAt: 'x', ...none };
  const lines = describeMessage({ ...said, body: '/me waves\n* ada nods' } as MessageView);
  expect(lines).toEqual(['--:-- <bob> * bob waves', '--:-- <bob> * ada nods']);
});

test('search looks for posts, and in chat for messages; what is not of the kind is a usage error', async () => {
  const page = (items: object[]) => ({ data: { items, nextCursor: null } });
  const message = { seq: 41, author: { username: 'bob' }, createdAt: '2030-01-31T09:00:00.000Z' };
  const people = [{ username: 'bob' }];
  await using stage = await createStage({
    'blog.searchPosts': page([]),
    'chat.search': page([
      { message, room: room({}), snippet: 'a \u0002tea\u0003\n!' },
      { message, room: room({ slug: 'd-1', kind: 'direct' }), snippet: 'x' },
    ]),
    'chat.listRooms': page([room({ slug: 'd-1', kind: 'direct', people })]),
  });
  const search = (...argv: string[]) => stage.tui(['search', ...argv], loggedIn);
  await search('tea');
  const found = await search('tea', '--in', 'chat', '--author', '@bob', '--room', 'lobby');
  expect(found.out.split('\n').map((line) => line.replace(/\d{4}-\S+ \S+/, 'WHEN'))).toEqual([
    expect.stringMatching(/^ROOM +SEQ +WHEN +AUTHOR +FOUND$/),
    '#lobby  41   WHEN  bob     a *tea* !',
    '@bob    41   WHEN  bob     x',
    '',
  ]);
  expect(await search('tea', '--room', 'lobby')).toMatchObject({ code: 2 });
  expect(await search('tea', '--in', 'chat', '--tags', 'x')).toMatchObject({ code: 2 });
  expect(await search('x'.repeat(300), '--in', 'chat')).toMatchObject({ code: 6 });
  expect(stage.calls.map(({ path, input }) => [path, input])).toEqual([
    ['blog.searchPosts', { query: 'tea' }],
    ['chat.search', { query: 'tea from:@bob', room: 'lobby' }],
    ['chat.listRooms', undefined],
  ]);
});

test('reading a talk opens none: it is there, put away or not, or there is none', async () => {
  const none = { error: { code: 'not_found', message: 'You have no talk with @cyd.' } };
  await using stage = await createStage({
    'chat.findDirect': [{ data: room({ id }) }, { data: room({ id: other }) }, none],
    'chat.listMessages': { data: { items: [], hasBefore: false, hasAfter: false } },
    'chat.listPins': { data: { items: [], nextCursor: null } },
  });
  const run = (...argv: string[]) => stage.tui(argv, loggedIn);
  expect(await run('messages', 'list', '@Bob')).toMatchObject({ code: 0 });
  expect(await run('pins', '@cyd, @bob')).toMatchObject({ code: 0 });
  expect(stage.calls.map(({ path, input }) => [path, input])).toEqual([
    ['chat.findDirect', { usernames: ['Bob'] }],
    ['chat.listMessages', { room: id }],
    ['chat.findDirect', { usernames: ['cyd', 'bob'] }],
    ['chat.listPins', { room: other }],
  ]);
  for (const argv of [
    ['messages', 'list', '@cyd'],
    ['tail', '@cyd'],
    ['rooms', 'read', '@cyd'],
    ['rooms', 'leave', '@cyd'],
  ]) {
    expect(await run(...argv)).toEqual({
      code: 5,
      out: '',
      err: 'tui: You have no talk with @cyd. To open one: tui rooms join @cyd\n',
    });
  }
  expect(stage.calls.map(({ path }) => path)).not.toContain('chat.openDirect');
});

test('a thread is read up to its newest reply', async () => {
  await using stage = await createStage({
    'chat.listThread': { data: { thread: { lastSeq: 9 }, items: [], hasAfter: true } },
    'chat.markThreadRead': { data: { ok: true } },
  });
  const { out } = await stage.tui(['messages', 'read', id], loggedIn);
  expect(out).toBe('Read the thread up to 9\n');
  expect(stage.calls.at(-1)).toMatchObject({ input: { messageId: id, seq: 9 } });
});

test('members are shown with who of them is here, however many pages that takes', async () => {
  const member = (name: string) => ({
    user: { id: `id-${name}`, username: name, displayName: '' },
    role: 'member',
    mutedUntil: null,
    joinedAt: '2030-01-31T09:00:00.000Z',
  });
  const items = ['ada', 'bob', 'cyd'].map(member);
  await using stage = await createStage({
    'chat.listMembers': { data: { items, nextCursor: null } },
    'presence.list': [
      { data: { 'id-ada': { metas: [] } } },
      { data: { 'id-cyd': { metas: [] } } },
      { data: {} },
    ],
  });
  const { out } = await stage.tui(['rooms', 'members', '#lobby'], loggedIn);
  expect(out.split('\n').map((line) => line.split(/ +/).slice(0, 3))).toEqual([
    ['USER', 'NAME', 'ROLE'],
    ['ada', 'member', 'yes'],
    ['bob', 'member', '-'],
    ['cyd', 'member', 'yes'],
    [''],
  ]);
  const asked = stage.calls.filter(({ path }) => path === 'presence.list');
  expect(asked.map(({ input }) => input)).toEqual([
    { topic: 'room:#lobby' },
    { topic: 'room:#lobby', after: 'id-ada' },
    { topic: 'room:#lobby', after: 'id-cyd' },
  ]);
});

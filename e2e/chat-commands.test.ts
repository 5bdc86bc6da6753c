// The chat from the shell, against a real daemon: several rooms at once, threads, changes, questions.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectHttp } from './support/client.ts';
import { type DaemonProcess, password, startDaemon } from './support/daemon.ts';
import { createPerson, type Person } from './support/run.ts';

let daemon: DaemonProcess;
let ada: Person;
let bob: Person;
let bobsClient: ReturnType<typeof connectHttp>;

async function register(username: string): Promise<Person> {
  const person = await createPerson(daemon.url);
  const words = ['--username', username, '--email', `${username}@example.org`];
  const argv = ['register', ...words, '--password-stdin'];
  expect(await person.tui(argv, { input: `${password}\n` })).toMatchObject({ code: 0 });
  return person;
}

const json = async (person: Person, ...args: string[]) => {
  const { code, stdout, stderr } = await person.tui([...args, '--json']);
  expect(`${code} ${stderr}`).toBe('0 ');
  return JSON.parse(stdout);
};
const toLines = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

beforeAll(async () => {
  daemon = await startDaemon();
  ada = await register('ada');
  bob = await register('bob');
  const made = await json(bob, 'tokens', 'create', 'test', '--scopes', 'read,write');
  bobsClient = connectHttp(daemon.url, made.token);
});

afterAll(async () => {
  await ada?.[Symbol.asyncDispose]();
  await bob?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
});

test('several rooms are followed at once, a talk among them, until the limit', async () => {
  await ada.tui(['rooms', 'create', 'dev']);
  await ada.tui(['send', 'lobby', 'in the lobby']);
  await ada.tui(['send', 'dev', 'in dev']);
  await ada.tui(['send', '@bob', 'for bob']);
  const argv = ['tail', '#lobby', 'dev', '@bob', '--since', 'all', '--limit', '4'];
  const tailing = ada.tui(argv);
  await bob.tui(['send', '@ada', 'for ada']);
  const { code, stdout } = await tailing;
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split('\n').sort();
  expect(lines.map((line) => line.replace(/^\d\d:\d\d /, ''))).toEqual(
    expect.arrayContaining([
      '#lobby <ada> in the lobby',
      '#dev <ada> in dev',
      '@bob <ada> for bob',
      '@bob <bob> for ada',
    ]),
  );
  const cursors = new Map<string, string>();
  const all = ['tail', 'lobby', 'dev', '@bob', '--since', 'all', '--limit', '4', '--json'];
  for (const { roomId, seq } of toLines((await ada.tui(all)).stdout)) {
    cursors.set(roomId, `${roomId}:${seq}`);
  }
  await ada.tui(['send', 'dev', 'later in dev']);
  await ada.tui(['send', '@bob', 'later for bob']);
  const since = [...cursors.values()].join(',');
  const resumed = await ada.tui([...all.slice(0, 5), since, '--limit', '2', '--json']);
  expect(
    toLines(resumed.stdout)
      .map(({ body }) => body)
      .sort(),
  ).toEqual(['later for bob', 'later in dev']);
  const activity = await json(bob, 'activity');
  expect(activity.items).toContainEqual(expect.objectContaining({ kind: 'room', unread: 2 }));
  expect((await bob.tui(['rooms', 'list'])).stdout).toContain('@ada');
  expect((await bob.tui(['status', '--format', '{direct}'])).stdout).toBe('2\n');
});

test('a tail goes on when one of its rooms is lost, and says which; none left is status 4', async () => {
  const listeners = async (room: string) =>
    Object.keys(await bobsClient.presence.list.query({ topic: `room:${room}` })).length;
  const isHeard = (room: string) =>
    expect.poll(() => listeners(room), { timeout: 60_000 }).toBeGreaterThan(0);
  for (const room of ['stays', 'goes']) {
    await ada.tui(['rooms', 'create', room]);
    await bob.tui(['rooms', 'join', room]);
  }
  const both = bob.tui(['tail', 'goes', 'stays', '--limit', '1']);
  await isHeard('goes');
  await isHeard('stays');
  await ada.tui(['rooms', 'remove', 'goes', 'bob']);
  await ada.tui(['send', 'stays', 'still here']);
  const { code, stdout, stderr } = await both;
  expect([code, stdout.slice(6)]).toEqual([0, '#stays <ada> still here\n']);
  expect(stderr).toBe('#goes: You are not in this room any more. The others go on.\n');

  // The tail that has ended is not taken for the next one.
  await expect.poll(() => listeners('stays'), { timeout: 60_000 }).toBe(0);
  // A number that no message has yet: what comes is printed all the same.
  const ahead = bob.tui(['tail', 'stays', '--since', '9999']);
  await isHeard('stays');
  await ada.tui(['send', 'stays', 'live']);
  await ada.tui(['rooms', 'remove', 'stays', 'bob']);
  const end = await ahead;
  expect([end.code, end.stdout.slice(6)]).toEqual([4, '<ada> live\n']);
  expect(end.stderr).toMatch(
    /^#stays ends at message 1\. What comes now is printed\.\ntui: You are not in this room/,
  );
}, 180_000);

test('edits and deletions come between the messages: as words, and as events for who asks', async () => {
  const { id, seq } = await json(ada, 'send', 'lobby', 'frist');
  const after = String(seq - 1);
  const argv = ['tail', 'lobby', '--since', after, '--limit', '3'];
  const [words, messages, events] = [
    ada.tui(argv),
    ada.tui([...argv, '--json']),
    ada.tui([...argv, '--json', '--changes']),
  ];
  await until(async () => (await countListeners()) === 3);
  await ada.tui(['messages', 'edit', id, 'first']);
  await ada.tui(['send', 'lobby', 'second']);
  await ada.tui(['messages', 'delete', id, '--yes']);
  await ada.tui(['send', 'lobby', 'third']);
  expect(
    (await words).stdout
      .replace(/^\d\d:\d\d /gm, '')
      .trimEnd()
      .split('\n'),
  ).toEqual([
    '<ada> frist',
    '<ada> (edited) first',
    '<ada> second',
    `-- message ${seq} was deleted`,
    '<ada> third',
  ]);
  expect(toLines((await messages).stdout).map(({ body }) => body)).toEqual([
    'frist',
    'second',
    'third',
  ]);
  expect(toLines((await events).stdout).map(({ type, body }) => type ?? body)).toEqual([
    'frist',
    'message.edited',
    'second',
    'message.deleted',
    'third',
  ]);
});

test('a thread is followed without the room around it', async () => {
  const root = await json(ada, 'send', 'lobby', 'root');
  await ada.tui(['send', 'lobby', 'one', '--thread', root.id]);
  await ada.tui(['send', 'lobby', 'beside']);
  const argv = ['tail', 'lobby', '--thread', root.id, '--limit', '3', '--json'];
  const tailing = ada.tui(argv);
  await bob.tui(['send', 'lobby', 'beside as well']);
  await bob.tui(['send', 'lobby', 'two', '--thread', root.id]);
  expect(toLines((await tailing).stdout).map(({ body }) => body)).toEqual(['root', 'one', 'two']);
});

test('who asks gets the first answer, whatever else is said; without one the status is 1', async () => {
  const asking = ada.tui(['ask', 'lobby', 'Deploy now?', '--timeout', '120']);
  const question = await until(async () => {
    const { items } = await bobsClient.chat.listMessages.query({ room: 'lobby' });
    return items.find(({ body }) => body === 'Deploy now?');
  });
  const say = (body: string, replyTo?: string) =>
    bobsClient.chat.sendMessage.mutate({
      room: 'lobby',
      body,
      replyTo,
      clientId: body.slice(0, 2),
    });
  await say('hm');
  await say('yes,\ndo', question.id);
  expect(await asking).toMatchObject({ code: 0, stdout: 'yes,\ndo\n' });

  const late = await ada.tui(['ask', 'lobby', 'Anybody?', '--timeout', '1']);
  expect(late).toMatchObject({ code: 1, stdout: '' });
  expect(late.stderr).toBe('tui: Nobody answered within 1 s.\n');
  const lateJson = await ada.tui(['ask', 'lobby', 'Anybody?', '--timeout', '1', '--json']);
  expect(lateJson).toMatchObject({ code: 1, stdout: '' });
  expect(JSON.parse(lateJson.stderr).error.code).toBe('unanswered');
});

test('a room and a thread are marked unread from a message on, no message more', async () => {
  await ada.tui(['rooms', 'create', 'marks']);
  await bob.tui(['rooms', 'join', 'marks']);
  const first = await json(ada, 'send', 'marks', 'one');
  const second = await json(ada, 'send', 'marks', 'two');
  const reply = await json(ada, 'send', 'marks', 'a reply', '--thread', first.id);
  await bobsClient.chat.markRead.mutate({ room: 'marks', seq: reply.seq });
  await bob.tui(['messages', 'unread', 'marks', String(second.seq)]);
  await bob.tui(['messages', 'unread', 'marks', String(reply.seq), '--thread', first.id]);
  expect(await bobsClient.chat.getRoom.query({ room: 'marks' })).toMatchObject({ unread: 1 });
  const { items } = await json(bob, 'activity');
  expect(items).toContainEqual(
    expect.objectContaining({ kind: 'thread', thread: expect.objectContaining({ unread: 1 }) }),
  );
});

test('a word calls whoever chose it, as their name does, until they drop it', async () => {
  await ada.tui(['rooms', 'create', 'calls']);
  await bob.tui(['rooms', 'join', 'calls']);
  const mentions = async () => Number((await bob.tui(['status', '--format', '{mentions}'])).stdout);
  const before = await mentions();
  const { items } = await json(bob, 'keywords', 'add', 'Café', 'on call');
  expect(items).toEqual([{ word: 'Café' }, { word: 'on call' }]);
  await ada.tui(['send', 'calls', 'Who is on call? Meet in the cafe']);
  expect(await mentions()).toBe(before + 1);
  expect((await bob.tui(['activity'])).stdout).toContain('Who is on call?');
  await bob.tui(['keywords', 'remove', 'cafe']);
  await ada.tui(['send', 'calls', 'In the cafe']);
  expect(await mentions()).toBe(before + 1);
  expect((await bob.tui(['keywords'])).stdout).toBe('WORD\non call\n');
});

test('what was said is found soon after, by those who may read it', async () => {
  await ada.tui(['send', '@bob', 'the zanzibar plan']);
  const search = async (person: Person, words: string) =>
    (await json(person, 'search', words, '--in', 'chat')).items;
  await until(async () => (await search(bob, 'zanzibar from:@ada')).length === 1);
  expect(await search(ada, 'zanzibar in:@bob')).toHaveLength(1);
  expect((await ada.tui(['search', 'zanzibar', '--in', 'chat'])).stdout).toContain('@bob');
  await using eve = await register('eve');
  expect(await search(eve, 'zanzibar')).toEqual([]);
});

/** Connections on which a room is listened to: those of running tails. */
async function countListeners(): Promise<number> {
  const { items } = await bobsClient.chat.listRooms.query();
  const lobby = items.find(({ slug }) => slug === 'lobby')!;
  const state = await bobsClient.presence.list.query({ topic: `room:${lobby.id}` });
  return Object.values(state).flatMap(({ metas }) => metas).length;
}

async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('waited in vain');
}

test('a webhook made from the shell takes a post, and a bot asks and is answered by people only', async () => {
  const { url } = await json(ada, 'hooks', 'create', 'lobby', 'deploys');
  const response = await fetch(url, { method: 'POST', body: '{"text":"build 42 is green"}' });
  expect(await response.text()).toBe('ok');
  const tailed = await ada.tui(['tail', 'lobby', '--limit', '10']);
  expect(tailed.stdout).toMatch(/^\d\d:\d\d <deploys-bot \[bot\]> build 42 is green$/m);
  expect((await json(ada, 'hooks', 'list', 'lobby')).items).toHaveLength(1);

  const made = await ada.tui(['bots', 'create', 'helper']);
  await using helper = await createPerson(daemon.url);
  helper.env.PARLEY_TOKEN = made.stdout.trim();
  await helper.tui(['rooms', 'join', 'lobby']);
  const asking = helper.tui(['ask', 'lobby', 'Who is here?', '--timeout', '120']);
  await until(async () => {
    const { items } = await bobsClient.chat.listMessages.query({ room: 'lobby' });
    return items.some(({ body }) => body === 'Who is here?');
  });
  await fetch(url, { method: 'POST', body: '{"text":"@helper a bot"}' });
  await bob.tui(['send', 'lobby', '@helper a person']);
  expect(await asking).toMatchObject({ code: 0, stdout: '@helper a person\n' });
});

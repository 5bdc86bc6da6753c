// What people take with them of their account: all that is theirs, and nothing of anybody else.

import type { ExportKind, ExportRecord } from '@parley/shared/export';
import { exportRecord } from '@parley/shared/export';
import { expect, test } from 'vitest';
import { createWebWorld, type WebWorld } from '../support/web.ts';
import { password } from '../support/world.ts';

const body = 'A body that is long enough.';

async function exportAll(world: WebWorld, token: string): Promise<ExportRecord[]> {
  const { accounts } = world.http(token);
  const all: ExportRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await accounts.exportMyData.query({ cursor });
    all.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return all;
}

const pick = (records: ExportRecord[], kind: ExportKind) =>
  records.flatMap((record) =>
    record.kind === kind ? [record.value as Record<string, unknown>] : [],
  );

/** A user with something of everything, each text marked with the name. */
async function live(world: WebWorld, username: string) {
  const { scope, token } = await world.signUp(username);
  const { blog, chat, sessions } = world;
  await chat.createRoom(scope, { slug: `den-of-${username}`, visibility: 'private' });
  await chat.sendMessage(scope, {
    room: `den-of-${username}`,
    body: `${username} alone`,
    clientId: 'a',
  });
  const said = { room: 'lobby', body: `${username} in the lobby`, clientId: 'b' };
  const { id: messageId } = await chat.sendMessage(scope, said);
  await chat.setKeywords(scope, { words: [`word-of-${username}`] });
  const draft = await blog.createPost(scope, { title: `Draft of ${username}`, body });
  const post = await blog.createPost(scope, { title: `Post of ${username}`, body });
  await blog.updatePost(scope, { id: post.id, version: 1, body: `${body} ${username}` });
  await blog.publishPost(scope, { id: post.id });
  const pat = await sessions.createToken(scope, { name: `pat of ${username}`, scopes: ['read'] });
  return { scope, token, pat, draft, post, messageId };
}

test('row 51: all of mine, and not one word of another, also for an admin', async () => {
  await using world = await createWebWorld();
  const ada = await live(world, 'ada');
  const bob = await live(world, 'bob');
  const { scope: cyd } = await world.signUp('cyd');
  await world.chat.createRoom(cyd, { slug: 'square', visibility: 'public' });
  const ids = { postId: ada.post.id };
  const own = await world.blog.createComment(ada.scope, { ...ids, body: 'ada under ada' });
  const other = await world.blog.createComment(bob.scope, {
    ...ids,
    parentId: own.id,
    body: 'bob under ada',
  });
  await world.chat.sendMessage(ada.scope, {
    room: 'lobby',
    body: 'ada answers',
    clientId: 'c',
    replyTo: bob.messageId,
  });

  // Ada is admin: that shows nothing more of Bob.
  for (const [one, stranger, comment] of [
    [ada, 'bob', own],
    [bob, 'ada', other],
  ] as const) {
    const { username } = one.scope.user;
    const records = await exportAll(world, one.token);
    for (const record of records) expect(exportRecord.parse(record)).toEqual(record);
    const text = JSON.stringify(records);
    for (const word of [
      `${stranger} `,
      `of-${stranger}`,
      `of ${stranger}`,
      `${stranger}@example.org`,
      one.token,
      one.pat.token,
      password,
      'hash',
    ]) {
      expect(text).not.toContain(word);
    }
    const [account] = pick(records, 'account');
    expect(account).toMatchObject({ username, email: `${username}@example.org` });
    expect(pick(records, 'session')).toHaveLength(1);
    expect(pick(records, 'token')).toMatchObject([{ name: `pat of ${username}` }]);
    expect(pick(records, 'keyword')).toEqual([{ word: `word-of-${username}` }]);
    expect(pick(records, 'room').map(({ slug }) => slug)).toEqual([`den-of-${username}`, 'lobby']);
    expect(
      pick(records, 'post')
        .map(({ title }) => title)
        .sort(),
    ).toEqual([`Draft of ${username}`, `Post of ${username}`]);
    expect(
      pick(records, 'revision')
        .map(({ version }) => version)
        .sort(),
    ).toEqual([1, 1, 2]);
    expect(pick(records, 'comment')).toEqual([comment]);
  }
  const said = pick(await exportAll(world, ada.token), 'message');
  expect(said.map((message) => message.body).sort()).toEqual([
    'ada alone',
    'ada answers',
    'ada in the lobby',
  ]);
});

test('messages of a room that was left are mine still, the room is not; a deleted one has no words', async () => {
  await using world = await createWebWorld();
  const ada = await live(world, 'ada');
  await world.chat.leaveRoom(ada.scope, 'den-of-ada');
  await world.repo.sql`update messages set deleted_at = now() where id = ${ada.messageId}`;
  const records = await exportAll(world, ada.token);
  expect(pick(records, 'room').map(({ slug }) => slug)).toEqual(['lobby']);
  expect(
    pick(records, 'message')
      .map((message) => message.body)
      .sort(),
  ).toEqual(['', 'ada alone']);
});

test('a long life comes in pages of bounded size, every record once, each page few statements', async () => {
  await using world = await createWebWorld();
  const ada = await live(world, 'ada');
  await world.repo.sql`
    insert into messages (id, room_id, seq, author_id, client_id, body, created_at)
    select gen_random_uuid(), r.id, 1000 + n, ${ada.scope.user.id}, 'x' || n,
      case when n % 100 = 0 then repeat('long', 4000) else 'short' end, now()
    from rooms r, generate_series(1, 10000) n where r.slug = 'lobby'`;
  const { accounts } = world.http(ada.token);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    world.takeQueries();
    const page = await accounts.exportMyData.query({ cursor });
    // Who calls and when, and five for the account itself; a new connection asks for types.
    expect(world.takeQueries().length).toBeLessThanOrEqual(9);
    expect(JSON.stringify(page).length).toBeLessThan(2_000_000);
    for (const { kind, value } of page.items) if (kind === 'message') seen.push(value.id);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toHaveLength(10_002);
  expect(new Set(seen).size).toBe(10_002);
  const [plan] = await world.repo.sql`
    explain (format json) select * from messages
    where author_id = ${ada.scope.user.id} and client_id > 'x' order by client_id limit 500`;
  expect(JSON.stringify(plan)).toContain('messages_author_client_key');
});

test('nobody exports without a login, with a token that may not read, or from a forged place', async () => {
  await using world = await createWebWorld();
  const ada = await live(world, 'ada');
  const bob = await live(world, 'bob');
  const code = (call: Promise<unknown>) => call.catch((error) => error.data.domain.code);
  const writer = await world.sessions.createToken(ada.scope, { name: 'w', scopes: ['write'] });
  expect(await code(world.http().accounts.exportMyData.query())).toBe('unauthenticated');
  expect(await code(world.http(writer.token).accounts.exportMyData.query())).toBe('forbidden');
  for (const cursor of [
    'x',
    'posts',
    'secrets.',
    'posts.x',
    'messages.a2V5fA',
    `posts.${'a'.repeat(400)}`,
  ]) {
    expect(await code(world.http(ada.token).accounts.exportMyData.query({ cursor }))).toBe(
      'invalid',
    );
  }
  // Another's place is only a place among one's own.
  const place = Buffer.from(`key|${bob.draft.id}`).toString('base64url');
  const page = await world
    .http(ada.token)
    .accounts.exportMyData.query({ cursor: `posts.${place}` });
  expect(JSON.stringify(page.items)).not.toContain('bob');
});

test('over REST: the same pages, linked, kept by nobody in between', async () => {
  await using world = await createWebWorld();
  const ada = await live(world, 'ada');
  const headers = { authorization: `Bearer ${ada.token}` };
  const kinds = new Set<string>();
  let path: string | undefined = '/api/v1/users/me/export';
  while (path !== undefined) {
    const response: Response = await fetch(world.url + path, { headers });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const answer = (await response.json()) as { data: ExportRecord[] };
    for (const { kind } of answer.data) kinds.add(kind);
    path = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  }
  expect([...kinds]).toEqual([
    'account',
    'session',
    'token',
    'keyword',
    'room',
    'post',
    'revision',
    'message',
  ]);
  expect((await fetch(`${world.url}/api/v1/users/me/export`)).status).toBe(401);
});

test('posts come and go over REST', async () => {
  await using world = await createWebWorld();
  const { token } = await world.signUp('ada');
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const id = crypto.randomUUID();
  const post = { id, title: 'From elsewhere', body, publishedAt: '2001-02-03T04:05:06.000Z' };
  const init = { method: 'POST', headers, body: JSON.stringify(post) };
  for (const isNew of [true, false]) {
    const response = await fetch(`${world.url}/api/v1/import/posts`, init);
    expect(response.status).toBe(201);
    expect(response.headers.get('location')).toBe(`/api/v1/posts/${id}`);
    expect(await response.json()).toMatchObject({ data: { isNew, post } });
  }
  const read = async (query: string) =>
    (await fetch(`${world.url}/api/v1/export/posts${query}`, { headers })).json();
  expect(await read('')).toMatchObject({ data: [post], meta: { nextCursor: null } });
  expect(await read('?published=true')).toMatchObject({ data: [] });
});

// The web's edges: errors, limits, health, sockets of people who do not behave.

import { limits } from '@parley/shared/limits';
import { expect, test, vi } from 'vitest';
import { createManualClock } from '../../src/telemetry/index.ts';
import { closing, createWebWorld, openRawSocket, wireOf } from '../support/web.ts';
import { password } from '../support/world.ts';

const json = { 'content-type': 'application/json' };

test('errors carry one body: code, message, fields, request id, and no stack', async () => {
  await using world = await createWebWorld();
  const response = await fetch(`${world.url}/trpc/accounts.register`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ username: 'x', email: 'nonsense', password, role: 'admin' }),
  });
  const { error } = (await response.json()) as { error: { data: { domain: object } } };
  expect(response.status).toBe(400);
  expect(error.data.domain).toMatchObject({
    code: 'invalid',
    requestId: response.headers.get('x-request-id'),
    fields: {
      username: ['must be at least 2 characters'],
      email: [expect.stringContaining('e-mail')],
      role: ['is not a known field'],
    },
  });
  expect(JSON.stringify(error)).not.toMatch(/node_modules|\.ts:|"stack"/);
});

test('a fault inside is told by request id only', async () => {
  await using world = await createWebWorld();
  const { token } = await world.signUp('ada');
  await world.repo.sql`alter table rooms rename column topic to subject`;
  const response = await fetch(`${world.url}/trpc/chat.listRooms`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const text = await response.text();
  expect(response.status).toBe(500);
  expect(text).toContain('"internal"');
  expect(text).not.toMatch(/topic|select|column/i);
});

test('statuses: 401 without a token or with a wrong one, 404, 405, 400 for what is no JSON', async () => {
  await using world = await createWebWorld();
  const status = async (path: string, init: RequestInit = {}) =>
    (await fetch(`${world.url}${path}`, init)).status;
  expect(await status('/trpc/accounts.me')).toBe(401);
  for (const token of ['x', 'ses_x', 'pat_x']) {
    expect(
      await status('/trpc/system.info', { headers: { authorization: `Bearer ${token}` } }),
    ).toBe(401);
  }
  for (const path of ['__proto__.toString', 'constructor', 'a.then', 'x'.repeat(1_500)]) {
    expect(await status(`/trpc/${path}`)).toBe(404);
  }
  expect(await status('/nowhere')).toBe(404);
  expect(await status('/trpc/accounts.logout')).toBe(405);
  const post = (body: string) =>
    status('/trpc/accounts.login', { method: 'POST', headers: json, body });
  expect(await post('{"login":')).toBe(400);
  expect(await post('['.repeat(100_000))).toBe(400);
  expect(await post('{"__proto__":{"admin":true},"login":"a","password":"b"}')).toBe(400);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
  expect(await post('{"login":"a\\u0000b","password":"x"}')).toBe(400);
  expect(await post(`{"login":"a","password":"${'a'.repeat(300)}"}`)).toBe(400);
  expect(await post(JSON.stringify({ login: 'a', password: 'x'.repeat(2_000_000) }))).toBe(413);
});

test('a batch has at most ten calls, and limits count calls', async () => {
  await using world = await createWebWorld({ rates: { api: { points: 15, seconds: 60 } } });
  const call = async (count: number) => {
    const paths = Array(count).fill('system.info').join(',');
    return fetch(`${world.url}/trpc/${paths}?batch=1&input=${encodeURIComponent('{}')}`);
  };
  expect((await call(11)).status).toBe(400);
  expect((await call(10)).status).toBe(200);
  const answers = (await (await call(10)).json()) as { error?: object }[];
  expect(answers.filter(({ error }) => error)).toHaveLength(5);
});

test('logging in is limited per address, and the answer says for how long', async () => {
  await using world = await createWebWorld({ rates: { login: { points: 3, seconds: 60 } } });
  await world.signUp('ada');
  const client = world.http();
  const attempt = () => client.accounts.login.mutate({ login: 'ada', password: 'wrong' });
  for (let index = 0; index < 3; index += 1) {
    await expect(attempt()).rejects.toMatchObject({
      data: { domain: { code: 'unauthenticated' } },
    });
  }
  await expect(attempt()).rejects.toMatchObject({
    data: { httpStatus: 429, domain: { code: 'limited', retryAfter: expect.any(Number) } },
  });
});

test('health is up at once; readiness follows the database', async () => {
  await using world = await createWebWorld();
  expect((await fetch(`${world.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${world.url}/readyz`)).status).toBe(200);
  expect((await fetch(`${world.url}/internal/status`)).status).toBe(404);
  await world.repo.close();
  expect((await fetch(`${world.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${world.url}/readyz`)).status).toBe(503);
});

test('row 57: connectionParams of any other shape close the socket, and the process lives', async () => {
  await using world = await createWebWorld();
  const path = '/trpc?connectionParams=1';
  for (const [first, code] of [
    ['{"method":"connectionParams","data":"x"}', 1008],
    ['null', 1008],
    ['{"data":{"token":{}}}', 1008],
    ['not json', 1008],
    [Buffer.from([1, 2, 3]), 1003],
    ['{"method":"connectionParams","data":{"token":"ses_wrong"}}', 4001],
  ] as const) {
    const socket = await openRawSocket(world.url, { path });
    const closed = closing(socket);
    socket.send(first);
    expect((await closed).code).toBe(code);
  }
  expect((await fetch(`${world.url}/healthz`)).status).toBe(200);
});

test('row 59: a frame over 64 KiB closes the socket with 1009', async () => {
  await using world = await createWebWorld();
  const before = process.memoryUsage().rss;
  for (const bytes of [limits.frameBytes + 1, 100 * 1_048_576]) {
    const socket = await openRawSocket(world.url);
    const closed = closing(socket);
    // Its head alone says how long it will be.
    const head = Buffer.alloc(14);
    head.writeUInt16BE(0x81_ff, 0);
    head.writeBigUInt64BE(BigInt(bytes), 2);
    wireOf(socket).write(Buffer.concat([head, Buffer.alloc(1_024)]));
    expect((await closed).code).toBe(1009);
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1_048_576);
});

test('row 61: compression is not negotiated', async () => {
  await using world = await createWebWorld();
  const socket = await openRawSocket(world.url);
  expect(socket.extensions).toBe('');
  socket.close();
});

test('row 63: a foreign Origin is refused, a listed one and none are let in', async () => {
  await using world = await createWebWorld({ allowedOrigins: ['https://chat.example.org'] });
  const open = (headers: Record<string, string>) => openRawSocket(world.url, { headers });
  await expect(open({ origin: 'https://evil.example' })).rejects.toThrow('403');
  (await open({ origin: 'https://chat.example.org' })).close();
  (await open({})).close();
  // A browser would send cookies along from anywhere: they are no token.
  const { token } = await world.signUp('ada');
  const socket = await open({ cookie: `token=${token}; authorization=Bearer ${token}` });
  const answered = new Promise((resolve) => socket.once('message', (data) => resolve(`${data}`)));
  socket.send('{"id":1,"method":"query","params":{"path":"accounts.me"}}');
  expect(await answered).toContain('"unauthenticated"');
  socket.close();
});

test('row 64: one socket has at most 100 subscriptions, and its other calls go on', async () => {
  await using world = await createWebWorld();
  const { token } = await world.signUp('ada');
  const socket = await openRawSocket(world.url, { headers: { authorization: `Bearer ${token}` } });
  const refused: number[] = [];
  let answered = false;
  socket.on('message', (data) => {
    const frame = JSON.parse(data.toString());
    if (frame.error?.data.domain.code === 'limited') refused.push(frame.id);
    if (frame.id === 'call' && frame.result) answered = true;
  });
  for (let id = 1; id <= limits.subscriptionsPerSocket + 5; id += 1) {
    const params = { path: 'blog.onPosts', input: {} };
    socket.send(JSON.stringify({ id, method: 'subscription', params }));
  }
  await vi.waitFor(() => expect(refused).toHaveLength(5));
  socket.send(JSON.stringify({ id: 'call', method: 'query', params: { path: 'accounts.me' } }));
  await vi.waitFor(() => expect(answered).toBe(true));
  socket.close();
});

test('logging out and changing the password close the sockets of the dead tokens', async () => {
  await using world = await createWebWorld();
  const { token, scope } = await world.signUp('ada');
  const second = await world.http().accounts.login.mutate({ login: 'ada', password });
  const open = (bearer: string) =>
    openRawSocket(world.url, { headers: { authorization: `Bearer ${bearer}` } });
  const [mine, other] = [await open(token), await open(second.token)];
  for (const socket of [mine, other]) {
    socket.send('{"id":1,"method":"query","params":{"path":"accounts.me"}}');
    await new Promise((resolve) => socket.once('message', resolve));
  }
  const closed = closing(other);
  await world.accounts.changePassword(scope, {
    currentPassword: password,
    password: 'Harbor-violin-88-tulip',
  });
  expect((await closed).code).toBe(4001);
  expect(mine.readyState).toBe(mine.OPEN);
  const ended = closing(mine);
  await world.http(token).accounts.logout.mutate();
  expect((await ended).code).toBe(4001);
});

test('a token revoked by another process is found by the re-check', async () => {
  const clock = createManualClock(new Date());
  await using world = await createWebWorld({ clock });
  const { token } = await world.signUp('ada');
  const socket = await openRawSocket(world.url, { headers: { authorization: `Bearer ${token}` } });
  socket.send('{"id":1,"method":"query","params":{"path":"accounts.me"}}');
  await new Promise((resolve) => socket.once('message', resolve));
  const closed = closing(socket);
  await world.repo.sql`delete from tokens`;
  await clock.advance(10_000);
  expect((await closed).code).toBe(4001);
});

test('personal tokens do what their scopes say', async () => {
  await using world = await createWebWorld();
  const { scope } = await world.signUp('ada');
  const reader = await world.sessions.createToken(scope, { name: 'r', scopes: ['read'] });
  const client = world.http(reader.token);
  expect((await client.chat.listRooms.query()).items).toHaveLength(1);
  await expect(
    client.chat.sendMessage.mutate({ room: 'lobby', body: 'x', clientId: 'c' }),
  ).rejects.toMatchObject({ data: { domain: { code: 'forbidden' } } });
  await expect(client.admin.listUsers.query()).rejects.toMatchObject({
    data: { domain: { message: expect.stringContaining('admin') } },
  });
});

test('a stop asks clients to reconnect, finishes what is under way, and closes', async () => {
  await using world = await createWebWorld();
  const { token } = await world.signUp('ada');
  const socket = await openRawSocket(world.url, { headers: { authorization: `Bearer ${token}` } });
  const frames: string[] = [];
  socket.on('message', (data) => frames.push(data.toString()));
  socket.send('{"id":1,"method":"query","params":{"path":"accounts.me"}}');
  await vi.waitFor(() => expect(frames).toHaveLength(1));
  const closed = closing(socket);
  const send = world
    .http(token)
    .chat.sendMessage.mutate({ room: 'lobby', body: 'last words', clientId: 'c' });
  await vi.waitFor(async () => {
    const [row] = await world.repo.sql`select count(*)::int as count from messages`;
    expect(row?.count).toBe(1);
  });
  await world.stop();
  expect((await send).seq).toBe(1);
  expect(frames).toContain('{"id":null,"method":"reconnect"}');
  expect((await closed).code).toBe(1012);
  await expect(fetch(`${world.url}/healthz`)).rejects.toThrow();
});

test('every procedure refuses a caller without a token, but for the open ones', async () => {
  await using world = await createWebWorld();
  const { items } = await world.http().system.procedures.query();
  const open = new Set([
    'accounts.login',
    'accounts.register',
    'blog.getPost',
    'blog.listComments',
    'blog.listPosts',
    'blog.listTags',
    'blog.rankPosts',
    'blog.searchPosts',
    'blog.onPosts',
    'system.info',
    'system.procedures',
  ]);
  for (const { path, kind } of items) {
    if (open.has(path) || kind === 'subscription') continue;
    const response = await fetch(`${world.url}/trpc/${path}`, {
      method: kind === 'mutation' ? 'POST' : 'GET',
      headers: json,
    });
    expect([path, response.status]).toEqual([path, 401]);
  }
});

test('row 68: an address and a user have so many sockets and no more; those they have go on', async () => {
  await using world = await createWebWorld({ rates: { api: { points: 1e9, seconds: 60 } } });
  const { token } = await world.signUp('ada');
  const headers = { authorization: `Bearer ${token}` };
  const say = (socket: Awaited<ReturnType<typeof openRawSocket>>) =>
    new Promise<string>((resolve) => {
      socket.once('message', (data) => resolve(data.toString()));
      socket.once('close', (code) => resolve(String(code)));
      socket.send('{"id":1,"method":"query","params":{"path":"system.info"}}');
    });
  const first = await openRawSocket(world.url, { headers });
  expect(await say(first)).toContain('"parley"');
  for (let index = 1; index < limits.socketsPerUser; index += 1) {
    await say(await openRawSocket(world.url, { headers }));
  }
  expect(await say(await openRawSocket(world.url, { headers }))).toMatch(/4029|too many/i);
  const anonymous = [];
  for (let index = limits.socketsPerUser; index <= limits.socketsPerAddress; index += 1) {
    anonymous.push(await openRawSocket(world.url));
  }
  expect((await closing(anonymous.at(-1)!)).code).toBe(4029);
  expect(await say(first)).toContain('"parley"');
});

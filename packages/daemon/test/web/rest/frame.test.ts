// REST's frame: versions, methods, bodies, error answers, and what hostile callers send.

import { connect } from 'node:net';
import { limits } from '@parley/shared/limits';
import { expect, test } from 'vitest';
import { createRest } from '../../support/rest.ts';
import { createWebWorld } from '../../support/web.ts';
import { password } from '../../support/world.ts';

const vendor = (version: string) => ({ accept: `application/vnd.parley.${version}+json` });

test('the version comes by path or by header; one that is not there is told', async () => {
  await using world = await createWebWorld();
  const rest = createRest(world.url);
  const byPath = await rest('GET', '/posts');
  expect([byPath.status, byPath.data, byPath.meta]).toEqual([200, [], { nextCursor: null }]);
  expect(byPath.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(byPath.headers.get('vary')).toBe('Accept, Authorization');
  const byHeader = await rest('GET', '/api/posts', { headers: vendor('v1') });
  expect([byHeader.status, byHeader.text]).toEqual([200, byPath.text]);
  expect(byHeader.headers.get('content-type')).toMatch(/^application\/vnd\.parley\.v1\+json/);
  expect((await rest('GET', '/api/posts')).status).toBe(200);

  const unknown = await rest('GET', '/api/posts', { headers: vendor('v9') });
  expect([unknown.status, unknown.error.code]).toEqual([406, 'not_acceptable']);
  expect(unknown.error.message).toContain('ask for application/vnd.parley.v1+json');
  const either = { accept: `${vendor('v9').accept}, application/json;q=0.5` };
  expect((await rest('GET', '/posts', { headers: either })).status).toBe(200);
  const later = await rest('GET', '/api/v2/posts');
  expect([later.status, later.error.message]).toEqual([
    404,
    'There is no version v2 of this API; there is v1.',
  ]);
});

test('methods: HEAD as GET, OPTIONS tells, others are 405 with Allow; no CORS', async () => {
  await using world = await createWebWorld();
  const rest = createRest(world.url);
  const head = await rest('HEAD', '/posts');
  expect([head.status, head.text]).toEqual([200, '']);
  expect(head.headers.get('etag')).toBe((await rest('GET', '/posts')).headers.get('etag'));
  const options = await rest('OPTIONS', '/posts', { headers: { origin: 'https://evil.example' } });
  expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS']);
  expect(options.headers.get('access-control-allow-origin')).toBeNull();
  for (const method of ['PUT', 'PATCH', 'DELETE']) {
    const refused = await rest(method, '/posts', { body: 'not even JSON' });
    expect([refused.status, refused.error.code]).toEqual([405, 'unsupported']);
    expect(refused.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
  }
  const override = { headers: { 'x-http-method-override': 'DELETE' } };
  expect((await rest('GET', '/posts', override)).status).toBe(200);
  expect((await rest('GET', '/users/login')).status).toBe(405);
});

test('errors have one shape, with what their status calls for', async () => {
  await using world = await createWebWorld({ rates: { login: { points: 2, seconds: 60 } } });
  const rest = createRest(world.url);
  const absent = await rest('GET', '/nowhere');
  expect(absent.error).toEqual({
    code: 'not_found',
    message: 'There is nothing here.',
    requestId: absent.headers.get('x-request-id'),
  });
  expect(absent.headers.get('cache-control')).toBe('no-store');
  const anonymous = await rest('GET', '/rooms');
  expect([anonymous.status, anonymous.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  const stale = await rest('GET', '/posts', { token: 'ses_stale' });
  expect([stale.status, stale.headers.get('www-authenticate')]).toEqual([
    401,
    'Bearer error="invalid_token"',
  ]);
  const wrong = { body: { login: 'ada', password: 'wrong' } };
  for (let index = 0; index < 2; index += 1) {
    expect((await rest('POST', '/users/login', wrong)).status).toBe(401);
  }
  const limited = await rest('POST', '/users/login', wrong);
  expect([limited.status, limited.error.code]).toEqual([429, 'limited']);
  expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('REST and tRPC draw on the same limits', async () => {
  await using world = await createWebWorld({ rates: { api: { points: 4, seconds: 60 } } });
  const rest = createRest(world.url);
  const { token } = await world.signUp('ada');
  for (let index = 0; index < 2; index += 1) {
    expect((await rest('GET', '/rooms', { token })).status).toBe(200);
    await world.http(token).chat.listRooms.query();
  }
  expect((await rest('GET', '/rooms', { token })).status).toBe(429);
  await expect(world.http(token).chat.listRooms.query()).rejects.toThrow('Too many');
  expect((await rest('GET', '/posts')).status).toBe(200);
});

test('a fault inside is told by request id only', async () => {
  await using world = await createWebWorld();
  const rest = createRest(world.url);
  const { token } = await world.signUp('ada');
  await world.repo.sql`alter table rooms rename column topic to subject`;
  const answer = await rest('GET', '/rooms', { token });
  expect([answer.status, answer.error.code]).toEqual([500, 'internal']);
  expect(answer.error.requestId).toBe(answer.headers.get('x-request-id'));
  expect(answer.text).not.toMatch(/topic|select|column|\.ts/i);
});

test('row 49: what is no field of the input is refused, in body and query', async () => {
  await using world = await createWebWorld();
  const rest = createRest(world.url);
  const { token } = await world.signUp('ada');
  const post = { title: 'Mass assignment', body: 'Ten characters at least.' };
  const more = { authorId: 'x', createdAt: 'now', role: 'admin', state: 'published', id: 'x' };
  const refused = await rest('POST', '/posts', { token, body: { ...post, ...more } });
  expect(refused.status).toBe(422);
  expect(Object.keys(refused.error.fields ?? {})).toEqual(Object.keys(more));
  for (const path of ['/posts?role=admin', '/posts?page=1&page=2', '/rooms?x=1']) {
    expect([path, (await rest('GET', path, { token })).status]).toEqual([path, 422]);
  }
  expect((await rest('POST', '/posts?id=1', { token, body: post })).status).toBe(422);
  const inPath = await rest('POST', '/rooms/lobby/messages', {
    token,
    body: { room: 'other', body: 'x' },
  });
  expect(inPath.error.fields).toEqual({ room: ['is not a known field'] });
});

test('row 78: numbers and truths in queries are read strictly, sizes are clamped', async () => {
  await using world = await createWebWorld();
  const rest = createRest(world.url);
  const status = async (query: string) => (await rest('GET', `/posts?${query}`)).status;
  for (const query of ['perPage=1000000000', 'published=true', 'page=2', 'tags=a,b&tags=c']) {
    expect([query, await status(query)]).toEqual([query, 200]);
  }
  for (const value of ['-1', '0', '0.5', '1e3', '', '+1', '0x10', 'NaN', '1'.repeat(30)]) {
    expect([value, await status(`perPage=${value}`)]).toEqual([value, 422]);
  }
  for (const query of [
    'published=1',
    'published=TRUE',
    'published=',
    'sort=rank',
    'from=yesterday',
    'cursor=%00',
    'cursor=nonsense',
    'author=a%00b',
    'search=a%00b',
    `tags=${Array(11).fill('x').join(',')}`,
    `search=${'x'.repeat(300)}`,
    'page=2&cursor=x',
  ]) {
    expect([query, await status(query)]).toEqual([query, 422]);
  }
});

test('rows 70, 74–76: bodies that are not what they should be are 4xx', async () => {
  await using world = await createWebWorld();
  const rest = createRest(world.url);
  const { token } = await world.signUp('ada');
  const post = async (body: string, headers: Record<string, string> = {}) =>
    (await rest('POST', '/posts', { token, body, headers })).status;
  const good = '"title":"A title","body":"Ten characters at least."';
  expect(await post(`{${good}}`)).toBe(201);
  for (const text of [
    '{"title":',
    '['.repeat(100_000),
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    `{"title":${'{"a":'.repeat(100)}1${'}'.repeat(100)},"body":"x"}`,
    '{"title":NaN}',
    `{"title":"Another",${good}}`,
    `{"t\\u0069tle":"Another",${good}}`,
    `{"title"${' '.repeat(1_000)}:"Another",${good}}`,
  ]) {
    expect([text.slice(0, 40), await post(text)]).toEqual([text.slice(0, 40), 400]);
  }
  for (const text of [
    '',
    'null',
    '[]',
    '"text"',
    '1e400',
    '{}',
    `{"__proto__":{"admin":true},${good}}`,
    `{"constructor":{"prototype":{"admin":true}},${good}}`,
    '{"title":1e400,"body":"Ten characters at least."}',
    '{"title":"a\\u0000b","body":"Ten characters at least."}',
    '{"title":"a\\ud800b","body":"Ten characters at least."}',
    `{"title":"${'x'.repeat(300)}","body":"Ten characters at least."}`,
    `{${good},"tags":${JSON.stringify(Array(100_000).fill('x'))}}`,
  ]) {
    expect([text.slice(0, 40), await post(text)]).toEqual([text.slice(0, 40), 422]);
  }
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
  expect(await post(`{${good},"x":"${'x'.repeat(limits.httpBodyBytes)}"}`)).toBe(413);
  for (const type of [
    'text/plain',
    'application/xml',
    'multipart/form-data',
    'application/x-json',
  ]) {
    expect([type, await post(`{${good}}`, { 'content-type': type })]).toEqual([type, 415]);
  }
  expect(await post(`{${good}}`, { 'content-type': 'application/json; charset=latin1' })).toBe(415);
  expect(
    (await rest('DELETE', '/posts/x', { token, body: { why: 'not' }, headers: {} })).status,
  ).toBe(422);
});

test('row 70: a body of two lengths is refused, and no second request is read out of it', async () => {
  await using world = await createWebWorld();
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(new URL(world.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (data) => {
      text += data.toString();
    });
    socket.on('close', () => resolve(text));
    socket.end(
      'POST /api/v1/users/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n' +
        'content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n' +
        'GET /api/v1/posts HTTP/1.1\r\nhost: x\r\n\r\n',
    );
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).not.toContain('"data"');
});

test('row 73: paths that lead nowhere, or cannot be read, are told in the one shape', async () => {
  await using world = await createWebWorld();
  const rest = createRest(world.url);
  const { token } = await world.signUp('ada');
  for (const path of ['__proto__', 'constructor', 'posts/__proto__', 'posts/a%00b', 'posts/%20']) {
    const answer = await rest('GET', `/${path}`, { token });
    expect([path, answer.status, answer.error.code]).toEqual([path, 404, 'not_found']);
  }
  for (const path of ['posts/%zz', 'posts/%ff']) {
    const answer = await rest('GET', `/${path}`, { token });
    expect([path, answer.status, answer.error.code]).toEqual([path, 400, 'unreadable']);
  }
  const long = await rest('GET', `/posts/${'x'.repeat(10_000)}`, { token });
  expect([400, 404]).toContain(long.status);
  expect(long.text).not.toContain('xxx');
  expect((await rest('GET', '/users/a%00b', { token })).status).toBe(404);
  expect((await rest('GET', '/rooms/a%00b/messages', { token })).status).toBe(404);
});

test('personal tokens do what their scopes say, and suspended people nothing', async () => {
  await using world = await createWebWorld();
  const rest = createRest(world.url);
  await world.signUp('root');
  const { scope } = await world.signUp('ada');
  const reader = await world.sessions.createToken(scope, { name: 'r', scopes: ['read'] });
  expect((await rest('GET', '/rooms', { token: reader.token })).status).toBe(200);
  const body = { title: 'A title', body: 'Ten characters at least.' };
  const refused = await rest('POST', '/posts', { token: reader.token, body });
  expect([refused.status, refused.error.code]).toEqual([403, 'forbidden']);
});

test('registering and logging in: tokens are never to be kept by anything between', async () => {
  await using world = await createWebWorld();
  const rest = createRest(world.url);
  const body = { username: 'ada', email: 'ada@example.org', password };
  const registered = await rest('POST', '/users/register', { body });
  expect(registered.status).toBe(201);
  expect(registered.headers.get('location')).toBe('/api/v1/users/ada');
  expect(registered.headers.get('cache-control')).toBe('no-store');
  const taken = await rest('POST', '/users/register', { body });
  expect([taken.status, taken.error.fields]).toMatchObject([
    422,
    { username: ['has already been taken'] },
  ]);
  const login = await rest('POST', '/users/login', { body: { login: 'ada', password } });
  expect([login.status, login.headers.get('cache-control')]).toEqual([200, 'no-store']);
  const { token } = login.data as { token: string };
  const me = await rest('GET', '/users/me', { token });
  expect([me.status, me.data]).toMatchObject([200, { username: 'ada', email: 'ada@example.org' }]);
  expect(me.headers.get('cache-control')).toBe('private, no-cache');
  expect((await rest('GET', '/users/ada', { token })).text).not.toContain('example.org');
  expect((await rest('GET', '/users/nobody', { token })).status).toBe(404);
  expect((await rest('PATCH', '/users/me', { token, body: { bio: 'Hello' } })).data).toMatchObject({
    bio: 'Hello',
  });
  expect((await rest('POST', '/users/logout', { token })).status).toBe(204);
  expect((await rest('GET', '/users/me', { token })).status).toBe(401);
});

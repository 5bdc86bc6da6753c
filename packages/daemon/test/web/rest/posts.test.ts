// Posts and their comments over REST.

import type { CommentView, PostView } from '@parley/shared/blog';
import { expect, test } from 'vitest';
import { createRest, type RestAnswer, readLinks } from '../../support/rest.ts';
import { createWebWorld } from '../../support/web.ts';

const draft = { title: 'Release notes', body: 'What ships, and when.', tags: ['news'] };

async function createStage() {
  const world = await createWebWorld();
  const { token: admin } = await world.signUp('root');
  const { token: author } = await world.signUp('ada');
  const { token: other } = await world.signUp('bob');
  const { token: moderator, scope } = await world.signUp('mod');
  const root = (await world.sessions.authenticate(admin, ''))!;
  await world.accounts.setRole(root, scope.user.username, 'moderator');
  const rest = createRest(world.url);
  return {
    rest,
    tokens: { nobody: undefined, other, author, moderator, admin },
    token: author,
    write: async (changes: object = {}) =>
      postOf(await rest('POST', '/posts', { token: author, body: { ...draft, ...changes } })),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
    world,
  };
}

const postOf = (answer: RestAnswer) => answer.data as PostView;

test('a post is made, read, changed, published, taken back and deleted', async () => {
  await using stage = await createStage();
  const { rest, token } = stage;
  const made = await rest('POST', '/posts', { token, body: draft });
  const { id } = postOf(made);
  expect([made.status, made.headers.get('location')]).toEqual([201, `/api/v1/posts/${id}`]);
  expect(made.data).toMatchObject({ ...draft, slug: 'release-notes', state: 'draft', version: 1 });
  expect((await rest('GET', `/posts/${id}`)).status).toBe(404);

  const patched = await rest('PATCH', `/posts/${id}`, { token, body: { version: 1, tags: [] } });
  expect([patched.status, patched.data]).toMatchObject([200, { ...draft, tags: [], version: 2 }]);
  const { title, body } = draft;
  const put = await rest('PUT', '/posts/release-notes', {
    token,
    body: { version: 2, title, body: `${body} Soon.` },
  });
  expect([put.status, put.data]).toMatchObject([200, { version: 3, tags: [] }]);
  expect(
    (await rest('PUT', `/posts/${id}`, { token, body: { version: 3, title } })).error,
  ).toMatchObject({ code: 'invalid', fields: { body: ["can't be left out"] } });

  const published = await rest('POST', `/posts/${id}/publish`, { token });
  expect([published.status, published.data]).toMatchObject([200, { state: 'published' }]);
  expect((await rest('GET', '/posts/release-notes')).data).toMatchObject({ id, title });
  expect((await rest('POST', `/posts/${id}/unpublish`, { token })).data).toMatchObject({
    state: 'unpublished',
  });
  const deleted = await rest('DELETE', `/posts/${id}`, { token });
  expect([deleted.status, deleted.text]).toEqual([204, '']);
  expect((await rest('GET', `/posts/${id}`, { token })).status).toBe(404);
});

test('what is not valid is told by field', async () => {
  await using stage = await createStage();
  const { rest, token } = stage;
  const body = { title: 'ab', body: 'short', tags: ['two words'] };
  const answer = await rest('POST', '/posts', { token, body });
  expect([answer.status, answer.error]).toMatchObject([
    422,
    {
      code: 'invalid',
      fields: {
        title: ['must be at least 3 characters'],
        body: ['must be at least 10 characters'],
        'tags.0': ['may have letters, digits, and - _ + .'],
      },
    },
  ]);
});

test('an old slug leads to the new one', async () => {
  await using stage = await createStage();
  const { rest, token } = stage;
  const { id, slug } = await stage.write();
  await stage.world.repo.sql`
    insert into post_old_slugs (slug, post_id, created_at) values ('once', ${id}, now())`;
  const moved = await rest('GET', '/posts/once', { token });
  expect([moved.status, moved.headers.get('location')]).toEqual([301, `/api/v1/posts/${slug}`]);
  expect(moved.headers.get('cache-control')).toBe('private, no-cache');
  expect((await rest('GET', '/posts/once')).status).toBe(404);
});

test('of two editors the second is told, with what is stored: 409 by body, 412 by If-Match', async () => {
  await using stage = await createStage();
  const { rest, token } = stage;
  const { id } = await stage.write();
  const read = await rest('GET', `/posts/${id}`, { token });
  const tag = read.headers.get('etag')!;
  expect(tag).toMatch(/^"1-[\w-]{16}"$/);
  const path = `/posts/${id}`;
  const first = await rest('PATCH', path, {
    token,
    body: { title: 'Mine came first' },
    headers: { 'if-match': tag },
  });
  expect([first.status, first.headers.get('etag')]).toMatchObject([
    200,
    expect.stringMatching(/^"2-/),
  ]);
  for (const [headers, version, status, code] of [
    [{ 'if-match': tag }, {}, 412, 'precondition_failed'],
    [{ 'if-match': '"1"' }, {}, 412, 'precondition_failed'],
    [{}, { version: 1 }, 409, 'conflict'],
  ] as const) {
    const body = { title: 'Mine came second', ...version };
    const second = await rest('PATCH', path, { token, body, headers });
    expect([second.status, second.error.code]).toEqual([status, code]);
    expect(second.error.current).toMatchObject({ version: 2, title: 'Mine came first' });
  }
  for (const [headers, body] of [
    [{}, {}],
    [{ 'if-match': '*' }, {}],
    [{ 'if-match': 'one' }, {}],
    [{ 'if-match': '"1", "2"' }, {}],
    [{ 'if-match': '"2"' }, { version: 1 }],
  ] as [Record<string, string>, object][]) {
    const answer = await rest('PATCH', path, { token, body: { title: 'Three', ...body }, headers });
    expect([headers, answer.status]).toEqual([headers, 422]);
  }
  const foreign = { token, body: { title: 'Three' }, headers: { 'if-match': '"of-others"' } };
  expect((await rest('PATCH', path, foreign)).status).toBe(412);
  for (const [method, at] of [
    ['POST', `${path}/publish`],
    ['DELETE', path],
  ] as const) {
    const stale = await rest(method, at, { token, headers: { 'if-match': '"1"' } });
    expect([method, stale.status]).toEqual([method, 412]);
  }
  const fresh = await rest('DELETE', path, { token, headers: { 'if-match': '"2"' } });
  expect(fresh.status).toBe(204);
});

test('conditional GET: 304 while nothing changed, for lists as well', async () => {
  await using stage = await createStage();
  const { rest, token } = stage;
  const { id } = await stage.write();
  await rest('POST', `/posts/${id}/publish`, { token });
  for (const path of ['/posts', `/posts/${id}`, '/openapi.json']) {
    const first = await rest('GET', path);
    const tag = first.headers.get('etag')!;
    expect(first.headers.get('cache-control')).toBe('no-cache');
    for (const sent of [tag, `W/${tag}`, `"x", ${tag}`, '*']) {
      const again = await rest('GET', path, { headers: { 'if-none-match': sent } });
      expect([path, sent, again.status]).toEqual([path, sent, 304]);
      expect(again.headers.get('etag')).toBe(tag);
    }
  }
  const before = await rest('GET', `/posts/${id}`);
  await rest('POST', `/posts/${id}/comments`, { token, body: { body: 'First' } });
  const after = await rest('GET', `/posts/${id}`, {
    headers: { 'if-none-match': before.headers.get('etag')! },
  });
  expect([after.status, after.data]).toMatchObject([200, { commentCount: 1 }]);
});

test('lists: filters combine, pages lead on by cursor and by number', async () => {
  await using stage = await createStage();
  const { rest, token } = stage;
  for (let index = 1; index <= 5; index += 1) {
    const { id } = await stage.write({ title: `Number ${index}`, tags: ['all', `n${index}`] });
    if (index < 5) await rest('POST', `/posts/${id}/publish`, { token });
  }
  const titles = (answer: RestAnswer) =>
    (answer.data as PostView[]).map(({ title }) => title.slice(-1));
  expect(titles(await rest('GET', '/posts'))).toEqual(['4', '3', '2', '1']);
  expect(titles(await rest('GET', '/posts?published=false', { token }))).toEqual(['5']);
  expect(titles(await rest('GET', '/posts?tags=all&tags=n2&author=@ada'))).toEqual(['2']);
  expect(titles(await rest('GET', '/posts?tags=all,n2&published=true&sort=newest'))).toEqual(['2']);

  const walked: string[] = [];
  let next: string | undefined = '/posts?perPage=3&tags=all';
  while (next) {
    const page: RestAnswer = await rest('GET', next);
    walked.push(...titles(page));
    const links = readLinks(page);
    expect(links.first).toBe('/api/v1/posts?perPage=3&tags=all');
    expect(links.next === undefined).toBe((page.meta as { nextCursor: null }).nextCursor === null);
    next = links.next;
  }
  expect(walked).toEqual(['4', '3', '2', '1']);

  const second = await rest('GET', '/posts?page=2&perPage=1');
  expect([titles(second), second.meta]).toMatchObject([['3'], { total: 4 }]);
  expect(readLinks(second)).toEqual({
    first: '/api/v1/posts?page=1&perPage=1',
    prev: '/api/v1/posts?page=1&perPage=1',
    next: '/api/v1/posts?page=3&perPage=1',
    last: '/api/v1/posts?page=4&perPage=1',
  });
  expect(readLinks(await rest('GET', '/posts?page=4&perPage=1'))).not.toHaveProperty('next');
});

test('comments: written, answered once a key, changed, deleted; of another post as absent', async () => {
  await using stage = await createStage();
  const { rest, token, tokens } = stage;
  const { id } = await stage.write();
  const { id: elsewhere } = await stage.write({ title: 'Another one' });
  for (const post of [id, elsewhere]) await rest('POST', `/posts/${post}/publish`, { token });
  const path = `/posts/${id}/comments`;
  const key = { 'idempotency-key': 'retry-1' };
  const send = { token: tokens.other, body: { body: 'Well done' }, headers: key };
  const first = await rest('POST', path, send);
  const comment = first.data as CommentView;
  expect([first.status, first.headers.get('location')]).toEqual([
    201,
    `/api/v1${path}/${comment.id}`,
  ]);
  expect((await rest('POST', path, send)).data).toEqual(comment);
  const reply = { body: 'Thanks', parentId: comment.id };
  expect((await rest('POST', path, { token, body: reply })).status).toBe(201);
  const bySlug = await rest('GET', '/posts/release-notes/comments');
  expect(bySlug.data).toMatchObject([{ body: 'Well done' }, { body: 'Thanks' }]);

  const at = (post: string) => `/posts/${post}/comments/${comment.id}`;
  const body = { body: 'Well done indeed' };
  const mine = { token: tokens.other };
  expect((await rest('PATCH', at(elsewhere), { ...mine, body })).status).toBe(404);
  expect((await rest('DELETE', at(elsewhere), mine)).status).toBe(404);
  expect((await rest('PATCH', at(id), { token, body })).status).toBe(403);
  expect((await rest('PATCH', at(id), { ...mine, body })).data).toMatchObject(body);
  expect((await rest('DELETE', at(id), mine)).status).toBe(204);
  expect((await rest('GET', path)).data).toMatchObject([{ body: '' }, { body: 'Thanks' }]);
  expect((await rest('GET', `/posts/nowhere/comments`)).status).toBe(404);
  expect((await rest('DELETE', `${path}/nonsense`, mine)).status).toBe(404);
});

test('policy: who may do what to a post, over REST', async () => {
  await using stage = await createStage();
  const { rest, token, tokens } = stage;
  const expected = {
    nobody: { draft: [404, 401, 401, 401], published: [200, 401, 401, 401] },
    other: { draft: [404, 404, 404, 404], published: [200, 403, 403, 403] },
    author: { draft: [200, 200, 200, 204], published: [200, 200, 200, 204] },
    moderator: { draft: [404, 404, 404, 404], published: [200, 403, 403, 204] },
    admin: { draft: [404, 404, 404, 404], published: [200, 403, 403, 204] },
  };
  for (const [viewer, states] of Object.entries(expected)) {
    for (const [state, statuses] of Object.entries(states)) {
      const { id } = await stage.write();
      if (state === 'published') await rest('POST', `/posts/${id}/publish`, { token });
      const options = { token: tokens[viewer as keyof typeof tokens] };
      const patch = { ...options, body: { version: 1, tags: ['x'] } };
      const seen = [
        (await rest('GET', `/posts/${id}`, options)).status,
        (await rest('PATCH', `/posts/${id}`, patch)).status,
        (await rest('POST', `/posts/${id}/publish`, options)).status,
        (await rest('DELETE', `/posts/${id}`, options)).status,
      ];
      expect([viewer, state, seen]).toEqual([viewer, state, statuses]);
    }
  }
});

test('a post is scheduled for a time to come, and shown to its author alone until then', async () => {
  await using stage = await createStage();
  const { rest, token } = stage;
  const { id } = await stage.write();
  const path = `/posts/${id}/schedule`;
  const past = await rest('POST', path, { token, body: { publishAt: '2020-01-01T09:00:00Z' } });
  expect([past.status, Object.keys(past.error.fields ?? {})]).toEqual([422, ['publishAt']]);
  const publishAt = new Date(Date.now() + 3_600_000).toISOString();
  const scheduled = await rest('POST', path, { token, body: { publishAt } });
  expect([scheduled.status, scheduled.data]).toMatchObject([
    200,
    { state: 'scheduled', publishAt },
  ]);
  expect((await rest('GET', `/posts/${id}`)).status).toBe(404);
  expect((await rest('GET', '/posts')).data).toEqual([]);
});

test('versions of a post are listed, read and taken up again by its author alone', async () => {
  await using stage = await createStage();
  const { rest, token, tokens } = stage;
  const { id } = await stage.write();
  const change = { version: 1, title: 'Other notes', body: 'Rewritten from scratch.' };
  await rest('PATCH', `/posts/${id}`, { token, body: change });
  await rest('POST', `/posts/${id}/publish`, { token });
  const path = `/posts/${id}/revisions`;
  const list = await rest('GET', `${path}?perPage=1`, { token });
  expect(list.data).toMatchObject([{ version: 2, title: 'Other notes' }]);
  const older = await rest('GET', readLinks(list).next!, { token });
  expect(older.data).toMatchObject([{ version: 1, title: draft.title }]);
  expect((await rest('GET', `${path}/1`, { token })).data).toMatchObject(draft);
  for (const revision of ['0', '-1', '1.0', 'x', '9', '99999999999']) {
    const { status } = await rest('GET', `${path}/${revision}`, { token });
    expect([revision, status]).toEqual([revision, 404]);
  }
  expect((await rest('GET', path, { token: tokens.admin })).status).toBe(403);
  const stale = { token, headers: { 'if-match': '"1"' } };
  expect((await rest('POST', `${path}/1/restore`, stale)).status).toBe(412);
  const fresh = { token, headers: { 'if-match': '"2"' } };
  const restored = await rest('POST', `${path}/1/restore`, fresh);
  expect([restored.status, restored.data]).toMatchObject([200, { ...draft, version: 3 }]);
});

test('row 44: posts are found by their words, also by strange ones; tags and ranks count', async () => {
  await using stage = await createStage();
  const { rest, token } = stage;
  for (const title of ['Of zebras', 'Of giraffes']) {
    const { id } = await stage.write({ title });
    await rest('POST', `/posts/${id}/publish`, { token });
  }
  await stage.write({ title: 'Of zebras that nobody sees' });
  const found = await rest('GET', '/search?q=zebras&author=ada&tags=news');
  expect(found.data).toMatchObject([{ title: 'Of zebras', snippet: expect.any(String) }]);
  for (const q of ["' OR 1=1--", ':*', '(((', '%_', '&|!', '"', '\\', 'a'.repeat(256)]) {
    const { status } = await rest('GET', `/search?q=${encodeURIComponent(q)}`);
    expect([q, status]).toEqual([q, 200]);
  }
  for (const query of ['', '?q=', '?q=%20', '?query=zebras', '?q=a%00', `?q=${'a'.repeat(300)}`]) {
    expect([query, (await rest('GET', `/search${query}`)).status]).toEqual([query, 422]);
  }
  expect((await rest('GET', '/search')).error.fields).toEqual({ q: ["can't be left out"] });
  expect((await rest('GET', '/tags')).data).toEqual([{ name: 'news', count: 2 }]);
  expect((await rest('GET', '/ranks?author=@ada')).data).toMatchObject([{ rank: 1 }, { rank: 2 }]);
});

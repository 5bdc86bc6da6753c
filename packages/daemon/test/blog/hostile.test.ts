// Hostile calls of the writing procedures over the wire: nothing slips in, nothing breaks.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWebWorld, type WebWorld } from '../support/web.ts';
import { body, inAnHour } from './posts.ts';

let world: WebWorld;
let token: string;
let id: string;
beforeAll(async () => {
  world = await createWebWorld();
  const ada = await world.signUp('ada');
  token = ada.token;
  ({ id } = await world.blog.createPost(ada.scope, { title: 'A post', body }));
});
afterAll(() => world[Symbol.asyncDispose]());

async function post(path: string, input: unknown) {
  const response = await fetch(`${world.url}/trpc/blog.${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(input),
  });
  const answer = (await response.json()) as {
    error?: { data: { domain: { code: string; fields?: Record<string, string[]> } } };
  };
  return { status: response.status, domain: answer.error?.data.domain };
}

const calls = {
  createPost: { title: 'Another post', body },
  updatePost: { id: '', version: 1, title: 'Renamed post' },
  schedulePost: { id: '', publishAt: '' },
  publishPost: { id: '' },
  restoreRevision: { id: '', version: 1, revision: 1 },
};
const inputOf = (path: keyof typeof calls) => ({
  ...calls[path],
  ...('id' in calls[path] && { id }),
  ...('publishAt' in calls[path] && { publishAt: inAnHour() }),
});

test.each(Object.keys(calls) as (keyof typeof calls)[])(
  'rows 49 and 85: %s takes no field that is not its own, and no time but a schedule’s',
  async (path) => {
    for (const field of ['authorId', 'state', 'slug', 'views', 'createdAt', 'publishedAt']) {
      const value = field.endsWith('At') ? '2099-01-01T00:00:00Z' : 'published';
      const { status, domain } = await post(path, { ...inputOf(path), [field]: value });
      expect([field, status, domain?.code]).toEqual([field, 400, 'invalid']);
    }
    const [row] = await world.repo.sql`select state, version, title from posts where id = ${id}`;
    expect(row).toEqual({ state: 'draft', version: 1, title: 'A post' });
  },
);

test('row 76: NUL and lone surrogates in any text are refused at their field, never an error', async () => {
  for (const bad of ['a post\u0000 with', 'a post \ud800 with']) {
    for (const [path, field] of [
      ['createPost', 'title'],
      ['createPost', 'body'],
      ['updatePost', 'title'],
      ['updatePost', 'body'],
    ] as const) {
      const { status, domain } = await post(path, { ...inputOf(path), [field]: `${bad} ${body}` });
      expect([path, field, status]).toEqual([path, field, 400]);
      expect(domain?.fields?.[field]).toContain('has characters that cannot be stored');
    }
    expect((await post('publishPost', { slug: bad })).status).toBe(400);
    expect((await post('createPost', { ...calls.createPost, tags: [bad] })).status).toBe(400);
  }
});

test('times, versions and ids that are none are refused, never an error', async () => {
  for (const publishAt of ['tomorrow', '', 0, null, '2026-13-01T00:00:00Z', '2099-01-01', {}]) {
    const { status } = await post('schedulePost', { id, publishAt });
    expect([publishAt, status]).toEqual([publishAt, 400]);
  }
  for (const version of [0, -1, 1.5, 2 ** 31, '1', null]) {
    expect((await post('updatePost', { id, version, title: 'Any' })).status).toBe(400);
    expect((await post('restoreRevision', { id, version: 1, revision: version })).status).toBe(400);
  }
  const nobody = '00000000-0000-7000-8000-000000000000';
  for (const of of ["' or 1=1--", '../..', 'x'.repeat(300), nobody]) {
    const { status } = await post('schedulePost', { id: of, publishAt: inAnHour() });
    expect(status).toBe(of === nobody ? 404 : 400);
  }
});

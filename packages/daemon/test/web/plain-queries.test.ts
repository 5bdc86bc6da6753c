// A single query takes a shorter way than tRPC's adapter: what it answers must be the same.

import { expect, test } from 'vitest';
import { createWebWorld } from '../support/web.ts';

test('a query that goes the short way and one that does not are answered alike, errors and headers too', async () => {
  await using world = await createWebWorld();
  const { scope, token } = await world.signUp('ada');
  const { id } = await world.blog.createPost(scope, {
    title: 'A draft',
    body: 'A body that is long enough.',
  });
  const questions: [path: string, input: string, token?: string][] = [
    ['blog.listPosts', ''],
    ['blog.getPost', JSON.stringify({ id }), token],
    ['blog.getPost', JSON.stringify({ id })],
    ['blog.getPost', JSON.stringify({ slug: 'a-draft' }), token],
    ['blog.getPost', '{"slug":1}'],
    ['blog.getPost', '{'],
    ['blog.getPost', ''],
    ['blog.listPosts', '{"sort":"id; drop table posts","__proto__":1}'],
    ['blog.listPosts', 'null'],
    ['accounts.me', ''],
    ['accounts.me', '', 'ses_wrong'],
    ['blog.createPost', '{}', token],
    ['no.such', ''],
    ['constructor', ''],
  ];
  for (const [path, input, bearer] of questions) {
    const query = input === '' ? '' : `?input=${encodeURIComponent(input)}`;
    const ask = async (accept: string) => {
      const headers = { accept, ...(bearer && { authorization: `Bearer ${bearer}` }) };
      const response = await fetch(`${world.url}/trpc/${path}${query}`, { headers });
      const text = (await response.text()).replace(/"requestId":"[^"]+"/g, '"requestId":""');
      const type = response.headers.get('content-type')?.split(';')[0];
      const vary = response.headers.get('vary');
      return { status: response.status, type, vary, body: JSON.parse(text) as unknown };
    };
    // The second makes it the adapter's, and is nothing to that.
    const [plain, adapted] = [await ask('*/*'), await ask('text/jsonl')];
    expect([path, input, plain]).toEqual([path, input, adapted]);
  }
});

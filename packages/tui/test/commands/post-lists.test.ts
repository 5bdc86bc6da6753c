// `tui posts list` and `tui search`: what is asked of the server, and what is printed.

import { expect, test } from 'vitest';
import { readPast } from '../../src/commands/past.ts';
import { createStage } from './stage.ts';

const post = {
  id: '01a20be8-ff08-765d-a0cc-7d209227d8e2',
  title: 'Tea',
  slug: 'tea',
  state: 'published',
  author: { id: '1', username: 'ada', displayName: 'Ada' },
  tags: ['hot'],
  commentCount: 0,
  views: 7,
  publishedAt: '2030-01-31T09:00:00.000Z',
  createdAt: '2030-01-31T09:00:00.000Z',
};

test('posts list asks for all that its options say, and tells the total of a numbered page', async () => {
  const answer = { data: { items: [post], nextCursor: null, total: 41 } };
  await using stage = await createStage({ 'blog.listPosts': answer });
  const argv = ['posts', 'list', '--search', 'red tulips', '--from', '2030-01-01T00:00:00Z'];
  const more = ['--to', '2030-02-01T00:00:00Z', '--sort', 'views', '--page', '3', '--limit', '20'];
  const result = await stage.tui([...argv, ...more]);
  expect(result).toMatchObject({ code: 0, err: '41 in all\n' });
  expect(result.out).toMatch(/tea +Tea +ada .* published +7 +hot/);
  expect(stage.calls[0]?.input).toEqual({
    search: 'red tulips',
    from: '2030-01-01T00:00:00.000Z',
    to: '2030-02-01T00:00:00.000Z',
    sort: 'views',
    page: 3,
    perPage: 20,
  });
  const json = await stage.tui(['posts', 'list', '--page', '1', '--json']);
  expect(JSON.parse(json.out)).toEqual(answer.data);
});

test('a time that is none, a sort that is none and a page that is none never reach the server', async () => {
  await using stage = await createStage();
  const list = (...argv: string[]) => stage.tui(['posts', 'list', ...argv]);
  expect(await list('--from', 'soon')).toMatchObject({ code: 6 });
  expect((await list('--to', '2030-99-99')).err).toContain('2030-01-31');
  expect(await list('--sort', 'id; drop table posts')).toMatchObject({ code: 2 });
  expect(await list('--page', '0')).toMatchObject({ code: 2 });
  expect(stage.calls).toEqual([]);
});

test('a list without a post says so beside standard output, and two kinds at once are refused', async () => {
  await using stage = await createStage({
    'blog.listPosts': { data: { items: [], nextCursor: null } },
  });
  const empty = await stage.tui(['posts', 'list', '--author', 'nobody']);
  expect(empty).toMatchObject({ code: 0, out: '', err: 'There are no such posts.\n' });
  expect(await stage.tui(['posts', 'list', '--drafts', '--published'])).toMatchObject({ code: 2 });
  expect(stage.calls).toHaveLength(1);
});

test('times are days, moments, or so long ago', () => {
  const now = new Date('2030-01-31T09:00:00.000Z');
  expect(readPast('from', '12h', now)).toBe('2030-01-30T21:00:00.000Z');
  expect(readPast('from', '7d', now)).toBe('2030-01-24T09:00:00.000Z');
  expect(readPast('from', '2030-01-01', now)).toBe(new Date(2030, 0, 1).toISOString());
});

test('search prints what was found with the words marked, and nothing that a terminal obeys', async () => {
  const snippet = 'the \u0002red\u0003\n tulips \u001b]0;pwn\u0007';
  const found = { data: { items: [{ ...post, snippet }], nextCursor: 'abc' } };
  await using stage = await createStage({
    'blog.searchPosts': [found, found, { data: { items: [], nextCursor: null } }],
  });
  const result = await stage.tui(['search', 'red', '--author', 'ada', '--tags', 'hot,tea']);
  expect(result).toMatchObject({ code: 0, err: 'More: --cursor abc\n' });
  expect(result.out).toContain('the *red* tulips');
  expect(result.out).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/u);
  expect(stage.calls[0]?.input).toEqual({ query: 'red', author: 'ada', tags: ['hot', 'tea'] });
  expect(JSON.parse((await stage.tui(['search', 'red', '--json'])).out)).toEqual(found.data);
  const none = await stage.tui(['search', 'nothing']);
  expect(none).toEqual({ code: 0, out: '', err: 'Nothing was found.\n' });
});

test('search without words, or with ones the server refuses, fails as it should', async () => {
  const away = { error: { code: 'unavailable', message: 'That takes too long to look for.' } };
  await using stage = await createStage({ 'blog.searchPosts': away });
  expect(await stage.tui(['search'])).toMatchObject({ code: 2 });
  const result = await stage.tui(['search', 'the']);
  expect(result.code).toBe(7);
  expect(result.err).toContain('too long');
});

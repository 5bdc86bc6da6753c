// Lists of posts through the door: filters that combine freely, sorts, pages by cursor and by number.

import { fc } from '@fast-check/vitest';
import type { ListPostsInput, PostListItem } from '@parley/shared/blog';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymousScope, type UserScope } from '../../src/accounts/index.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let ada: UserScope;
let bob: UserScope;
let all: (PostListItem & { words: string })[];

const states = ['published', 'published', 'published', 'draft', 'scheduled', 'unpublished'];
const tagSets = [[], ['red'], ['blue'], ['red', 'blue'], ['red', 'blue', 'green']];
const wordSets = ['apple pear', 'apple plum', 'quince', 'pear quince plum'];

beforeAll(async () => {
  world = await createWorld();
  [ada, bob] = [(await world.signUp('ada')).scope, (await world.signUp('bob')).scope];
  const { sql } = world.repo;
  for (let index = 0; index < 60; index += 1) {
    const author = index % 3 ? ada : bob;
    const words = wordSets[index % 4]!;
    const { id } = await world.blog.createPost(author, {
      title: `Post ${index}`,
      body: `About ${words} and nothing else.`,
      tags: tagSets[index % 5],
    });
    const state = states[(index * 7) % 6]!;
    // Many share a time, to the microsecond or nearly: the edges of pages fall between them.
    const at = `2030-01-${10 + (index % 9)} 12:00:00.00000${index % 4}+00`;
    await sql.unsafe(
      `update posts set state = $1, views = $2, created_at = $3::text::timestamptz - interval '1 day',
         published_at = case when $1 in ('published', 'unpublished') then $3::text::timestamptz end,
         publish_at = case when $1 = 'scheduled' then now() + interval '1 day' end
       where id = $4`,
      [state, index % 6, at, id],
    );
  }
  const read = async (scope: UserScope, published?: boolean) =>
    (await world.blog.listPosts(scope, { published, perPage: 100 })).items;
  const items = [...(await read(ada)), ...(await read(bob, false))];
  const bodies = await sql<{ id: string; words: string }[]>`
    select id, body as words from posts`;
  all = items.map((item) => ({ ...item, words: bodies.find(({ id }) => id === item.id)!.words }));
  expect(all).toHaveLength(60);
});
afterAll(() => world[Symbol.asyncDispose]());

/** What a list must hold, from the words of its contract; `null` is nobody. */
function pick(viewer: string | null, input: NonNullable<ListPostsInput>): Set<string> {
  const { published, author, tags = [], from, to, search, sort = 'newest' } = input;
  const only = published ?? (sort === 'newest' ? undefined : true);
  const chosen = all.filter((post) => {
    const isOut = post.state === 'published';
    const isMine = post.author.username === viewer;
    const time = isOut ? post.publishedAt! : post.createdAt;
    return (
      (isOut ? only !== false : isMine && only !== true) &&
      (author === undefined || post.author.username === author.toLowerCase()) &&
      tags.every((tag) => post.tags.includes(tag)) &&
      (from === undefined || time >= from) &&
      (to === undefined || time < to) &&
      (search === undefined || search.split(' ').every((word) => post.words.includes(word)))
    );
  });
  return new Set(chosen.map(({ id }) => id));
}

const times = ['2030-01-11T00:00:00.000Z', '2030-01-14T00:00:00.000Z', '2030-01-17T00:00:00.000Z'];
const wishes = fc.record(
  {
    published: fc.boolean(),
    author: fc.constantFrom('ada', 'BOB', 'carol'),
    tags: fc.subarray(['red', 'blue', 'green', 'unused'], { maxLength: 2 }),
    from: fc.constantFrom(...times),
    to: fc.constantFrom(...times),
    search: fc.constantFrom('apple', 'pear plum', 'nowhere'),
    sort: fc.constantFrom('newest' as const, 'published' as const, 'views' as const),
  },
  { requiredKeys: [] },
);

const keyOf: Record<string, (post: PostListItem) => string | number> = {
  newest: ({ createdAt }) => createdAt,
  published: ({ publishedAt }) => publishedAt ?? '',
  views: ({ views }) => views,
};

test('filters combine freely; by cursor and by page every post comes once, in order', async () => {
  const viewers = fc.constantFrom<[string | null, number]>([null, 3], ['ada', 7], ['bob', 1]);
  await fc.assert(
    fc.asyncProperty(wishes, viewers, async (wish, [viewer, perPage]) => {
      const scope = viewer === 'ada' ? ada : viewer === 'bob' ? bob : anonymousScope();
      const expected = pick(viewer, wish);
      const seen: PostListItem[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await world.blog.listPosts(scope, { ...wish, perPage, cursor });
        expect(page.total).toBeUndefined();
        expect(page.items.length).toBe(Math.min(perPage, expected.size - seen.length));
        seen.push(...page.items);
        cursor = page.nextCursor;
      }
      expect(seen).toHaveLength(expected.size);
      expect(new Set(seen.map(({ id }) => id))).toEqual(expected);
      const sort = wish.sort ?? (wish.published === true ? 'published' : 'newest');
      const keys = seen.map(keyOf[sort]!);
      expect(keys).toEqual([...keys].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0)));
      const second = await world.blog.listPosts(scope, { ...wish, perPage, page: 2 });
      expect(second.total).toBe(expected.size);
      expect(second.items).toEqual(seen.slice(perPage, 2 * perPage));
    }),
    { numRuns: 120 },
  );
});

test('a page by number leads on by cursor', async () => {
  const first = await world.blog.listPosts(ada, { page: 2, perPage: 5 });
  const { items } = await world.blog.listPosts(ada, { perPage: 5, cursor: first.nextCursor! });
  expect(items).toEqual((await world.blog.listPosts(ada, { page: 3, perPage: 5 })).items);
});

test('a cursor of another sort, and a mangled one, are invalid', async () => {
  const { nextCursor } = await world.blog.listPosts(ada, { sort: 'views', perPage: 1 });
  const build = (text: string) => Buffer.from(text).toString('base64url');
  const id = all[0]!.id;
  for (const [sort, cursor] of [
    ['newest', nextCursor!],
    ['views', nextCursor!.slice(0, -4)],
    ['views', 'nonsense'],
    ['views', build(`views|1e9|${id}`)],
    ['views', build(`views|${'9'.repeat(40)}|${id}`)],
    ['newest', build(`newest|2030-01-01|${id}`)],
    ['newest', build('newest|1|x')],
    ['newest', build(`newest|1|${id}|more`)],
  ] as const) {
    await expect(world.blog.listPosts(ada, { sort, cursor })).rejects.toMatchObject({
      code: 'invalid',
      fields: { cursor: [expect.any(String)] },
    });
  }
  await world.blog.listPosts(ada, {
    sort: 'newest',
    cursor: build(`newest|${'9'.repeat(17)}|${id}`),
  });
});

test('a page is so many statements, however many posts, authors and tags it has', async () => {
  const count = async (input: NonNullable<ListPostsInput>) => {
    world.takeQueries();
    const { items } = await world.blog.listPosts(ada, input);
    expect(items.length).toBeGreaterThan(0);
    // But for the driver's own question about types, which comes with each new connection.
    return world.takeQueries().filter((query) => !query.includes('pg_type')).length;
  };
  for (const perPage of [1, 30]) {
    expect(await count({ perPage })).toBe(1);
    expect(await count({ perPage, sort: 'views' })).toBe(1);
    expect(await count({ perPage, search: 'apple' })).toBe(1);
    expect(await count({ perPage, page: 1 })).toBe(2);
    expect(await count({ perPage, author: 'ada', tags: ['red', 'blue'] })).toBe(2);
    expect(await count({ perPage, author: 'ada', tags: ['red'], page: 1 })).toBe(3);
  }
});

test('comments are counted, those that were deleted are not', async () => {
  const [post] = all;
  await world.repo.sql`
    insert into comments (id, post_id, author_id, body, created_at, deleted_at)
    select gen_random_uuid(), ${post!.id}, ${ada.user.id}, 'Words', now(), case when n > 3 then now() end
    from generate_series(1, 5) n`;
  const { items } = await world.blog.listPosts(ada, { perPage: 100 });
  expect(items.find(({ id }) => id === post!.id)?.commentCount).toBe(3);
});

// Lists of posts through the door: pages, filters, statements, indexes.

import { expect, test } from 'vitest';
import { createWorld } from '../support/world.ts';
import { publish } from './posts.ts';

test('pages by cursor hold every post once, and filters combine', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  for (let index = 0; index < 12; index += 1) {
    const tags = ['all', index % 2 ? 'odd' : 'even', ...(index % 3 ? [] : ['third'])];
    await publish(world, index % 4 ? ada.scope : bob.scope, `Post ${index}`, tags);
  }
  const walk = async (input: object) => {
    const titles: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await world.blog.listPosts(ada.scope, { perPage: 5, cursor, ...input });
      titles.push(...page.items.map(({ title }) => title));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return titles;
  };
  const all = Array.from({ length: 12 }, (_, index) => `Post ${11 - index}`);
  expect(await walk({ published: true })).toEqual(all);
  expect(await walk({})).toEqual(all);
  expect(await walk({ tags: ['even', 'third'] })).toEqual(['Post 6', 'Post 0']);
  expect(await walk({ author: 'BOB', tags: ['third'] })).toEqual(['Post 0']);
  await expect(walk({ cursor: 'bm9uc2Vuc2U' })).rejects.toMatchObject({
    fields: { cursor: [expect.any(String)] },
  });
});

test('a page is one statement, however many posts, tags and authors it has', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  for (let index = 0; index < 5; index += 1) {
    await publish(world, scope, `Post ${index}`, ['a', 'b', 'c']);
  }
  world.takeQueries();
  const page = await world.blog.listPosts(scope, { published: true });
  expect(page.items).toHaveLength(5);
  expect(world.takeQueries()).toHaveLength(1);
});

test('the published list walks its index', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  await world.repo.sql`
    insert into posts (id, author_id, title, slug, body, state, published_at, created_at, updated_at)
    select gen_random_uuid(), ${scope.user.id}, 'Title', 'slug-' || n, 'body', 'published',
      now() - n * interval '1 minute', now(), now() from generate_series(1, 5000) n`;
  await world.repo.sql`analyze posts`;
  world.takeQueries();
  await world.blog.listPosts(scope, { published: true });
  const [query = ''] = world.takeQueries();
  const plan = await world.repo.sql.unsafe(`explain ${query.replace(/\$\d+/g, '20')}`);
  expect(JSON.stringify(plan)).toContain('posts_published_index');
});

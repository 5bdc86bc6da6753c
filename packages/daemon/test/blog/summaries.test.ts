// The blog summed up: ranks by readers, tags with counts, feeds.

import { limits } from '@parley/shared/limits';
import { expect, test } from 'vitest';
import { anonymousScope, type Scope } from '../../src/accounts/index.ts';
import { createWorld, type World } from '../support/world.ts';

const nobody = anonymousScope();
const body = 'A body that is long enough.';

async function publish(world: World, scope: Scope, title: string, views = 0, tags: string[] = []) {
  const { id } = await world.blog.createPost(scope, { title, body, tags });
  await world.repo.sql`update posts set views = ${views} where id = ${id}`;
  return world.blog.publishPost(scope, { id });
}

test('posts are ranked by their readers within their author, also where the list is cut', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  for (const [title, views] of [
    ['A5', 5],
    ['A9', 9],
    ['A1', 1],
  ] as const) {
    await publish(world, ada.scope, title, views);
  }
  await publish(world, bob.scope, 'B7', 7);
  const show = async (author?: string) =>
    (await world.blog.rankPosts(nobody, author === undefined ? undefined : { author })).items.map(
      ({ title, rank }) => `${title} #${rank}`,
    );
  expect(await show()).toEqual(['A9 #1', 'B7 #1', 'A5 #2', 'A1 #3']);
  expect(await show('ADA')).toEqual(['A9 #1', 'A5 #2', 'A1 #3']);
  expect(await show('carol')).toEqual([]);

  await world.repo.sql`
    insert into posts (id, author_id, title, slug, body, state, views, published_at, created_at, updated_at)
    select gen_random_uuid(), case when n % 3 = 0 then ${ada.scope.user.id}::uuid else ${bob.scope.user.id}::uuid end,
      'Many', 'many-' || n, 'body', 'published', n % 7, now() - n % 11 * interval '1 day', now(), now()
    from generate_series(1, 500) n`;
  world.cache.invalidate('posts');
  const whole = await world.repo.sql<{ id: string; rank: number }[]>`
    select id, (row_number() over (partition by author_id order by views desc, published_at, id))::int as rank
    from posts where state = 'published' order by views desc, published_at, id limit ${limits.rankedPosts}`;
  const { items } = await world.blog.rankPosts(bob.scope);
  expect(items.map(({ id, rank }) => ({ id, rank }))).toEqual([...whole]);
});

test('tags are those of published posts, the most used first', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  await publish(world, scope, 'One', 0, ['common', 'rare']);
  await publish(world, scope, 'Two', 0, ['common', 'also']);
  await world.blog.createPost(scope, { title: 'Draft', body, tags: ['common', 'hidden'] });
  expect((await world.blog.listTags(scope)).items).toEqual([
    { name: 'common', count: 2 },
    { name: 'also', count: 1 },
    { name: 'rare', count: 1 },
  ]);
});

test('a feed has the newest posts with their bodies, by author and by tag', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const first = await publish(world, ada.scope, 'First', 0, ['x']);
  const second = await publish(world, bob.scope, 'Second', 0, ['x', 'y']);
  expect(await world.blog.listFeed(nobody)).toEqual([second, first]);
  expect(await world.blog.listFeed(nobody, { author: 'Ada' })).toEqual([first]);
  expect(await world.blog.listFeed(nobody, { tag: 'y' })).toEqual([second]);
  expect(await world.blog.listFeed(nobody, { author: 'ada', tag: 'y' })).toEqual([]);
  expect(await world.blog.listFeed(nobody, { limit: 1 })).toEqual([second]);
});

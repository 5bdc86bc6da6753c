// Slugs through the door: unique over now and before, under races, and old ones lead on.

import { expect, test } from 'vitest';
import { createWorld, type World } from '../support/world.ts';
import { body, publish } from './posts.ts';

async function createAll(world: World, titles: string[]) {
  const { scope } = await world.signUp('ada');
  const made = await Promise.all(
    titles.map((title) => world.blog.createPost(scope, { title, body })),
  );
  return { scope, made, slugs: made.map(({ slug }) => slug) };
}

test('posts of one title made at once get slugs of their own', async () => {
  await using world = await createWorld();
  const titles = [
    'Hello, World!',
    'Hello World',
    'hello world',
    'Hello world 2',
    '日本語',
    '日本語',
  ];
  const { slugs } = await createAll(world, titles);
  expect(new Set(slugs).size).toBe(slugs.length);
  expect(slugs.slice(0, 4).sort()).toContain('hello-world');
  expect(slugs.slice(4).sort()).toEqual(['ri-ben-yu', 'ri-ben-yu-2']);
});

test('the thirtieth post of a title still gets a slug that starts with it', async () => {
  await using world = await createWorld();
  const { slugs } = await createAll(world, Array<string>(30).fill('Weekly notes'));
  expect(new Set(slugs).size).toBe(30);
  for (const slug of slugs) expect(slug).toMatch(/^weekly-notes(-|$)/);
});

test('a title of pictures only gets a slug from the id', async () => {
  await using world = await createWorld();
  const { made } = await createAll(world, ['🎉🎉🎉']);
  expect(made[0]!.slug).toBe(`post-${made[0]!.id.slice(-8)}`);
});

test('a new title brings a new slug, and all old ones lead to the post', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { blog } = world;
  const { id } = await publish(world, scope, 'First name');
  await blog.updatePost(scope, { id, version: 1, title: 'Second name' });
  const { slug } = await blog.updatePost(scope, { id, version: 2, title: 'Third name' });
  expect(slug).toBe('third-name');
  for (const old of ['first-name', 'second-name', 'third-name']) {
    expect(await blog.getPost(scope, { slug: old })).toMatchObject({ id, slug: 'third-name' });
  }
  // A change of words only, or of what a slug leaves out, leaves the slug alone.
  expect(await blog.updatePost(scope, { id, version: 3, title: 'Third: name!' })).toMatchObject({
    slug: 'third-name',
    version: 4,
  });
  expect(await blog.updatePost(scope, { id, version: 4, body: `${body} More.` })).toMatchObject({
    slug: 'third-name',
  });
});

test('nobody gets a slug that leads to another post; its own post takes it back', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { blog, repo } = world;
  const { id } = await publish(world, scope, 'Good name');
  await blog.updatePost(scope, { id, version: 1, title: 'Better name' });
  const late = await blog.createPost(scope, { title: 'Good name', body });
  expect(late.slug).toBe('good-name-2');
  expect(await blog.updatePost(scope, { id, version: 2, title: 'Good name' })).toMatchObject({
    slug: 'good-name',
  });
  expect(await blog.getPost(scope, { slug: 'better-name' })).toMatchObject({ id });
  expect(await repo.sql`select slug from post_old_slugs where post_id = ${id}`).toEqual([
    { slug: 'better-name' },
  ]);
});

test('a deleted post gives its slugs back', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { blog } = world;
  const { id } = await publish(world, scope, 'Here and');
  await blog.updatePost(scope, { id, version: 1, title: 'Gone' });
  await blog.deletePost(scope, { id });
  await expect(blog.getPost(scope, { slug: 'here-and' })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect((await blog.createPost(scope, { title: 'Here and', body })).slug).toBe('here-and');
});

test('renames and new posts that race for few names never share one', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { blog, repo } = world;
  const names = ['Alpha', 'Beta', 'Alpha 2', 'Beta 2'];
  const made = await Promise.all(names.map((title) => blog.createPost(scope, { title, body })));
  for (let round = 1; round <= 5; round += 1) {
    await Promise.all([
      ...made.map(({ id }, index) =>
        blog.updatePost(scope, { id, version: round, title: names[(index + round) % 4]! }),
      ),
      blog.createPost(scope, { title: names[round % 4]!, body }),
    ]);
  }
  const [count] = await repo.sql`
    select count(*)::int as all, count(distinct slug)::int as distinct
    from (select slug from posts union all select slug from post_old_slugs) s`;
  expect(count?.all).toBe(count?.distinct);
});

test('an old slug of a post that is hidden tells nobody of it', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const { id } = await world.blog.createPost(ada.scope, { title: 'A secret plan', body });
  await world.blog.updatePost(ada.scope, { id, version: 1, title: 'A plan' });
  await expect(world.blog.getPost(bob.scope, { slug: 'a-secret-plan' })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(await world.blog.getPost(ada.scope, { slug: 'a-secret-plan' })).toMatchObject({ id });
});

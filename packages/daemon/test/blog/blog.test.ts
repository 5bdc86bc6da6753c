// The blog through the door: states, visibility, versions, slugs, pages.

import { expect, test } from 'vitest';
import { anonymousScope, type Scope } from '../../src/accounts/index.ts';
import { type PostBroadcast, postsTopic } from '../../src/blog/index.ts';
import { createWorld, type World } from '../support/world.ts';

const body = 'A body that is long enough.';

function record(world: World): PostBroadcast[] {
  const events: PostBroadcast[] = [];
  world.pubsub.subscribe(postsTopic, (event) => events.push(event));
  return events;
}

async function publish(world: World, scope: Scope, title: string, tags: string[] = []) {
  const { id } = await world.blog.createPost(scope, { title, body, tags });
  return world.blog.publishPost(scope, { id });
}

test('who may change a post: nobody but its author, and keepers may take it down', async () => {
  await using world = await createWorld();
  const { blog } = world;
  const [admin, author, other] = [
    await world.signUp('admin'),
    await world.signUp('author'),
    await world.signUp('other'),
  ];
  const post = await publish(world, author.scope, 'Mine');
  const ref = { id: post.id };
  for (const scope of [other.scope, admin.scope]) {
    await expect(
      blog.updatePost(scope, { ...ref, version: 1, title: 'Yours' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  }
  for (const call of [
    () => blog.unpublishPost(other.scope, ref),
    () => blog.deletePost(other.scope, ref),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: 'forbidden' });
  }
  await blog.unpublishPost(admin.scope, ref);
  await expect(blog.deletePost(admin.scope, ref)).rejects.toMatchObject({ code: 'not_found' });
  await blog.deletePost(author.scope, ref);
  await expect(blog.createPost(anonymousScope(), { title: 'Nope', body })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
});

test('of two editors of one version the second gets a conflict with the newest text', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { id, version } = await world.blog.createPost(scope, { title: 'Draft', body });
  const saves = await Promise.allSettled([
    world.blog.updatePost(scope, { id, version, body: 'First editor wrote this.' }),
    world.blog.updatePost(scope, { id, version, body: 'Second editor wrote this.' }),
  ]);
  const stored = await world.blog.getPost(scope, { id });
  const lost = saves.find((save) => save.status === 'rejected');
  expect(stored.version).toBe(2);
  expect(lost?.reason).toMatchObject({ code: 'conflict', current: { body: stored.body } });
});

test('events tell only what everybody may see', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const events = record(world);
  const draft = await world.blog.createPost(scope, { title: 'Quiet', body });
  await world.blog.updatePost(scope, { id: draft.id, version: 1, title: 'Still quiet' });
  const other = await world.blog.createPost(scope, { title: 'Never out', body });
  await world.blog.deletePost(scope, { id: other.id });
  expect(events).toEqual([]);
  await world.blog.publishPost(scope, { id: draft.id });
  await world.blog.publishPost(scope, { id: draft.id });
  await world.blog.updatePost(scope, { id: draft.id, version: 2, title: 'Loud' });
  await world.blog.unpublishPost(scope, { id: draft.id });
  await world.blog.publishPost(scope, { id: draft.id });
  await world.blog.deletePost(scope, { id: draft.id });
  expect(events.map(({ type }) => type)).toEqual([
    'post.published',
    'post.updated',
    'post.unpublished',
    'post.published',
    'post.deleted',
  ]);
  expect(JSON.stringify(events)).not.toContain(body);
});

test('slugs are unique and usable in any script, also for posts made at once', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const made = await Promise.all(
    ['Hello, World!', 'Hello World', 'hello world', '日本語の題', 'Привет мир'].map((title) =>
      world.blog.createPost(scope, { title, body }),
    ),
  );
  const slugs = made.map(({ slug }) => slug);
  expect(new Set(slugs).size).toBe(slugs.length);
  for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
  expect(slugs.slice(0, 3).sort()).toEqual(['hello-world', 'hello-world-2', 'hello-world-3']);
});

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

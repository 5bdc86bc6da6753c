// Posts in and out as a whole: ids and times kept, nothing twice, nothing of anybody else.

import { type ImportPostInput, importPostInput, type PostView } from '@parley/shared/blog';
import { expect, test } from 'vitest';
import { anonymousScope, type Scope } from '../../src/accounts/index.ts';
import { type PostBroadcast, postsTopic } from '../../src/blog/index.ts';
import { createWorld, type World } from '../support/world.ts';

const body = 'A body that is long enough.';
const make = (more: Partial<ImportPostInput> = {}): ImportPostInput => ({
  id: crypto.randomUUID(),
  title: 'From elsewhere',
  body,
  ...more,
});

async function exportAll(world: World, scope: Scope, input: object = {}): Promise<PostView[]> {
  const all: PostView[] = [];
  let cursor: string | undefined;
  do {
    const page = await world.blog.exportPosts(scope, { ...input, cursor });
    all.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return all;
}

test('a post comes in as it was: id, slug, times, version and state', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const events: PostBroadcast[] = [];
  world.pubsub.subscribe(postsTopic, (event) => events.push(event));
  const input = make({
    slug: 'old-name',
    tags: ['tea', 'milk'],
    state: 'published',
    version: 7,
    createdAt: '2001-02-03T04:05:06.007Z',
    publishedAt: '2002-02-03T04:05:06.007Z',
  });
  const { post, isNew } = await world.blog.importPost(scope, input);
  const { tags, ...rest } = input;
  expect(isNew).toBe(true);
  expect(post).toMatchObject({ ...rest, tags: ['milk', 'tea'] });
  expect(events).toMatchObject([{ type: 'post.published', post: { id: input.id } }]);
  // It goes on like any other.
  const changed = await world.blog.updatePost(scope, { id: post.id, version: 7, body: `${body}!` });
  expect(changed.version).toBe(8);
  const { items } = await world.blog.listRevisions(scope, { id: post.id });
  expect(items.map(({ version }) => version)).toEqual([8, 7]);
});

test('imported again, also at once, it is there once and stays as it is', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const input = make({ state: 'published' });
  const made = await Promise.all(
    Array.from({ length: 8 }, () => world.blog.importPost(scope, input)),
  );
  expect(made.filter(({ isNew }) => isNew)).toHaveLength(1);
  const again = await world.blog.importPost(scope, { ...input, title: 'Another title' });
  expect(again).toEqual({ post: made[0]!.post, isNew: false });
  expect(await exportAll(world, scope)).toEqual([made[0]!.post]);
});

test("somebody else's id is a conflict, and tells nothing of the post behind it", async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const draft = await world.blog.createPost(ada.scope, { title: 'Secret words', body });
  const open = await world.blog.importPost(ada.scope, make({ state: 'published' }));
  const answers = await Promise.all(
    [draft.id, open.post.id].map((id) =>
      world.blog.importPost(bob.scope, make({ id })).catch((error) => error.toBody()),
    ),
  );
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]).toEqual({ code: 'conflict', message: expect.any(String) });
  expect(await world.blog.getPost(ada.scope, { id: draft.id })).toEqual(draft);
});

test('a slug that is taken, now or before, is not taken over', async () => {
  await using world = await createWorld();
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const post = await world.blog.createPost(ada.scope, { title: 'Tea', body });
  await world.blog.updatePost(ada.scope, { id: post.id, version: 1, title: 'Milk' });
  const made = await Promise.all(
    ['tea', 'milk', 'tea', 'free'].map((slug) => world.blog.importPost(bob.scope, make({ slug }))),
  );
  const slugs = made.map((one) => one.post.slug);
  expect(new Set([...slugs, 'tea', 'milk']).size).toBe(6);
  expect(slugs[3]).toBe('free');
});

test('rows 49, 85: times to come and unknown fields are refused, strange slugs too', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  for (const field of ['createdAt', 'publishedAt'] as const) {
    await expect(
      world.blog.importPost(scope, make({ [field]: '2099-01-01T00:00:00Z' })),
    ).rejects.toMatchObject({ code: 'invalid', fields: { [field]: [expect.any(String)] } });
  }
  for (const strange of [
    { authorId: scope.user.id },
    { views: 1e6 },
    { state: 'scheduled' },
    { slug: '../../etc/passwd' },
    { slug: 'a/b' },
    { slug: '' },
    { createdAt: '0000-01-01T00:00:00Z' },
    { publishedAt: '-1' },
    { version: 0 },
    { id: 'mine' },
  ]) {
    expect(importPostInput.safeParse({ ...make(), ...strange }).success).toBe(false);
  }
  expect(await exportAll(world, scope)).toEqual([]);
});

test('row 51: an export holds what is mine, or what everybody may see, also for an admin', async () => {
  await using world = await createWorld();
  const [admin, ada] = [await world.signUp('admin'), await world.signUp('ada')];
  const states = ['draft', 'published', 'unpublished'] as const;
  for (const { scope } of [admin, ada]) {
    for (const state of states) await world.blog.importPost(scope, make({ state }));
  }
  const own = await exportAll(world, ada.scope, { perPage: 2 });
  expect(own.map(({ author, state }) => [author.username, state]).sort()).toEqual(
    states.map((state) => ['ada', state]),
  );
  for (const scope of [admin.scope, ada.scope, anonymousScope()]) {
    const open = await exportAll(world, scope, { published: true, perPage: 1 });
    expect(open.map(({ author, state }) => [author.username, state]).sort()).toEqual([
      ['ada', 'published'],
      ['admin', 'published'],
    ]);
  }
  await expect(world.blog.exportPosts(anonymousScope())).rejects.toMatchObject({
    code: 'unauthenticated',
  });
});

test('long posts make short pages, and every one is in some page', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const long = 'x'.repeat(200_000);
  for (let n = 0; n < 12; n += 1)
    await world.blog.importPost(scope, make({ body: `${n} ${long}` }));
  const page = await world.blog.exportPosts(scope);
  expect(page.items.length).toBeLessThan(6);
  const all = await exportAll(world, scope);
  expect(new Set(all.map(({ id }) => id)).size).toBe(12);
});

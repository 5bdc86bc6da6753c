// What everybody sees alike is read once for all, and never after it changed.

import { expect, test } from 'vitest';
import { anonymousScope, type Scope } from '../../src/accounts/index.ts';
import { postsTopic } from '../../src/blog/index.ts';
import { systemClock } from '../../src/telemetry/index.ts';
import { createWorld, type World } from '../support/world.ts';

const nobody = anonymousScope();
const body = 'A body that is long enough.';

/** Statements that a look at the blog's public face takes, and what is seen there. */
async function look({ blog, takeQueries }: World, scope: Scope = nobody) {
  takeQueries();
  const list = await blog.listPosts(scope, { published: true });
  const ranks = await blog.rankPosts(scope);
  const tags = await blog.listTags(scope);
  const feed = await blog.listFeed(scope);
  return {
    statements: takeQueries().length,
    titles: list.items.map(({ title }) => title),
    counts: list.items.map(({ commentCount }) => commentCount),
    ranked: ranks.items.map(({ title }) => title),
    tags: tags.items.map(({ name }) => name),
    feed: feed.map(({ title }) => title),
  };
}

test('the public face is read once, and anew after each event that changes it', async () => {
  await using world = await createWorld();
  const { blog } = world;
  const { scope } = await world.signUp('ada');
  const { id } = await blog.createPost(scope, { title: 'First', body, tags: ['one'] });
  expect(await look(world)).toMatchObject({ titles: [], ranked: [], tags: [], feed: [] });
  expect((await look(world, scope)).statements).toBe(0);

  await blog.publishPost(scope, { id });
  const shown = { titles: ['First'], ranked: ['First'], tags: ['one'], feed: ['First'] };
  expect(await look(world)).toMatchObject(shown);
  expect(await look(world)).toMatchObject({ ...shown, statements: 0 });

  const comment = await blog.createComment(scope, { postId: id, body: 'Well said.' });
  expect(await look(world)).toMatchObject({ counts: [1] });
  await blog.deleteComment(scope, { id: comment.id });
  expect(await look(world)).toMatchObject({ counts: [0] });

  await blog.updatePost(scope, { id, version: 1, title: 'Second', tags: ['two'] });
  const changed = { titles: ['Second'], ranked: ['Second'], tags: ['two'], feed: ['Second'] };
  expect(await look(world)).toMatchObject(changed);
  await blog.unpublishPost(scope, { id });
  expect(await look(world)).toMatchObject({ titles: [], ranked: [], tags: [], feed: [] });
  await blog.publishPost(scope, { id });
  expect(await look(world)).toMatchObject(changed);
  await blog.deletePost(scope, { id });
  expect(await look(world)).toMatchObject({ titles: [], ranked: [], tags: [], feed: [] });
});

test("nobody is shown what was kept for somebody else: a caller's own list is always read", async () => {
  await using world = await createWorld();
  const { blog, takeQueries } = world;
  const { scope } = await world.signUp('ada');
  await blog.createPost(scope, { title: 'Draft', body });
  for (let round = 0; round < 2; round += 1) {
    takeQueries();
    expect((await blog.listPosts(scope)).items).toHaveLength(1);
    expect(takeQueries()).toHaveLength(1);
    expect((await blog.listPosts(nobody)).items).toEqual([]);
    expect((await blog.listPosts(scope, { published: true })).items).toEqual([]);
  }
});

test('what another daemon did is seen as soon as its word is here, and soon where it was lost', async () => {
  let skew = 0;
  const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + skew };
  await using world = await createWorld({ clock });
  const { blog, pubsub } = world;
  const { scope } = await world.signUp('ada');
  const { id } = await blog.createPost(scope, { title: 'First', body });
  await blog.publishPost(scope, { id });
  await look(world);
  await world.repo.sql`update posts set title = 'Elsewhere' where id = ${id}`;
  pubsub.publish(postsTopic, { type: 'post.updated', post: await blog.getPost(scope, { id }) });
  expect((await look(world)).titles).toEqual(['Elsewhere']);
  pubsub.setConnected(false);
  await blog.unpublishPost(scope, { id });
  expect((await look(world)).titles).toEqual(['Elsewhere']);
  skew = 10_001;
  expect((await look(world)).titles).toEqual([]);
});

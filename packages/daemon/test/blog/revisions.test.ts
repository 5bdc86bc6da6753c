// Versions of a post: the lock that keeps both texts, the list of all that was, and the way back.

import { expect, test } from 'vitest';
import { anonymousScope } from '../../src/accounts/index.ts';
import { createManualClock } from '../../src/telemetry/index.ts';
import { createWorld } from '../support/world.ts';
import { body, listAudit, publish, recordPosts, signUpActors } from './posts.ts';

test('of two editors of one version the second gets a conflict with the newest text', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { id, version } = await world.blog.createPost(scope, { title: 'Draft', body });
  const texts = ['First', 'Second', 'Third'].map((who) => `${who} editor wrote this.`);
  const saves = await Promise.allSettled(
    texts.map((text) => world.blog.updatePost(scope, { id, version, body: text })),
  );
  const stored = await world.blog.getPost(scope, { id });
  expect(stored.version).toBe(2);
  expect(saves.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const save of saves) {
    if (save.status === 'fulfilled') continue;
    expect(save.reason).toMatchObject({
      code: 'conflict',
      current: { body: stored.body, version: 2 },
    });
  }
  await expect(
    world.blog.updatePost(scope, { id, version: 7, title: 'From the future' }),
  ).rejects.toMatchObject({ code: 'conflict', current: { version: 2 } });
});

test('of the autosaves of a draft in a row only the newest stays; what was saved by hand before is kept', async () => {
  const clock = createManualClock(new Date());
  await using world = await createWorld({ clock });
  const { scope } = await world.signUp('ada');
  const { blog } = world;
  const { id } = await blog.createPost(scope, { title: 'Sitting', body });
  const save = (version: number, isAutosave: boolean) =>
    blog.updatePost(scope, { id, version, title: `Sitting ${version + 1}`, isAutosave });
  const kept = async () =>
    (await blog.listRevisions(scope, { id })).items.map(({ version }) => version);
  for (let version = 1; version < 5; version += 1) await save(version, true);
  expect(await kept()).toEqual([5, 1]);
  await save(5, false);
  await clock.advance(11 * 60_000);
  await save(6, true);
  expect(await kept()).toEqual([7, 6, 5, 1]);
  await blog.publishPost(scope, { id });
  await save(7, true);
  expect(await kept()).toEqual([8, 7, 6, 5, 1]);
});

test('every version is kept with its author and time, newest first, page by page', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { blog } = world;
  const { id } = await blog.createPost(scope, { title: 'Version 1', body, tags: ['b', 'a'] });
  for (let version = 1; version < 5; version += 1) {
    await blog.updatePost(scope, { id, version, title: `Version ${version + 1}` });
  }
  const first = await blog.listRevisions(scope, { id, perPage: 3 });
  const rest = await blog.listRevisions(scope, { id, perPage: 3, cursor: first.nextCursor! });
  const items = [...first.items, ...rest.items];
  expect(items.map(({ version, title }) => [version, title])).toEqual(
    [5, 4, 3, 2, 1].map((version) => [version, `Version ${version}`]),
  );
  expect(rest.nextCursor).toBeNull();
  for (const item of items) {
    expect(item.author.username).toBe('ada');
    expect(Date.parse(item.createdAt)).not.toBeNaN();
    expect(item).not.toHaveProperty('body');
  }
  expect(await blog.getRevision(scope, { id, version: 1 })).toMatchObject({
    postId: id,
    title: 'Version 1',
    body,
    tags: ['a', 'b'],
  });
});

test('a restored version is a new one: text, tags and slug come back, and nothing is lost', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { blog } = world;
  const events = recordPosts(world);
  const post = await publish(world, scope, 'As it was', ['old']);
  const { id } = post;
  await blog.updatePost(scope, {
    id,
    version: 1,
    title: 'As it is',
    body: 'Quite another body.',
    tags: ['new'],
  });
  const restored = await blog.restoreRevision(scope, { id, version: 2, revision: 1 });
  expect(restored).toMatchObject({
    version: 3,
    title: 'As it was',
    body,
    tags: ['old'],
    slug: 'as-it-was',
    state: 'published',
  });
  expect(await blog.getRevision(scope, { id, version: 2 })).toMatchObject({ title: 'As it is' });
  expect(events.at(-1)).toMatchObject({ type: 'post.updated', post: { version: 3 } });
  expect(await listAudit(world, id)).toContainEqual({
    action: 'blog.restore_revision',
    actor: scope.user.id,
    detail: { revision: 1 },
  });
});

test('restoring over a version that was not read is a conflict; one that never was is not found', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { blog } = world;
  const { id } = await blog.createPost(scope, { title: 'One', body });
  await blog.updatePost(scope, { id, version: 1, title: 'Two' });
  await expect(blog.restoreRevision(scope, { id, version: 1, revision: 1 })).rejects.toMatchObject({
    code: 'conflict',
    current: { version: 2, title: 'Two' },
  });
  await expect(blog.restoreRevision(scope, { id, version: 2, revision: 9 })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(blog.listRevisions(scope, { id, cursor: 'bm9uc2Vuc2U' })).rejects.toMatchObject({
    fields: { cursor: [expect.any(String)] },
  });
  const racing = await Promise.allSettled([
    blog.restoreRevision(scope, { id, version: 2, revision: 1 }),
    blog.updatePost(scope, { id, version: 2, title: 'Three' }),
  ]);
  expect(racing.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await blog.listRevisions(scope, { id })).items).toHaveLength(3);
});

test('row 50: only who may edit sees versions: an old text may hold what was taken out', async () => {
  await using world = await createWorld();
  const { author, ...others } = await signUpActors(world);
  const { blog } = world;
  const { id } = await publish(world, author, 'Out in the open');
  const draft = await blog.createPost(author, { title: 'Still hidden', body });
  const strangers = [
    ...Object.values(others).map((scope) => ({ scope, code: 'forbidden' })),
    { scope: anonymousScope(), code: 'unauthenticated' },
  ];
  for (const { scope, code } of strangers) {
    for (const call of [
      (of: string) => blog.listRevisions(scope, { id: of }),
      (of: string) => blog.getRevision(scope, { id: of, version: 1 }),
      (of: string) => blog.restoreRevision(scope, { id: of, version: 1, revision: 1 }),
    ]) {
      await expect(call(id)).rejects.toMatchObject({ code });
      await expect(call(draft.id)).rejects.toMatchObject({ code: 'not_found' });
    }
  }
});

test('a post from before versions were kept loses none of its text to the next edit', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { blog, repo } = world;
  const { id } = await blog.createPost(scope, { title: 'Old hand', body, tags: ['kept'] });
  await repo.sql`delete from post_revisions`;
  await blog.updatePost(scope, { id, version: 1, title: 'New hand', tags: [] });
  expect(await blog.getRevision(scope, { id, version: 1 })).toMatchObject({
    title: 'Old hand',
    tags: ['kept'],
  });
});

test('saving takes as many statements for a long post with many tags as for a short one', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { blog } = world;
  const count = async (run: () => Promise<unknown>) => {
    world.takeQueries();
    await run();
    return world.takeQueries().length;
  };
  const few = await blog.createPost(scope, { title: 'Few', body, tags: ['one'] });
  const many = await blog.createPost(scope, {
    title: 'Many',
    body: 'word '.repeat(10_000),
    tags: ['a', 'b', 'c', 'd', 'e', 'f'],
  });
  const counts = [];
  for (const { id, tags } of [few, many]) {
    counts.push(await count(() => blog.updatePost(scope, { id, version: 1, tags })));
    counts.push(await count(() => blog.updatePost(scope, { id, version: 2, title: `${id} new` })));
  }
  expect(counts.slice(0, 2)).toEqual(counts.slice(2));
  expect(Math.max(...counts)).toBeLessThanOrEqual(11);
});

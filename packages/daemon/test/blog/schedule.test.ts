// Schedules: set, moved, taken back and come due, once, whoever else is at it.

import { expect, test } from 'vitest';
import { systemScope } from '../../src/accounts/index.ts';
import { createWorld } from '../support/world.ts';
import {
  body,
  createIn,
  inAnHour,
  listAudit,
  makeDue,
  recordPosts,
  signUpActors,
} from './posts.ts';

test('a time that has passed, is too far off or is none is refused at its field', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { id } = await world.blog.createPost(scope, { title: 'Later', body });
  const now = Date.now();
  for (const publishAt of [
    new Date(now - 1).toISOString(),
    '1970-01-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-14:00',
    new Date(now + 4_000 * 86_400_000).toISOString(),
  ]) {
    await expect(world.blog.schedulePost(scope, { id, publishAt })).rejects.toMatchObject({
      code: 'invalid',
      fields: { publishAt: [expect.any(String)] },
    });
  }
  expect(await world.blog.getPost(scope, { id })).toMatchObject({ state: 'draft' });
});

test('a schedule is moved, kept by an edit, and taken back to what the post was before', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { blog, repo } = world;
  const events = recordPosts(world);
  const draft = await blog.createPost(scope, { title: 'Later', body });
  const { id } = draft;
  const jobs = () => repo.sql<{ key: string; runAt: Date }[]>`
    select key, run_at as "runAt" from graphile_worker.jobs where key like 'blog.publish_post:%'`;

  const first = await blog.schedulePost(scope, { id, publishAt: inAnHour() });
  expect(first).toMatchObject({ state: 'scheduled', publishedAt: null });
  const publishAt = new Date(Date.now() + 7_200_000).toISOString();
  const moved = await blog.schedulePost(scope, { id, publishAt });
  expect(moved.publishAt).toBe(publishAt);
  expect((await jobs()).map(({ runAt }) => runAt.toISOString())).toEqual([publishAt]);

  const edited = await blog.updatePost(scope, { id, version: 1, title: 'Later still' });
  expect(edited).toMatchObject({ state: 'scheduled', publishAt, slug: 'later-still' });
  expect(await blog.unpublishPost(scope, { id })).toMatchObject({
    state: 'draft',
    publishAt: null,
  });
  expect(await jobs()).toEqual([]);
  expect(events).toEqual([]);

  const out = await blog.publishPost(scope, { id });
  await blog.unpublishPost(scope, { id });
  await blog.schedulePost(scope, { id, publishAt: inAnHour() });
  expect(await blog.unpublishPost(scope, { id })).toMatchObject({
    state: 'unpublished',
    publishedAt: out.publishedAt,
  });
  await blog.schedulePost(scope, { id, publishAt: inAnHour() });
  await blog.deletePost(scope, { id });
  expect(await jobs()).toEqual([]);
  expect((await listAudit(world, id)).map(({ action }) => action)).toEqual([
    'blog.schedule_post',
    'blog.schedule_post',
    'blog.unpublish_post',
    'blog.publish_post',
    'blog.unpublish_post',
    'blog.schedule_post',
    'blog.unpublish_post',
    'blog.schedule_post',
    'blog.delete_post',
  ]);
});

test('a scheduled post that is published by hand is out now, and its job is gone', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const post = await createIn(world, scope, 'scheduled');
  const events = recordPosts(world);
  const out = await world.blog.publishPost(scope, { slug: post.slug });
  expect(out).toMatchObject({ state: 'published', publishAt: null });
  expect(events.map(({ type }) => type)).toEqual(['post.published']);
  expect(await world.repo.sql`select 1 from graphile_worker.jobs where key is not null`).toEqual(
    [],
  );
});

test('what is due is published once, however many ask, and the trail says by whom', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const post = await createIn(world, scope, 'scheduled');
  const waiting = await createIn(world, scope, 'scheduled');
  const events = recordPosts(world);
  await makeDue(world, post.id);
  const counts = await Promise.all([
    world.blog.publishDue(systemScope(), post.id),
    world.blog.publishDue(systemScope()),
    world.blog.publishDue(systemScope(), post.id),
    world.blog.publishDue(systemScope(), waiting.id),
  ]);
  expect(counts.reduce((sum, count) => sum + count)).toBe(1);
  expect(events.map((event) => [event.type, 'post' in event && event.post.id])).toEqual([
    ['post.published', post.id],
  ]);
  expect(JSON.stringify(events)).not.toContain(body);
  expect(await listAudit(world, post.id)).toContainEqual({
    action: 'blog.publish_post',
    actor: null,
    detail: { isScheduled: true },
  });
  expect(await world.blog.getPost(scope, { id: waiting.id })).toMatchObject({ state: 'scheduled' });
});

test('a job left over from a schedule that was moved or taken back does nothing', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const moved = await createIn(world, scope, 'scheduled');
  const back = await createIn(world, scope, 'scheduled');
  await world.blog.schedulePost(scope, { id: moved.id, publishAt: inAnHour() });
  await world.blog.unpublishPost(scope, { id: back.id });
  for (const { id } of [moved, back]) {
    expect(await world.blog.publishDue(systemScope(), id)).toBe(0);
  }
});

test('publishing, taking back and the job at once: whoever wins, one story is told', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  for (let round = 0; round < 5; round += 1) {
    const events = recordPosts(world);
    const { id } = await createIn(world, scope, 'scheduled');
    await makeDue(world, id);
    await Promise.all([
      world.blog.publishDue(systemScope(), id),
      world.blog.publishPost(scope, { id }),
      world.blog.publishDue(systemScope()),
    ]);
    expect(events.filter(({ type }) => type === 'post.published')).toHaveLength(1);
    expect((await listAudit(world, id)).map(({ action }) => action)).toEqual([
      'blog.schedule_post',
      'blog.publish_post',
    ]);
  }
});

test('a post of an author who was suspended waits', async () => {
  await using world = await createWorld();
  const { admin, author } = await signUpActors(world);
  const { id } = await createIn(world, author, 'scheduled');
  await makeDue(world, id);
  await world.accounts.suspendUser(admin, 'author', true);
  expect(await world.blog.publishDue(systemScope())).toBe(0);
  await world.accounts.suspendUser(admin, 'author', false);
  expect(await world.blog.publishDue(systemScope())).toBe(1);
});

test('the sweep finds what is due by its index', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  await world.repo.sql`
    insert into posts (id, author_id, title, slug, body, state, publish_at, created_at, updated_at)
    select gen_random_uuid(), ${scope.user.id}, 'Title', 'slug-' || n, 'body', 'scheduled',
      now() + n * interval '1 hour', now(), now() from generate_series(1, 5000) n`;
  await world.repo.sql`analyze posts`;
  world.takeQueries();
  await world.blog.publishDue(systemScope());
  const [query = ''] = world.takeQueries();
  const plan = await world.repo.sql.unsafe(`explain ${query.replace(/\$\d+/g, '100')}`);
  expect(JSON.stringify(plan)).toContain('posts_due_index');
});

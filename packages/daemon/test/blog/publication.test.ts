// Scheduled posts on a real job runner: in time, over restarts, and without their jobs.

import { expect, test, vi } from 'vitest';
import { startRunner } from '../../src/jobs/index.ts';
import type { Mailer } from '../../src/mail/index.ts';
import { createPerformers, cron } from '../../src/workers/index.ts';
import { createWorld, silentLog, type World } from '../support/world.ts';
import { body, createIn, makeDue, recordPosts } from './posts.ts';

const patience = { timeout: 30_000 };

async function startJobs(world: World) {
  const mailer: Mailer = { send: async () => {}, close: async () => {} };
  const performers = createPerformers({ ...world, mailer, publicUrl: 'http://x', log: silentLog });
  const runner = await startRunner({ url: world.url, performers, cron, log: silentLog });
  return { [Symbol.asyncDispose]: () => runner.stop() };
}

test('a post is hidden until its time, and then published once', async () => {
  await using world = await createWorld();
  await using _jobs = await startJobs(world);
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const events = recordPosts(world);
  const { id, slug } = await world.blog.createPost(ada.scope, { title: 'On time', body });
  const publishAt = new Date(Date.now() + 1_500).toISOString();
  await world.blog.schedulePost(ada.scope, { id, publishAt });
  await expect(world.blog.getPost(bob.scope, { slug })).rejects.toMatchObject({
    code: 'not_found',
  });
  const post = await vi.waitFor(() => world.blog.getPost(bob.scope, { slug }), patience);
  expect(post.publishedAt! >= publishAt).toBe(true);
  await vi.waitFor(() => expect(events).toHaveLength(1), patience);
  await vi.waitFor(async () => {
    const jobs = await world.repo.sql`select 1 from graphile_worker.jobs where key is not null`;
    expect(jobs).toEqual([]);
  }, patience);
  expect(events).toHaveLength(1);
});

test('a post whose time came while no daemon ran is published at the next start', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  {
    await using _jobs = await startJobs(world);
  }
  const events = recordPosts(world);
  const { id } = await world.blog.createPost(scope, { title: 'Overslept', body });
  const publishAt = new Date(Date.now() + 300).toISOString();
  await world.blog.schedulePost(scope, { id, publishAt });
  await vi.waitFor(async () => {
    const [row] = await world.repo.sql`select now() > ${publishAt}::timestamptz as "isPast"`;
    expect(row?.isPast).toBe(true);
  }, patience);
  expect(await world.blog.getPost(scope, { id })).toMatchObject({ state: 'scheduled' });
  await using _jobs = await startJobs(world);
  await vi.waitFor(() => expect(events).toHaveLength(1), patience);
  expect(await world.blog.getPost(scope, { id })).toMatchObject({ state: 'published' });
});

test('a post whose job was lost is found by the sweep, which runs by the clock', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { id } = await createIn(world, scope, 'scheduled');
  await makeDue(world, id);
  await world.repo.sql`select graphile_worker.remove_job(${`blog.publish_post:${id}`})`;
  await using _jobs = await startJobs(world);
  await vi.waitFor(async () => {
    const crontab = await world.repo.sql`
      select identifier from graphile_worker._private_known_crontabs`;
    expect(crontab.map((row) => row.identifier)).toContain('blog.publish_due_posts');
  }, patience);
  await world.repo.sql`select graphile_worker.add_job('blog.publish_due_posts', '{}')`;
  await vi.waitFor(async () => {
    expect(await world.blog.getPost(scope, { id })).toMatchObject({ state: 'published' });
  }, patience);
});

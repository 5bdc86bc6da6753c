// What older posts lack is filled in by batches: resumed after a kill, shared by daemons, and once.

import { expect, test } from 'vitest';
import { blogBackfills } from '../../src/blog/index.ts';
import { type Backfill, fillBatch, runBackfills } from '../../src/repo/index.ts';
import { systemClock } from '../../src/telemetry/index.ts';
import { createWorld, silentLog, type World } from '../support/world.ts';
import { body } from './posts.ts';

const small = { revisions: 3, slugs: 4, words: 2 };

/** Posts as the first version of Parley left them: without versions, and slugs only for some scripts. */
async function createOldPosts(world: World): Promise<string> {
  const { scope } = await world.signUp('ada');
  const titles = [
    'Hello',
    '日本語',
    '日本語',
    'Post',
    '🎉🎉',
    'مرحبا',
    'Привет',
    'post 7',
    'नमस्ते',
    '漢字',
  ];
  const old = [
    'hello',
    'post',
    'post-2',
    'post-3',
    'post-4',
    'post-5',
    'privet',
    'post-7',
    'post-8',
  ];
  old.push(`post-${'0a'.repeat(16)}`);
  for (const [index, title] of titles.entries()) {
    const { id } = await world.blog.createPost(scope, { title, body, tags: ['b', 'a'] });
    await world.repo.sql`
      update posts set slug = ${old[index]!}, version = ${index + 1} where id = ${id}`;
  }
  await world.repo.sql`delete from post_revisions`;
  return scope.user.id;
}

const listSlugs = async ({ repo }: World) =>
  (await repo.sql`select slug from posts order by id`).map(({ slug }) => slug as string);

const expected = [
  'hello',
  'ri-ben-yu',
  'ri-ben-yu-2',
  'post-3',
  expect.stringMatching(/^post-[0-9a-f]{8}$/),
  'mrhb',
  'privet',
  'post-7',
  'nmste',
  'han-zi',
];

async function run(world: World, backfills: Backfill[], signal = new AbortController().signal) {
  await runBackfills(world.repo, backfills, { clock: systemClock, log: silentLog, signal });
}

test('older posts get a version and a slug of their script; the old slug still leads to them', async () => {
  await using world = await createWorld();
  const author = await createOldPosts(world);
  const before = await world.repo.sql`select id, updated_at from posts order by id`;
  await run(world, blogBackfills(world, small));
  expect(await listSlugs(world)).toEqual(expected);
  const moved = await world.repo.sql`
    select o.slug as old, p.title from post_old_slugs o join posts p on p.id = o.post_id order by p.id`;
  expect(moved.map(({ old, title }) => [old, title])).toEqual([
    ['post', '日本語'],
    ['post-2', '日本語'],
    ['post-4', '🎉🎉'],
    ['post-5', 'مرحبا'],
    ['post-8', 'नमस्ते'],
    [`post-${'0a'.repeat(16)}`, '漢字'],
  ]);
  const versions = await world.repo.sql`
    select r.version, r.author_id, r.title, r.body, r.tags from post_revisions r
    join posts p on p.id = r.post_id and p.version = r.version and p.title = r.title order by p.id`;
  expect(versions).toHaveLength(10);
  expect(versions[9]).toEqual({
    version: 10,
    author_id: author,
    title: '漢字',
    body,
    tags: ['a', 'b'],
  });
  // No text was touched, so nothing else has changed.
  expect(await world.repo.sql`select id, updated_at from posts order by id`).toEqual(before);
});

test('killed between any two batches, and in the middle of each, it ends the same', async () => {
  await using world = await createWorld();
  await createOldPosts(world);
  let runs = 0;
  for (let isDone = false; !isDone; runs += 1) {
    // A life of one batch; the next one dies before its commit.
    const life = new AbortController();
    let batches = 0;
    const mortal = blogBackfills(world, small).map((backfill) => ({
      name: backfill.name,
      async fill(...args: Parameters<Backfill['fill']>) {
        const position = await backfill.fill(...args);
        batches += 1;
        if (batches > 1) {
          life.abort();
          throw new Error('killed before the commit');
        }
        return position;
      },
    }));
    await run(world, mortal, life.signal);
    const [row] = await world.repo.sql`
      select count(*)::int as count from backfills where finished_at is not null`;
    isDone = row?.count === 2;
    expect(runs).toBeLessThan(50);
  }
  expect(runs).toBeGreaterThan(5);
  expect(await listSlugs(world)).toEqual(expected);
  expect(await world.repo.sql`select 1 from post_revisions`).toHaveLength(10);
});

test('several daemons share the work, and people go on writing meanwhile', async () => {
  await using world = await createWorld();
  await createOldPosts(world);
  const scope = (await world.signUp('bob')).scope;
  await Promise.all([
    ...[1, 2, 3].map(() => run(world, blogBackfills(world, small))),
    ...Array.from({ length: 10 }, () => world.blog.createPost(scope, { title: '日本語', body })),
  ]);
  const [count] = await world.repo.sql`
    select count(*)::int as all, count(distinct slug)::int as distinct
    from (select slug from posts union all select slug from post_old_slugs) s`;
  expect(count?.all).toBe(count?.distinct);
  expect(await world.repo.sql`select 1 from post_revisions`).toHaveLength(20);
  const bare = (await listSlugs(world)).filter((slug) => /^post(-\d{1,2})?$/.test(slug));
  expect(bare).toEqual(['post-3', 'post-7']);
});

test('posts from before accents were left out are found both ways, and only those are written', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  for (const title of ['Café', 'Plain', 'Straße'])
    await world.blog.publishPost(
      scope,
      await world.blog.createPost(scope, { title, body: 'Text' }),
    );
  const { sql } = world.repo;
  await sql`
    update posts set search = setweight(to_tsvector('english', title), 'A')
      || setweight(to_tsvector('english', body), 'B')`;
  const find = async (query: string) =>
    (await world.blog.searchPosts(scope, { query })).items.map(({ title }) => title);
  const state = () => sql`select xmin, version, updated_at from posts where title = 'Plain'`;
  expect(await find('strasse text')).toEqual([]);
  const before = await state();
  await run(world, [blogBackfills(world, small)[2]!]);
  for (const query of ['cafe text', 'CAFÉ text']) expect(await find(query)).toEqual(['Café']);
  expect(await find('strasse text')).toEqual(['Straße']);
  expect(await state()).toEqual(before);
});

test('once finished it never runs again, and what another is at is left to it', async () => {
  await using world = await createWorld();
  await run(world, blogBackfills(world));
  const [first] = blogBackfills(world);
  const never: Backfill = { name: first!.name, fill: () => Promise.reject(new Error('again')) };
  expect(await fillBatch(world.repo, never, new Date())).toBe('finished');
  await world.repo.sql`update backfills set finished_at = null`;
  const { promise: held, resolve: hold } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const slow: Backfill = {
    name: first!.name,
    async fill() {
      hold();
      await released;
      return null;
    },
  };
  const work = fillBatch(world.repo, slow, new Date());
  await held;
  expect(await fillBatch(world.repo, never, new Date())).toBe('busy');
  release();
  expect(await work).toBe('finished');
});

test('a batch locks no more than its rows: posts are written while it is open', async () => {
  await using world = await createWorld();
  await createOldPosts(world);
  const { scope } = await world.signUp('bob');
  const mine = await world.blog.createPost(scope, { title: 'Elsewhere', body });
  await world.repo.sql`insert into backfills (name) values ('blog.post_slugs')`;
  const slugs = blogBackfills(world, small)[1]!;
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: filled, resolve: fill } = Promise.withResolvers<void>();
  const open: Backfill = {
    name: slugs.name,
    async fill(tx, position) {
      const next = await slugs.fill(tx, position);
      fill();
      await released;
      return next;
    },
  };
  const batch = fillBatch(world.repo, open, new Date());
  await filled;
  await world.blog.updatePost(scope, { id: mine.id, version: 1, title: 'Still elsewhere' });
  await world.blog.createPost(scope, { title: 'And another', body });
  release();
  expect(await batch).toBe('filled');
});

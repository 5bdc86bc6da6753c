// How PostgreSQL walks to a page: by an index, at the first page and deep down, for every sort.

import { postSorts } from '@parley/shared/blog';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anonymousScope, type Scope, type UserScope } from '../../src/accounts/index.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let ada: UserScope;

beforeAll(async () => {
  world = await createWorld();
  ada = (await world.signUp('ada')).scope;
  const { scope: bob } = await world.signUp('bob');
  const { sql } = world.repo;
  await sql`
    insert into posts (id, author_id, title, slug, body, state, views, published_at, created_at, updated_at)
    select gen_random_uuid(), case when n % 50 = 0 then ${ada.user.id}::uuid else ${bob.user.id}::uuid end,
      'Title ' || n, 'slug-' || n, 'Word w' || n % 100, case when n % 10 = 0 then 'draft' else 'published' end,
      n % 1000, now() - n * interval '1 minute', now() - n * interval '1 minute', now()
    from generate_series(1, 20000) n`;
  await sql`analyze posts`;
});
afterAll(() => world[Symbol.asyncDispose]());

async function explainList(scope: Scope, input: Parameters<World['blog']['listPosts']>[1]) {
  world.takeQueries();
  const page = await world.blog.listPosts(scope, input);
  const text = world.takeQueries().at(-1)!;
  // Without the values: what a prepared statement settles on.
  const rows = await world.repo.sql.unsafe(`explain (generic_plan) ${text}`);
  return { page, plan: rows.map((row) => row['QUERY PLAN']).join('\n') };
}

const indexes = {
  newest: 'posts_created_index',
  published: 'posts_published_index',
  views: 'posts_views_index',
} as const;

describe.each(postSorts)('sorted by %s', (sort) => {
  test('the first page and one far down walk the index', async () => {
    const scope = anonymousScope();
    const first = await explainList(scope, { sort });
    expect(first.plan).toMatch(new RegExp(`Index Scan Backward using ${indexes[sort]}`));
    const { nextCursor } = await world.blog.listPosts(scope, { sort, page: 150, perPage: 100 });
    const deep = await explainList(scope, { sort, cursor: nextCursor! });
    expect(deep.page.items).toHaveLength(20);
    expect(deep.plan).toMatch(
      new RegExp(`Index Scan Backward using ${indexes[sort]}.*\\n.*Index Cond`),
    );
    for (const { plan } of [first, deep]) expect(plan).not.toContain('Seq Scan on posts');
  });
});

test('what is published and what is mine each walk their own index', async () => {
  for (const cursor of [undefined, (await world.blog.listPosts(ada)).nextCursor!]) {
    const { plan } = await explainList(ada, { cursor });
    expect(plan).toContain('posts_created_index');
    expect(plan).toContain('posts_author_index');
    expect(plan).not.toContain('Seq Scan on posts');
  }
});

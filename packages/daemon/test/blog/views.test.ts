// Readers: counted once per post and hour, in batches, over daemons and faults, and forgotten again.

import { expect, test, vi } from 'vitest';
import { anonymousScope, type Scope, systemScope } from '../../src/accounts/index.ts';
import { createViewCounter } from '../../src/blog/index.ts';
import { viewRules } from '../../src/blog/views.ts';
import { createManualClock } from '../../src/telemetry/index.ts';
import { type DatabaseProxy, openDatabaseProxy } from '../support/database-proxy.ts';
import { createWorld, type World } from '../support/world.ts';
import { createIn, publish } from './posts.ts';

const hour = 3_600_000;
/** Stands still at the start of this hour, so that no test crosses one by chance. */
const startOfHour = () => createManualClock(new Date(Math.floor(Date.now() / hour) * hour));
const from = (address: string): Scope => anonymousScope(address);

async function viewsOf(world: World, id: string): Promise<number> {
  const [row] = await world.repo.sql`select views::int from posts where id = ${id}`;
  return row?.views as number;
}

async function flushedViews(world: World, id: string): Promise<number> {
  await world.views.flush();
  return viewsOf(world, id);
}

test('a reader counts once per post and hour, whoever reads again', async () => {
  const clock = startOfHour();
  await using world = await createWorld({ clock });
  const [ada, bob, cyd] = [
    await world.signUp('ada'),
    await world.signUp('bob'),
    await world.signUp('cyd'),
  ];
  const [one, two] = [
    await publish(world, ada.scope, 'One'),
    await publish(world, ada.scope, 'Two'),
  ];
  for (const scope of [bob.scope, bob.scope, cyd.scope, from('192.0.2.7'), from('192.0.2.8')]) {
    await world.blog.getPost(scope, { id: one.id });
  }
  await world.blog.getPost(bob.scope, { slug: two.slug });
  expect(await flushedViews(world, one.id)).toBe(4);
  expect(await viewsOf(world, two.id)).toBe(1);
  await world.blog.getPost(bob.scope, { id: one.id });
  expect(await flushedViews(world, one.id)).toBe(4);
  await clock.advance(hour);
  await world.blog.getPost(bob.scope, { id: one.id });
  expect(await flushedViews(world, one.id)).toBe(5);
  expect(await world.blog.getPost(bob.scope, { id: one.id })).toMatchObject({
    views: 5,
    version: 1,
    updatedAt: one.updatedAt,
  });
});

test('authors who read their own, the daemon itself, and posts that are hidden do not count', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  const post = await publish(world, ada.scope, 'Mine');
  const draft = await createIn(world, ada.scope, 'draft');
  await world.blog.getPost(ada.scope, { id: post.id });
  await world.blog.getPost(ada.scope, { id: draft.id });
  world.blog.countView(systemScope(), post);
  world.blog.countView(from('192.0.2.7'), draft);
  expect(world.views.describe().waiting).toBe(0);
});

test('a network that one caller owns is one reader', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  const post = await publish(world, ada.scope, 'Far and wide');
  for (const address of ['2001:db8::1', '2001:db8::2', '::ffff:192.0.2.1', '192.0.2.1']) {
    world.blog.countView(from(address), post);
  }
  expect(await flushedViews(world, post.id)).toBe(2);
});

test('a read costs no statement of its own; a batch is one, however many readers and posts', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  const posts = [
    await publish(world, ada.scope, 'One'),
    await publish(world, ada.scope, 'Two'),
    await publish(world, ada.scope, 'Three'),
  ];
  world.takeQueries();
  await world.blog.getPost(from('192.0.2.1'), { id: posts[0]!.id });
  expect(world.takeQueries()).toHaveLength(1);
  await world.views.flush();
  // The first batch of an hour also asks for its secret.
  expect(world.takeQueries()).toHaveLength(2);
  for (let reader = 2; reader < 250; reader += 1) {
    for (const post of posts) world.blog.countView(from(`192.0.2.${reader}`), post);
  }
  await world.views.flush();
  expect(world.takeQueries()).toHaveLength(1);
  expect(await viewsOf(world, posts[0]!.id)).toBe(249);
});

test('what was noted is written after some seconds, and nothing waits once it is', async () => {
  const clock = startOfHour();
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  const post = await publish(world, ada.scope, 'Soon');
  const views = createViewCounter({ ...world, clock });
  expect(clock.pendingTimers).toBe(0);
  views.countView(from('192.0.2.1'), post);
  await clock.advance(viewRules.restMs - 1);
  expect(views.describe().waiting).toBe(1);
  await clock.advance(1);
  await vi.waitFor(() => expect(views.describe().waiting).toBe(0));
  await vi.waitFor(() => expect(clock.pendingTimers).toBe(0));
  expect(await viewsOf(world, post.id)).toBe(1);
});

test('what is left at the stop is written, and nothing is noted after it', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  const post = await publish(world, ada.scope, 'Last words');
  world.blog.countView(from('192.0.2.1'), post);
  await world.views.stop();
  world.blog.countView(from('192.0.2.2'), post);
  expect(await viewsOf(world, post.id)).toBe(1);
  expect(world.views.describe().waiting).toBe(0);
});

test('daemons that hear of the same readers at once count each once, and never deadlock', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  const posts = [];
  for (let index = 0; index < 6; index += 1) {
    posts.push(await publish(world, ada.scope, `Post ${index}`));
  }
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const daemons = [1, 2, 3].map(() => createViewCounter({ ...world, onError }));
  for (let round = 0; round < 5; round += 1) {
    for (const [index, { countView }] of daemons.entries()) {
      const order = index === 1 ? [...posts].reverse() : posts;
      for (const post of order) {
        for (let reader = 0; reader < 20; reader += 1) {
          countView(from(`10.0.${round}.${reader}`), post);
        }
      }
    }
    await Promise.all([
      ...daemons.map(({ flush }) => flush()),
      world.blog.updatePost(ada.scope, {
        id: posts[round]!.id,
        version: 1,
        title: `Renamed ${round}`,
      }),
    ]);
  }
  expect(errors).toEqual([]);
  for (const post of posts) expect(await viewsOf(world, post.id)).toBe(100);
});

test('a batch whose answer is lost is written again, and counts nobody twice', async () => {
  let proxy: DatabaseProxy | undefined;
  await using world = await createWorld({
    async reach(url) {
      proxy = await openDatabaseProxy(url);
      return proxy.url;
    },
  });
  await using through = proxy!;
  const ada = await world.signUp('ada');
  const post = await publish(world, ada.scope, 'Once only');
  for (let reader = 0; reader < 9; reader += 1) {
    world.blog.countView(from(`192.0.2.${reader}`), post);
  }
  through.loseAnswerTo('insert into post_views');
  const first = world.views.flush();
  await vi.waitFor(async () => expect(await viewsOf(world, post.id)).toBe(9));
  through.cut();
  await first;
  expect(world.views.describe().waiting).toBe(9);
  await vi.waitFor(async () => {
    await world.views.flush();
    expect(world.views.describe().waiting).toBe(0);
  });
  expect(await viewsOf(world, post.id)).toBe(9);
});

test('a post that was deleted meanwhile costs the others of its batch nothing', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  const [gone, stays] = [
    await publish(world, ada.scope, 'Gone'),
    await publish(world, ada.scope, 'Stays'),
  ];
  world.blog.countView(from('192.0.2.1'), gone);
  world.blog.countView(from('192.0.2.1'), stays);
  await world.blog.deletePost(ada.scope, { id: gone.id });
  expect(await flushedViews(world, stays.id)).toBe(1);
  expect(world.views.describe().waiting).toBe(0);
});

test('memory is bounded while nothing can be written', async () => {
  await using world = await createWorld();
  const ada = await world.signUp('ada');
  const post = await publish(world, ada.scope, 'Flooded');
  const deaf = createViewCounter({
    ...world,
    repo: { sql: (() => Promise.reject(new Error('away'))) as unknown as World['repo']['sql'] },
  });
  for (let reader = 0; reader < viewRules.mostWaiting + 500; reader += 1) {
    deaf.countView(from(`10.${reader >> 16}.${(reader >> 8) & 255}.${reader & 255}`), post);
  }
  expect(deaf.describe()).toEqual({ waiting: viewRules.mostWaiting, dropped: 500 });
  await deaf.stop();
});

test('nothing that is stored names a reader or tells which rows are of one, and all of it goes', async () => {
  const clock = startOfHour();
  await using world = await createWorld({ clock });
  const [ada, bob] = [await world.signUp('ada'), await world.signUp('bob')];
  const posts = [await publish(world, ada.scope, 'One'), await publish(world, ada.scope, 'Two')];
  for (let round = 0; round < 2; round += 1) {
    for (const post of posts) world.blog.countView(bob.scope, post);
    await world.views.flush();
    await clock.advance(hour);
  }
  const rows = await world.repo.sql<{ viewer: string }[]>`
    select encode(viewer, 'hex') as viewer from post_views`;
  expect(new Set(rows.map(({ viewer }) => viewer)).size).toBe(4);
  expect(await world.blog.sweepViews(systemScope())).toBe(0);
  await clock.advance((viewRules.keptForHours + 1) * hour);
  expect(await world.blog.sweepViews(systemScope())).toBe(4);
  expect(await world.repo.sql`select 1 from post_view_secrets`).toEqual([]);
  expect(await viewsOf(world, posts[0]!.id)).toBe(2);
});

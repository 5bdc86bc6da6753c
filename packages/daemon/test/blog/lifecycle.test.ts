// The life of a post: every step from every state by everybody, and what is told of it.

import { type PostState, postStates } from '@parley/shared/blog';
import { expect, test } from 'vitest';
import { anonymousScope, type Scope, systemScope } from '../../src/accounts/index.ts';
import { createWorld, type World } from '../support/world.ts';
import { body, createIn, inAnHour, makeDue, publish, recordPosts, signUpActors } from './posts.ts';

const steps = {
  edit: (world: World, scope: Scope, id: string) =>
    world.blog.updatePost(scope, { id, version: 1, title: 'Another title' }),
  publish: (world: World, scope: Scope, id: string) => world.blog.publishPost(scope, { id }),
  unpublish: (world: World, scope: Scope, id: string) => world.blog.unpublishPost(scope, { id }),
  schedule: (world: World, scope: Scope, id: string) =>
    world.blog.schedulePost(scope, { id, publishAt: inAnHour() }),
  delete: (world: World, scope: Scope, id: string) => world.blog.deletePost(scope, { id }),
};

/** What a step by the author leads to; `null`: nothing is left. */
const outcomes: Record<keyof typeof steps, Record<PostState, PostState | 'invalid' | null>> = {
  edit: {
    draft: 'draft',
    scheduled: 'scheduled',
    published: 'published',
    unpublished: 'unpublished',
  },
  publish: {
    draft: 'published',
    scheduled: 'published',
    published: 'published',
    unpublished: 'published',
  },
  unpublish: {
    draft: 'draft',
    scheduled: 'draft',
    published: 'unpublished',
    unpublished: 'unpublished',
  },
  schedule: {
    draft: 'scheduled',
    scheduled: 'scheduled',
    published: 'invalid',
    unpublished: 'scheduled',
  },
  delete: { draft: null, scheduled: null, published: null, unpublished: null },
};

test.each(Object.keys(steps) as (keyof typeof steps)[])(
  'row 50: %s, from every state, by everybody',
  async (step) => {
    await using world = await createWorld();
    const { author, ...others } = await signUpActors(world);
    const actors = { anonymous: anonymousScope(), ...others, author };
    const seen: Record<string, Record<string, string | null>> = {};
    const expected: typeof seen = {};
    for (const state of postStates) {
      seen[state] = {};
      expected[state] = {};
      for (const [actor, scope] of Object.entries(actors)) {
        const { id } = await createIn(world, author, state);
        const result = await steps[step](world, scope, id).then(
          (post) => post?.state ?? null,
          (error: { code: string }) => error.code,
        );
        seen[state][actor] = result;
        const isKeeper = actor === 'moderator' || actor === 'admin';
        const takesDown = isKeeper && (step === 'unpublish' || step === 'delete');
        expected[state][actor] =
          actor === 'author' || (state === 'published' && takesDown)
            ? outcomes[step][state]
            : state !== 'published'
              ? 'not_found'
              : actor === 'anonymous'
                ? 'unauthenticated'
                : 'forbidden';
      }
    }
    expect(seen).toEqual(expected);
  },
);

test('a post that comes back keeps the time at which it first appeared', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const { id, publishedAt } = await publish(world, scope, 'First time');
  await world.blog.unpublishPost(scope, { id });
  expect(await world.blog.publishPost(scope, { id })).toMatchObject({ publishedAt });
  await world.blog.unpublishPost(scope, { id });
  await world.blog.schedulePost(scope, { id, publishAt: inAnHour() });
  await makeDue(world, id);
  await world.blog.publishDue(systemScope());
  expect(await world.blog.getPost(scope, { id })).toMatchObject({ publishedAt });
});

test('row 50: events tell only what everybody may see', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const events = recordPosts(world);
  const { id } = await world.blog.createPost(scope, { title: 'Quiet', body });
  await world.blog.updatePost(scope, { id, version: 1, title: 'Still quiet' });
  const scheduled = await createIn(world, scope, 'scheduled');
  await world.blog.updatePost(scope, { id: scheduled.id, version: 1, title: 'Not yet' });
  await world.blog.restoreRevision(scope, { id: scheduled.id, version: 2, revision: 1 });
  await world.blog.deletePost(scope, { id: scheduled.id });
  expect(events).toEqual([]);
  await world.blog.publishPost(scope, { id });
  await world.blog.publishPost(scope, { id });
  await world.blog.updatePost(scope, { id, version: 2, title: 'Loud' });
  await world.blog.unpublishPost(scope, { id });
  await world.blog.publishPost(scope, { id });
  await world.blog.deletePost(scope, { id });
  expect(events.map(({ type }) => type)).toEqual([
    'post.published',
    'post.updated',
    'post.unpublished',
    'post.published',
    'post.deleted',
  ]);
  expect(JSON.stringify(events)).not.toContain(body);
});

test('row 50: a post that was taken back before its publication could be told is told of as published by nobody', async () => {
  await using world = await createWorld();
  const { scope } = await world.signUp('ada');
  const events = recordPosts(world);
  const { id } = await world.blog.createPost(scope, { title: 'In and out', body });
  // Another daemon, quicker than this one's look at what it stored.
  await world.repo.sql.unsafe(`
    create function take_back() returns trigger language plpgsql as $$ begin
      update posts set state = 'unpublished' where id = new.id;
      return null;
    end $$;
    create constraint trigger take_back after update of state on posts
      deferrable initially deferred for each row
      when (new.state = 'published') execute function take_back()`);
  expect(await world.blog.publishPost(scope, { id })).toMatchObject({ state: 'unpublished' });
  await world.blog.schedulePost(scope, { id, publishAt: inAnHour() });
  await makeDue(world, id);
  expect(await world.blog.publishDue(systemScope(), id)).toBe(1);
  expect(events).toEqual([]);
});

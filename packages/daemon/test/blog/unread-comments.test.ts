// Comments that wait for somebody: counted exactly, seen by the rule of posts, told as it happens.

import { type CommentView, postStates } from '@parley/shared/blog';
import type { ActivityEvent } from '@parley/shared/events';
import { expect, test, vi } from 'vitest';
import type { Scope, UserScope } from '../../src/accounts/index.ts';
import { createWebWorld } from '../support/web.ts';
import { createWorld, type World } from '../support/world.ts';

async function publish(world: World, scope: UserScope, title = 'A post') {
  const { id } = await world.blog.createPost(scope, { title, body: 'A body that is long enough.' });
  return world.blog.publishPost(scope, { id });
}

const comment = (world: World, scope: Scope, postId: string, more: { parentId?: string } = {}) =>
  world.blog.createComment(scope, { postId, body: 'Well said', ...more });

/** What waits under posts, as `title count`. */
const waiting = async ({ blog }: World, scope: UserScope) =>
  (await blog.listCommentActivity(scope)).map(({ post, unread }) => `${post.title} ${unread}`);

async function signUp(world: World) {
  const [{ scope: ada }, { scope: bob }, { scope: cyd }] = [
    await world.signUp('ada'),
    await world.signUp('bob'),
    await world.signUp('cyd'),
  ];
  return { ada, bob, cyd };
}

test('comments wait for the author of the post and of the comment that is answered, once, not for their writer', async () => {
  await using world = await createWorld();
  const { ada, bob, cyd } = await signUp(world);
  const { id } = await publish(world, ada);
  const first = await comment(world, bob, id);
  await comment(world, ada, id);
  await comment(world, cyd, id, { parentId: first.id });
  const own = await comment(world, ada, id, { parentId: first.id });
  await comment(world, bob, id, { parentId: own.id });
  await comment(world, bob, id, { parentId: first.id });
  expect(await waiting(world, ada)).toEqual(['A post 4']);
  expect(await waiting(world, bob)).toEqual(['A post 2']);
  expect(await waiting(world, cyd)).toEqual([]);
  const [item] = await world.blog.listCommentActivity(bob);
  expect(item).toMatchObject({
    kind: 'comments',
    at: own.createdAt,
    post: { id, slug: 'a-post', title: 'A post' },
    newest: { id: own.id, author: { username: 'ada' }, excerpt: 'Well said' },
  });
});

test('a comment sent again waits once', async () => {
  await using world = await createWorld();
  const { ada, bob } = await signUp(world);
  const { id: postId } = await publish(world, ada);
  const input = { postId, body: 'Once', clientId: 'one' };
  await Promise.all(Array.from({ length: 5 }, () => world.blog.createComment(bob, input)));
  expect(await waiting(world, ada)).toEqual(['A post 1']);
});

test('reading ends the waiting, up to a time or of all; deleting what is unread does too', async () => {
  await using world = await createWorld();
  const { ada, bob } = await signUp(world);
  const { id } = await publish(world, ada);
  const made: CommentView[] = [];
  for (let index = 0; index < 4; index += 1) {
    made.push(await comment(world, bob, id));
    await vi.waitFor(() =>
      expect(world.clock.now().toISOString() > made.at(-1)!.createdAt).toBe(true),
    );
  }
  const until = made[1]!.createdAt;
  await world.blog.markCommentsRead(ada, { postId: id, until });
  expect(await waiting(world, ada)).toEqual(['A post 2']);
  await world.blog.markCommentsRead(ada, { postId: id, until });
  await world.blog.deleteComment(bob, { id: made[0]!.id });
  expect(await waiting(world, ada)).toEqual(['A post 2']);
  await world.blog.deleteComment(ada, { id: made[3]!.id });
  await world.blog.deleteComment(ada, { id: made[3]!.id });
  expect(await world.blog.listCommentActivity(ada)).toMatchObject([
    { unread: 1, newest: { id: made[2]!.id } },
  ]);
  await world.blog.markCommentsRead(ada, { postId: id });
  expect(await waiting(world, ada)).toEqual([]);
  await comment(world, bob, id);
  expect(await waiting(world, ada)).toEqual(['A post 1']);
});

test('counts stay exact while comments are written, answered, deleted and read at once', async () => {
  await using world = await createWorld();
  const { ada, bob, cyd } = await signUp(world);
  const { id } = await publish(world, ada);
  const first = await comment(world, bob, id);
  await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const { id: made } = await comment(world, cyd, id, index % 2 ? { parentId: first.id } : {});
      if (index % 3 === 0) await world.blog.deleteComment(cyd, { id: made });
      const until = index % 2 ? world.clock.now().toISOString() : undefined;
      if (index % 5 === 0) await world.blog.markCommentsRead(ada, { postId: id, until });
      if (index % 7 === 0) await world.blog.markCommentsRead(bob, { postId: id });
    }),
  );
  const rows = await world.repo.sql<{ unread: number; count: number }[]>`
    select n.unread, (
      select count(*)::int from unread_comments w join comments c on c.id = w.comment_id
      where w.user_id = n.user_id and w.post_id = n.post_id and c.deleted_at is null
    ) as count from comment_counters n`;
  expect(rows).toHaveLength(2);
  for (const { unread, count } of rows) expect(unread).toBe(count);
});

test('row 50: what waits under a post is seen by whoever sees the post, in every state of it', async () => {
  await using world = await createWorld();
  const { ada, bob, cyd } = await signUp(world);
  const { id } = await publish(world, bob);
  const first = await comment(world, ada, id);
  const second = await comment(world, cyd, id);
  await comment(world, cyd, id, { parentId: first.id });
  await comment(world, bob, id, { parentId: second.id });
  for (const state of postStates) {
    await world.repo.sql`
      update posts set state = ${state},
        publish_at = ${state === 'scheduled' ? new Date(Date.now() + 3_600_000) : null}
      where id = ${id}`;
    const others = state === 'published' ? 1 : 0;
    expect(await waiting(world, bob), state).toHaveLength(1);
    // Ada is admin: that is no key to a text that is not published.
    expect(await waiting(world, ada), state).toHaveLength(others);
    expect(await waiting(world, cyd), state).toHaveLength(others);
    const marked = world.blog.markCommentsRead(cyd, { postId: id, until: '2001-01-01T00:00:00Z' });
    if (others === 0) await expect(marked, state).rejects.toMatchObject({ code: 'not_found' });
    else await marked;
  }
  await world.blog.deletePost(bob, { id });
  for (const scope of [ada, bob, cyd]) expect(await waiting(world, scope)).toEqual([]);
});

test('what waits is read in one statement, however much it is', async () => {
  await using world = await createWorld();
  const { ada, bob } = await signUp(world);
  for (let index = 0; index < 5; index += 1) {
    const { id } = await publish(world, ada, `Post ${index}`);
    for (let count = 0; count <= index; count += 1) await comment(world, bob, id);
  }
  // The driver asks for types on each connection's first use.
  for (let index = 0; index < 5; index += 1) await waiting(world, ada);
  world.takeQueries();
  expect(await waiting(world, ada)).toEqual([
    'Post 4 5',
    'Post 3 4',
    'Post 2 3',
    'Post 1 2',
    'Post 0 1',
  ]);
  expect(world.takeQueries()).toHaveLength(1);
});

test('the channel tells of comments, of reading them, and of posts that come and go', async () => {
  await using world = await createWebWorld();
  const [{ scope: ada, token: adas }, { scope: bob, token: bobs }] = [
    await world.signUp('ada'),
    await world.signUp('bob'),
  ];
  const { id: postId } = await publish(world, ada);
  const listen = async (token: string) => {
    const events: ActivityEvent[] = [];
    world.live(token).client.chat.onActivity.subscribe(undefined, {
      onData: (event) => events.push(event),
    });
    await vi.waitFor(() => expect(events).toMatchObject([{ type: 'activity.joined' }]));
    return () => events.flatMap((event) => ('unread' in event ? event : [])).map((e) => e.unread);
  };
  const [toAda, toBob] = [await listen(adas), await listen(bobs)];
  const first = await comment(world, bob, postId);
  await comment(world, ada, postId, { parentId: first.id });
  await vi.waitFor(() => expect([toAda(), toBob()]).toEqual([[1], [1]]));
  await world.blog.unpublishPost(ada, { id: postId });
  await vi.waitFor(() =>
    expect([toAda(), toBob()]).toEqual([
      [1, 1],
      [1, 0],
    ]),
  );
  await world.blog.publishPost(ada, { id: postId });
  await vi.waitFor(() => expect(toBob()).toEqual([1, 0, 1]));
  const { blog, chat } = world.http(bobs);
  expect((await chat.listActivity.query()).items).toMatchObject([
    { kind: 'comments', unread: 1, newest: { author: { username: 'ada' } } },
  ]);
  await blog.markCommentsRead.mutate({ postId });
  await vi.waitFor(() => expect(toBob()).toEqual([1, 0, 1, 0]));
  expect((await chat.listActivity.query()).items).toEqual([]);
  await world.blog.deletePost(ada, { id: postId });
  await vi.waitFor(() => expect(toAda().at(-1)).toBe(0));
});

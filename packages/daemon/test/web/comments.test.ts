// Comments over real HTTP and WebSocket: procedures, limits, and following a post live.

import type { CommentEvent } from '@parley/shared/events';
import { expect, test, vi } from 'vitest';
import { createWebWorld, type LiveClient, type WebWorld } from '../support/web.ts';

const body = 'A body that is long enough.';

function follow({ client }: Pick<LiveClient, 'client'>, postId: string) {
  const events: CommentEvent[] = [];
  const listener = { events, isComplete: false, error: undefined as unknown, stop: () => {} };
  const subscription = client.blog.onComments.subscribe(
    { postId },
    {
      onData: (event) => events.push(event),
      onError: (error) => {
        listener.error = error;
      },
      onComplete: () => {
        listener.isComplete = true;
      },
    },
  );
  listener.stop = () => subscription.unsubscribe();
  return listener;
}

async function publish(world: WebWorld, username = 'author') {
  const { scope, token } = await world.signUp(username);
  const { id } = await world.blog.createPost(scope, { title: 'A post', body });
  return { scope, token, post: await world.blog.publishPost(scope, { id }) };
}

test('everybody who sees a post hears its comments, also without a login', async () => {
  await using world = await createWebWorld();
  const { scope, token, post } = await publish(world);
  const other = await world.blog.createPost(scope, { title: 'Another', body });
  await world.blog.publishPost(scope, { id: other.id });
  const listeners = [
    follow(world.live(), post.id),
    follow(world.live(token), post.id.toUpperCase()),
  ];
  for (const { events } of listeners) {
    await vi.waitFor(() => expect(events).toEqual([{ type: 'comments.joined' }]));
  }
  const { blog } = world.http(token);
  const made = await blog.createComment.mutate({ postId: post.id, body: 'Hello' });
  await blog.createComment.mutate({ postId: other.id, body: 'Elsewhere' });
  const edited = await blog.updateComment.mutate({ id: made.id, body: 'Hello!' });
  await blog.deleteComment.mutate({ id: made.id });
  for (const { events } of listeners) {
    await vi.waitFor(() => expect(events).toHaveLength(4));
    expect(events.slice(1)).toEqual([
      { type: 'comment.created', comment: made },
      { type: 'comment.updated', comment: edited },
      { type: 'comment.deleted', id: made.id, postId: post.id, deletedAt: expect.any(String) },
    ]);
  }
  expect((await world.http().blog.listComments.query({ postId: post.id })).items).toMatchObject([
    { id: made.id, body: '' },
  ]);
});

test('row 34: a hidden post cannot be followed, and is as absent', async () => {
  await using world = await createWebWorld();
  const { scope, token, post } = await publish(world);
  await world.blog.unpublishPost(scope, { id: post.id });
  const stranger = await world.signUp('stranger');
  const before = world.pubsub.countSubscribers();
  const messages = [];
  for (const postId of [post.id, crypto.randomUUID()]) {
    const listener = follow(world.live(stranger.token), postId);
    await vi.waitFor(() => expect(listener.error).toBeDefined());
    const { data, message } = listener.error as { data: { domain: object }; message: string };
    messages.push({ message, domain: { ...data.domain, requestId: '' } });
    expect(listener.events).toEqual([]);
  }
  expect(messages[0]).toEqual(messages[1]);
  expect(world.pubsub.countSubscribers()).toBe(before);
  const own = follow(world.live(token), post.id);
  await vi.waitFor(() => expect(own.events).toEqual([{ type: 'comments.joined' }]));
});

test('taking a post back ends its followers, who hear nothing of it any more', async () => {
  await using world = await createWebWorld();
  const { scope, post } = await publish(world);
  const ways = [
    () => world.blog.unpublishPost(scope, { id: post.id }),
    () => world.blog.deletePost(scope, { id: post.id }),
  ];
  const before = world.pubsub.countSubscribers();
  for (const takeBack of ways) {
    await world.blog.publishPost(scope, { id: post.id });
    const made = await world.blog.createComment(scope, { postId: post.id, body: 'Hello' });
    const listener = follow(world.live(), post.id);
    await vi.waitFor(() => expect(listener.events).toHaveLength(1));
    await takeBack();
    await vi.waitFor(() => expect(listener.isComplete).toBe(true));
    await vi.waitFor(() => expect(world.pubsub.countSubscribers()).toBe(before));
    await world.blog.deleteComment(scope, { id: made.id }).catch(() => {});
    await expect(world.http().blog.listComments.query({ postId: post.id })).rejects.toMatchObject({
      data: { code: 'NOT_FOUND' },
    });
    expect(listener.events).toEqual([{ type: 'comments.joined' }]);
  }
});

test('subscribe, then read: whatever is written meanwhile is in one of both', async () => {
  await using world = await createWebWorld();
  const { scope, post } = await publish(world);
  const writing = (async () => {
    for (let n = 0; n < 60; n += 1) {
      await world.blog.createComment(scope, { postId: post.id, body: `Comment ${n}` });
    }
  })();
  const listener = follow(world.live(), post.id);
  await vi.waitFor(() => expect(listener.events).not.toHaveLength(0));
  const read = await world.http().blog.listComments.query({ postId: post.id, perPage: 100 });
  await writing;
  await vi.waitFor(() => {
    const heard = listener.events.flatMap((event) =>
      event.type === 'comment.created' ? [event.comment.body] : [],
    );
    const known = new Set([...read.items.map((comment) => comment.body), ...heard]);
    expect(known.size).toBe(60);
  });
});

test('comments count against the limit of messages', async () => {
  await using world = await createWebWorld({ rates: { messages: { points: 3, seconds: 60 } } });
  const { token, post } = await publish(world);
  const { blog } = world.http(token);
  const { id } = await blog.createComment.mutate({ postId: post.id, body: '1' });
  await blog.createComment.mutate({ postId: post.id, body: '2' });
  await blog.updateComment.mutate({ id, body: '3' });
  await expect(blog.createComment.mutate({ postId: post.id, body: '4' })).rejects.toMatchObject({
    data: { domain: { code: 'limited', retryAfter: expect.any(Number) } },
  });
  await blog.listComments.query({ postId: post.id });
});

test('rows 49, 76, 78, 83: strange input is refused with the field, and stores nothing', async () => {
  await using world = await createWebWorld();
  const { token, post } = await publish(world);
  const { blog } = world.http(token);
  const postId = post.id;
  const create = (input: object) => blog.createComment.mutate({ postId, body: 'x', ...input });
  const refused: [string, () => Promise<unknown>][] = [
    ['body', () => create({ body: 'a\u0000b' })],
    ['body', () => create({ body: '\ud800' })],
    ['body', () => create({ body: '' })],
    ['body', () => create({ body: ' \u200b\n' })],
    ['body', () => create({ body: 'x'.repeat(16_385) })],
    ['parentId', () => create({ parentId: "'; drop table comments; --" })],
    ['clientId', () => create({ clientId: 'with space' })],
    ['authorId', () => create({ authorId: crypto.randomUUID() })],
    ['createdAt', () => create({ createdAt: '2099-01-01T00:00:00Z' })],
    ['perPage', () => blog.listComments.query({ postId, perPage: -1 })],
    ['perPage', () => blog.listComments.query({ postId, perPage: 0.5 })],
    ['cursor', () => blog.listComments.query({ postId, cursor: 'bm9uc2Vuc2U' })],
  ];
  for (const [field, call] of refused) {
    await expect(call(), field).rejects.toMatchObject({
      data: { domain: { code: 'invalid', fields: { [field]: expect.any(Array) } } },
    });
  }
  const page = await blog.listComments.query({ postId, perPage: 1e9 });
  expect(page).toEqual({ items: [], nextCursor: null });
});

// Scheduled posts on a real daemon: hidden before their time, out soon after it, over kill -9, once.

import type { PostEvent } from '@parley/shared/events';
import { expect, test, vi } from 'vitest';
import { connectHttp, connectLive, register } from './support/client.ts';
import { startDaemon } from './support/daemon.ts';

const body = 'A body that is long enough.';
const patience = { timeout: 30_000, interval: 50 };

test('row 50: nowhere before its time, everywhere after it, also when the daemon was killed', async () => {
  await using daemon = await startDaemon();
  const author = connectHttp(daemon.url, await register(daemon.url, 'ada'));
  const reader = await register(daemon.url, 'bob');
  await using live = connectLive(daemon.url, reader);
  const heard: PostEvent[] = [];
  live.client.blog.onPosts.subscribe(undefined, {
    onData: (event) => heard.push(event as PostEvent),
  });
  await vi.waitFor(() => expect(heard).toContainEqual({ type: 'posts.joined' }), patience);

  const schedule = async (title: string, inMs: number) => {
    const { id } = await author.blog.createPost.mutate({ title, body });
    const publishAt = new Date(Date.now() + inMs).toISOString();
    return author.blog.schedulePost.mutate({ id, publishAt });
  };
  const isOut = async (slug: string): Promise<string> => {
    const post = await connectHttp(daemon.url).blog.getPost.query({ slug });
    return post.publishedAt!;
  };
  const first = await schedule('In time', 1_500);
  await expect(isOut(first.slug)).rejects.toMatchObject({ data: { httpStatus: 404 } });
  const publishedAt = await vi.waitFor(() => isOut(first.slug), patience);
  expect(publishedAt >= first.publishAt!).toBe(true);
  await vi.waitFor(() => {
    const told = heard.filter((event) => event.type === 'post.published');
    expect(told.map(({ post }) => post.id)).toEqual([first.id]);
  }, patience);

  const second = await schedule('Overslept', 400);
  await daemon.kill();
  await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(Date.parse(second.publishAt!)), {
    ...patience,
  });
  await daemon.restart();
  await vi.waitFor(() => isOut(second.slug), patience);
  const [found] = (await connectHttp(daemon.url).blog.listPosts.query({ published: true })).items;
  expect(found).toMatchObject({ id: second.id, state: 'published', publishAt: null });
});

// `tui posts schedule`, and `publish_at` in front matter.

import type { PostView } from '@parley/shared/blog';
import { invalidField } from '@parley/shared/errors';
import { parseWhen } from '@parley/shared/when';
import type { CommandContext } from './context.ts';
import { describePost, postRef } from './posts.ts';
import { formatTime } from './time.ts';

export async function schedulePost(context: CommandContext): Promise<void> {
  const [post, when] = context.words;
  const publishAt = readMoment('WHEN', when!);
  const api = await context.api();
  const ref = postRef(post!);
  const { id } = 'id' in ref ? ref : await api.blog.getPost.query(ref);
  const scheduled = await api.blog.schedulePost.mutate({ id, publishAt });
  context.result(scheduled, describeScheduled(scheduled));
}

/** @throws invalid for what is no time, or one that has passed. */
export function readMoment(field: string, written: string): string {
  const now = new Date();
  const moment = parseWhen(written, now);
  if (moment === null) {
    throw invalidField(
      field,
      'is not understood; write it like "tomorrow 9:00", "in 2 hours" or 2030-01-31T09:00',
    );
  }
  if (moment <= now) throw invalidField(field, `must be in the future, not ${formatTime(moment)}`);
  return moment.toISOString();
}

/** Schedules a post as its file says; one that is published, or scheduled for then, stays as it is. */
export async function applyPublishAt(
  context: CommandContext,
  post: PostView,
  publishAt: string | undefined,
): Promise<PostView> {
  if (publishAt === undefined || post.state === 'published' || post.publishAt === publishAt) {
    return post;
  }
  const api = await context.api();
  return api.blog.schedulePost.mutate({ id: post.id, publishAt });
}

export function describeScheduled(post: PostView): string {
  return describePost(`Scheduled for ${formatTime(post.publishAt)}`, post);
}

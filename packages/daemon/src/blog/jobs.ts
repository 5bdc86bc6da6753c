// The jobs that the blog enqueues, and those that run by the clock.

import { z } from 'zod';
import { defineJob } from '../jobs/index.ts';

/** Publishes one scheduled post at its time. */
export const publishScheduledPost = defineJob({
  name: 'blog.publish_post',
  payload: z.strictObject({ postId: z.uuid() }),
});

/** Publishes whatever is due, should a job have been lost. */
export const publishDuePosts = defineJob({
  name: 'blog.publish_due_posts',
  payload: z.strictObject({}),
  maxAttempts: 1,
});

/** Forgets who read what. */
export const sweepViews = defineJob({
  name: 'blog.sweep_views',
  payload: z.strictObject({}),
});

/** One publication waits per post: scheduling it anew replaces the job. */
export const publicationKey = (postId: string): string => `blog.publish_post:${postId}`;

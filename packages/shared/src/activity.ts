// Activity: what waits for somebody, of chat and of the blog alike.

import { z } from 'zod';
import { commentActivityItem } from './blog.ts';
import { chatActivityItem } from './chat.ts';

/** In lists the newest first. */
export const activityItem = z.discriminatedUnion('kind', [
  ...chatActivityItem.options,
  commentActivityItem,
]);
export type ActivityItem = z.infer<typeof activityItem>;

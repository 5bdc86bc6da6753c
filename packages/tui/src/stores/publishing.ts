// What is said before a post is published.

import type { PostListItem } from '@parley/shared/blog';
import { clipText, sanitizeText } from '@parley/shared/text';
import { formatMomentLong } from './schedule.ts';

/** A title in a sentence, short enough to leave room for the rest of it. */
export function quoteTitle(title: string): string {
  return `“${clipText(sanitizeText(title, { multiline: false }).trim(), 36)}”`;
}

/** What publishing does to a post; null for one that was never saved. */
export function describePublishing(post: Pick<PostListItem, 'state' | 'publishAt'> | null): string {
  const all = 'Everybody who can reach this server can read it at once.';
  if (post?.state !== 'scheduled' || post.publishAt === null) return all;
  return `It goes out now, not on ${formatMomentLong(new Date(post.publishAt))}. ${all}`;
}

// Messages as people read them: the author on every line, so that none can look like somebody else's.

import type { MessageView } from '@parley/shared/chat';
import { formatClock } from './time.ts';

/** @param mark stands between the author and the text, where there is something to say about it. */
export function describeMessage(
  { author, body, createdAt, deletedAt }: MessageView,
  { room, mark }: { room?: string | undefined; mark?: string } = {},
): string[] {
  const gutter = [formatClock(createdAt), ...(room === undefined ? [] : [room])].join(' ');
  const words = deletedAt === null ? body : '(deleted)';
  return words
    .split(/\r\n?|[\n\u2028\u2029]/)
    .map((line) => [gutter, `<${author.username}>`, ...(mark ? [mark] : []), line].join(' '));
}

// Messages as people read them: the author on every line, so that none can look like somebody else's.

import type { MessageView } from '@parley/shared/chat';
import { sayBody } from '@parley/shared/chat-action';
import { formatClock } from './time.ts';

/** @param mark stands between the author and the text, where there is something to say about it. */
export function describeMessage(
  { author, body, createdAt, deletedAt }: MessageView,
  { room, mark }: { room?: string | undefined; mark?: string } = {},
): string[] {
  const gutter = [formatClock(createdAt), ...(room === undefined ? [] : [room])].join(' ');
  // No name has a space in it, so nobody can call themselves a bot, nor a bot hide it.
  const name = author.isBot ? `${author.username} [bot]` : author.username;
  const words = deletedAt === null ? sayBody(body, author.username) : '(deleted)';
  return words
    .split(/\r\n?|[\n\u2028\u2029]/)
    .map((line) => [gutter, `<${name}>`, ...(mark ? [mark] : []), line].join(' '));
}

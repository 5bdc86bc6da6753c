// Messages as people read them: the author on every line, so that none can look like somebody else's.

import type { MessageView } from '@parley/shared/chat';
import { sayBody } from '@parley/shared/chat-action';
import { formatClock } from './time.ts';

interface MessageMarks {
  readonly room?: string | undefined;
  readonly marks?: readonly string[];
  readonly arrow?: string;
}

/** Where a message stands: what it answers. */
export function placeMarks({ threadId, quote }: Pick<MessageView, 'threadId' | 'quote'>): string[] {
  return [
    ...(threadId === null ? [] : ['in a thread']),
    ...(quote === null ? [] : [`answers @${quote.author.username}`]),
  ];
}

/** @param marks stand between the author and the text, where there is something to say about it. */
export function describeMessage(
  message: MessageView,
  { room, marks = placeMarks(message), arrow }: MessageMarks = {},
): string[] {
  const { author, body, createdAt, deletedAt } = message;
  const mark = [
    ...(arrow === undefined ? [] : [arrow]),
    ...(marks.length === 0 ? [] : [`(${marks.join(', ')})`]),
  ].join(' ');
  const gutter = [formatClock(createdAt), ...(room === undefined ? [] : [room])].join(' ');
  // No name has a space in it, so nobody can call themselves a bot, nor a bot hide it.
  const name = author.isBot ? `${author.username} [bot]` : author.username;
  const words = deletedAt === null ? sayBody(body, author.username) : '(deleted)';
  return words
    .split(/\r\n?|[\n\u2028\u2029]/)
    .map((line) => [gutter, `<${name}>`, ...(mark ? [mark] : []), line].join(' '));
}

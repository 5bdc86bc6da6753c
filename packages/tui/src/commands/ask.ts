// `tui ask`: a message that waits for its answer.

import type { MessageView } from '@parley/shared/chat';
import { findMentions } from '@parley/shared/chat';
import { sayBody } from '@parley/shared/chat-action';
import { DomainError } from '@parley/shared/errors';
import { createLiveApi } from '../api/index.ts';
import type { CommandContext } from './context.ts';
import { readCount } from './count.ts';
import { Interrupted } from './report-error.ts';
import { followRoom } from './room-feed.ts';
import { sendOnce } from './sending.ts';
import { readInput } from './streams.ts';

const secondsByDefault = 60;
const longestSeconds = 86_400;

/** @throws unanswered when there is no answer in time. */
export async function ask(context: CommandContext): Promise<void> {
  const { config, streams } = context;
  const [room, text] = context.words as [string, string?];
  const body = text === undefined || text === '-' ? await readInput(streams) : text;
  const given = readCount(context, 'timeout') ?? secondsByDefault;
  const seconds = Math.min(given, longestSeconds);
  const threadId = context.option('thread');
  const me = await (await context.api()).accounts.me.query();
  const token = await context.token();
  const sent = await sendOnce(context, { room, body, threadId });

  const interrupted = new AbortController();
  const onInterrupt = () => interrupted.abort();
  process.once('SIGINT', onInterrupt);
  const signal = AbortSignal.any([interrupted.signal, AbortSignal.timeout(seconds * 1_000)]);
  try {
    const feed = followRoom({
      room: sent.room,
      after: sent.seq,
      newest: 0,
      api: sent.api,
      openLive: () => createLiveApi({ server: config.server, token }),
      onAway: (isAway) => context.say(isAway ? 'The connection is lost …' : 'Connected again.'),
      signal,
    });
    for await (const message of feed) {
      if (!isAnswer(message, { me, question: sent.id, threadId })) continue;
      context.result(message);
      if (!context.isJson) context.text(sayBody(message.body, message.author.username));
      return;
    }
  } finally {
    process.off('SIGINT', onInterrupt);
  }
  if (interrupted.signal.aborted) throw new Interrupted();
  throw new DomainError('unanswered', `Nobody answered within ${seconds} s.`);
}

/** What replies to the question, stands in its thread, or calls who asked; never one's own words. */
export function isAnswer(
  { author, body, replyTo, threadId, deletedAt }: MessageView,
  asked: {
    me: { id: string; username: string; isBot?: boolean | undefined };
    question: string;
    /** The thread in which it was asked: whatever follows there answers. */
    threadId?: string | undefined;
  },
): boolean {
  if (author.id === asked.me.id || deletedAt !== null) return false;
  // Else two bots could keep each other talking.
  if (asked.me.isBot && author.isBot) return false;
  if (replyTo === asked.question || threadId === asked.question) return true;
  if (asked.threadId !== undefined && threadId === asked.threadId) return true;
  return findMentions(body).names.includes(asked.me.username.toLowerCase());
}

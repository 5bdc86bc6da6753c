// `tui tail`: a room on standard output, for people and for pipes.

import type { MessageView } from '@parley/shared/chat';
import { createLiveApi } from '../api/index.ts';
import type { CommandContext } from './context.ts';
import { readCount } from './count.ts';
import { Interrupted } from './report-error.ts';
import { retryWhileAway } from './retry.ts';
import { followRoom } from './room-feed.ts';
import { formatClock } from './time.ts';

const newestByDefault = 10;

export async function tail(context: CommandContext): Promise<void> {
  const { config } = context;
  const [room] = context.words as [string];
  const after = context.option('since') === 'all' ? 0 : (readCount(context, 'since', 0) ?? null);
  const limit = readCount(context, 'limit') ?? Number.POSITIVE_INFINITY;
  const token = await context.token();
  const api = await context.api();
  const onAway = ({ message }: { message: string }) => context.say(`${message} Trying again …`);
  // Who may not see the room is told at once; whoever starts us while the server restarts is served.
  await retryWhileAway(() => api.chat.getRoom.query({ room }), { onAway });

  const interrupted = new AbortController();
  const onInterrupt = () => interrupted.abort();
  process.once('SIGINT', onInterrupt);
  try {
    let count = 0;
    const feed = followRoom({
      room,
      after,
      newest: Math.min(newestByDefault, limit),
      api,
      openLive: () => createLiveApi({ server: config.server, token }),
      onAway: (isAway) => context.say(isAway ? 'The connection is lost …' : 'Connected again.'),
      signal: interrupted.signal,
    });
    for await (const message of feed) {
      print(context, message);
      count += 1;
      if (count >= limit) return;
    }
    throw new Interrupted();
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

/** The author stands on every line: no message can look like somebody else's. */
function print(context: CommandContext, message: MessageView): void {
  const { author, body, createdAt, deletedAt } = message;
  const gutter = `${formatClock(createdAt)} <${author.username}>`;
  const lines = deletedAt === null ? body.split(/\r\n?|[\n\u2028\u2029]/) : ['(deleted)'];
  context.result(message, ...lines.map((line) => `${gutter} ${line}`));
}

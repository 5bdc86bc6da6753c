// `tui send`.

import type { CommandContext } from './context.ts';
import { readCount } from './count.ts';
import { sendOnce } from './sending.ts';
import { readInput } from './streams.ts';

export async function send(context: CommandContext): Promise<void> {
  const [room, text] = context.words as [string, string?];
  const body = text === undefined || text === '-' ? await readInput(context.streams) : text;
  const at = context.option('at');
  if (at !== undefined) {
    const { sendLater } = await import('./scheduled.ts');
    return sendLater(context, { room, body, threadId: context.option('thread'), at });
  }
  const message = {
    room,
    body,
    replyTo: context.option('reply-to'),
    threadId: context.option('thread'),
    clientId: context.option('client-id'),
  };
  const { id, seq } = await sendOnce(context, message, readCount(context, 'timeout', 0));
  context.result({ id, seq });
}

// `tui send`.

import type { CommandContext } from './context.ts';
import { readCount } from './count.ts';
import { sendOnce } from './sending.ts';
import { readInput } from './streams.ts';

export async function send(context: CommandContext): Promise<void> {
  const [room, text] = context.words as [string, string?];
  const body = text === undefined || text === '-' ? await readInput(context.streams) : text;
  const message = {
    room,
    body,
    replyTo: context.option('reply-to'),
    threadId: context.option('thread'),
  };
  const at = context.option('at');
  if (at !== undefined) {
    const { sendLater } = await import('./scheduled.ts');
    return sendLater(context, { ...message, at });
  }
  const clientId = context.option('client-id');
  const timeout = readCount(context, 'timeout', 0);
  const { id, seq } = await sendOnce(context, { ...message, clientId }, timeout);
  context.result({ id, seq });
}

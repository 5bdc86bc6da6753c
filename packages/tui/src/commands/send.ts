// `tui send`.

import type { CommandContext } from './context.ts';
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
  const { id, seq } = await sendOnce(context, {
    room,
    body,
    replyTo: context.option('reply-to'),
    threadId: context.option('thread'),
  });
  context.result({ id, seq });
}

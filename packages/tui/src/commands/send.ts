// `tui send`.

import type { CommandContext } from './context.ts';
import { sendOnce } from './sending.ts';
import { readInput } from './streams.ts';

export async function send(context: CommandContext): Promise<void> {
  const [room, text] = context.words as [string, string?];
  const body = text === undefined || text === '-' ? await readInput(context.streams) : text;
  const { id, seq } = await sendOnce(context, {
    room,
    body,
    replyTo: context.option('reply-to'),
    threadId: context.option('thread'),
  });
  context.result({ id, seq });
}

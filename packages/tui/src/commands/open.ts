// `tui open`: a message by its address, in the client or, for scripts, printed with what is around it.

import type { MessageView } from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import { readPlaceWords } from '@parley/shared/permalinks';
import { readPermalink } from '../router/index.ts';
import type { CommandContext } from './context.ts';
import { describeMessage } from './message-text.ts';
import { usageError } from './report-error.ts';

/** Messages printed, the named one among them. */
const around = 11;

export async function open(context: CommandContext): Promise<number> {
  const [written] = context.words as [string];
  const { stdin, stdout } = context.streams;
  if (!context.isJson && stdin.isTTY && stdout.isTTY) return context.openApp({ open: written });
  const api = await context.api();
  const place =
    readPlaceWords(written) ??
    readPermalink(written, [
      context.config.server,
      (await api.system.info.query()).publicUrl ?? context.config.server,
    ]);
  if (place === null) {
    throw usageError(
      `That is no message of ${context.config.server}. Write it like #lobby#41, or give its address; --server names another server.`,
    );
  }
  const { room, seq } = place;
  const input = seq === null ? { room, limit: around } : { room, around: seq, limit: around };
  const { items } = await api.chat.listMessages.query(input);
  if (seq !== null && !items.some((message) => message.seq === seq)) {
    throw new DomainError('not_found', `There is no message ${seq} in #${room}.`);
  }
  for (const message of items) context.result(message, ...describe(message, seq));
  return 0;
}

/** The one that was named is marked. */
function describe(message: MessageView, seq: number | null): string[] {
  return describeMessage(message, message.seq === seq ? { arrow: '→' } : {});
}

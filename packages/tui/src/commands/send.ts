// `tui send`.

import { sendMessageInput } from '@parley/shared/chat';
import { invalidFields, toFieldErrors } from '@parley/shared/errors';
import type { CommandContext } from './context.ts';
import { retryWhileAway } from './retry.ts';
import { readInput } from './streams.ts';

export async function send(context: CommandContext): Promise<void> {
  const [room, text] = context.words;
  const body = text === undefined || text === '-' ? await readInput(context.streams) : text;
  // The same number with every attempt: the server stores the message once.
  const parsed = sendMessageInput.safeParse({ room, body, clientId: crypto.randomUUID() });
  if (!parsed.success) throw invalidFields(toFieldErrors(parsed.error));
  const api = await context.api();
  const sent = await retryWhileAway(() => api.chat.sendMessage.mutate(parsed.data), {
    onAway: ({ message }) => context.say(`${message} Trying again …`),
  });
  context.result(sent);
}

// `tui send`.

import { sendMessageInput } from '@parley/shared/chat';
import { checkInput } from './check-input.ts';
import type { CommandContext } from './context.ts';
import { retryWhileAway } from './retry.ts';
import { readInput } from './streams.ts';

export async function send(context: CommandContext): Promise<void> {
  const [room, text] = context.words;
  const body = text === undefined || text === '-' ? await readInput(context.streams) : text;
  // The same number with every attempt: the server stores the message once.
  const input = checkInput(sendMessageInput, { room, body, clientId: crypto.randomUUID() });
  const api = await context.api();
  const sent = await retryWhileAway(() => api.chat.sendMessage.mutate(input), {
    onAway: ({ message }) => context.say(`${message} Trying again …`),
  });
  context.result(sent);
}

// Sending a message so that it is stored once, however often the way to the server fails.

import { type SendMessageInput, sendMessageInput } from '@parley/shared/chat';
import type { Api } from '../api/index.ts';
import { checkInput } from './check-input.ts';
import type { CommandContext } from './context.ts';
import { patienceSeconds, retryWhileAway, sayAway } from './retry.ts';
import { openRoom } from './room-refs.ts';
import { forgetUnsent, keepUnsent } from './unsent.ts';

type Message = Pick<SendMessageInput, 'room' | 'body' | 'replyTo' | 'threadId'> & {
  clientId?: string | undefined;
};

/**
 * @param patience how long it is tried, in seconds.
 * @throws invalid before the network is bothered; unavailable in the end, with the text kept.
 */
export async function sendOnce(
  context: CommandContext,
  message: Message,
  patience: number = patienceSeconds,
): Promise<{ api: Api; room: string; id: string; seq: number }> {
  // The same number with every attempt: the server stores the message once.
  const { clientId = crypto.randomUUID() } = message;
  // A list of people is longer than the name of a room may be.
  const isDirect = message.room.startsWith('@');
  const input = checkInput(sendMessageInput, {
    ...message,
    ...(isDirect && { room: '@' }),
    clientId,
  });
  const api = await context.api();
  const retrying = { onAway: sayAway(context, patience), patience };
  try {
    const room = isDirect
      ? await retryWhileAway(() => openRoom(api, message.room), retrying)
      : input.room;
    const sent = await retryWhileAway(
      () => api.chat.sendMessage.mutate({ ...input, room }),
      retrying,
    );
    if (message.clientId !== undefined) await forgetUnsent(context, clientId);
    return { api, room, ...sent };
  } catch (error) {
    throw await keepUnsent(context, { ...message, clientId }, error);
  }
}

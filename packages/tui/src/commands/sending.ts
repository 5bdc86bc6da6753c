// Sending a message so that it is stored once, however often the way to the server fails.

import { type SendMessageInput, sendMessageInput } from '@parley/shared/chat';
import type { Api } from '../api/index.ts';
import { checkInput } from './check-input.ts';
import type { CommandContext } from './context.ts';
import { retryWhileAway } from './retry.ts';
import { openRoom } from './room-refs.ts';

type Message = Pick<SendMessageInput, 'room' | 'body' | 'replyTo' | 'threadId'>;

/** @throws invalid before the network is bothered. */
export async function sendOnce(
  context: CommandContext,
  message: Message,
): Promise<{ api: Api; room: string; id: string; seq: number }> {
  // The same number with every attempt: the server stores the message once.
  const clientId = crypto.randomUUID();
  // A list of people is longer than the name of a room may be.
  const isDirect = message.room.startsWith('@');
  const input = checkInput(sendMessageInput, {
    ...message,
    ...(isDirect && { room: '@' }),
    clientId,
  });
  const api = await context.api();
  const onAway = ({ message: words }: Error) => context.say(`${words} Trying again …`);
  const room = isDirect
    ? await retryWhileAway(() => openRoom(api, message.room), { onAway })
    : input.room;
  const sent = await retryWhileAway(() => api.chat.sendMessage.mutate({ ...input, room }), {
    onAway,
  });
  return { api, room, ...sent };
}

// `tui scheduled`, and `tui send --at`: messages that are sent later.

import type { SendMessageInput } from '@parley/shared/chat';
import { sayMoments } from '@parley/shared/moments';
import {
  type ScheduledMessageView,
  scheduleMessageInput,
  updateScheduledInput,
} from '@parley/shared/scheduled';
import { checkInput } from './check-input.ts';
import type { CommandContext } from './context.ts';
import { readMoment } from './post-schedule.ts';
import { retryWhileAway, sayAway } from './retry.ts';
import { asRoom, openRoom } from './room-refs.ts';
import { readInput } from './streams.ts';
import { formatTime } from './time.ts';

/** Kept once, however often the way to the server fails. */
export async function sendLater(
  context: CommandContext,
  message: Pick<SendMessageInput, 'room' | 'body' | 'replyTo' | 'threadId'> & { at: string },
): Promise<void> {
  const { room: written, body, replyTo, threadId, at } = message;
  const isDirect = written.startsWith('@');
  const input = checkInput(scheduleMessageInput, {
    room: isDirect ? '@' : written,
    body,
    replyTo,
    threadId,
    sendAt: readMoment('--at', at),
    clientId: crypto.randomUUID(),
  });
  const api = await context.api();
  const onAway = sayAway(context);
  const room = isDirect
    ? await retryWhileAway(() => openRoom(api, written), { onAway })
    : input.room;
  const scheduled = await retryWhileAway(
    () => api.chat.scheduleMessage.mutate({ ...input, room }),
    { onAway },
  );
  context.result(
    scheduled,
    `To ${asRoom(written)} at ${formatTime(scheduled.sendAt)}: ${scheduled.id}`,
  );
}

export async function listScheduled(context: CommandContext): Promise<void> {
  const api = await context.api();
  await context.list<ScheduledMessageView>(
    await api.chat.listScheduled.query(),
    [
      { title: 'ID', get: ({ id }) => id },
      { title: 'WHEN', get: ({ sendAt }) => formatTime(sendAt) },
      { title: 'ROOM', get: ({ room }) => (room === null ? '-' : `#${room.slug}`) },
      {
        title: 'STATE',
        get: ({ failure }) =>
          failure === null ? 'waits' : `not sent: ${sayMoments(failure, Date.now())}`,
      },
      { title: 'TEXT', get: ({ body }) => body.replace(/\s+/gu, ' ') },
    ],
    'Nothing waits to be sent.',
  );
}

export async function editScheduled(context: CommandContext): Promise<void> {
  const [id, text] = context.words;
  const at = context.option('at');
  const isRead = text === '-' || (text === undefined && at === undefined);
  const body = isRead ? await readInput(context.streams) : text;
  const sendAt = at === undefined ? undefined : readMoment('--at', at);
  const input = checkInput(updateScheduledInput, { id, body, sendAt });
  const api = await context.api();
  const scheduled = await api.chat.updateScheduled.mutate(input);
  context.result(scheduled, `Waits until ${formatTime(scheduled.sendAt)}: ${scheduled.id}`);
}

export async function cancelScheduled(context: CommandContext): Promise<void> {
  const api = await context.api();
  await api.chat.cancelScheduled.mutate({ id: context.words[0]! });
  context.result({ ok: true }, 'It will not be sent');
}

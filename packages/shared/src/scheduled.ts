// Messages that are sent later: field rules, and their view.

import { z } from 'zod';
import { messageBody, quoteView, roomRef, roomView } from './chat.ts';
import { clientId, id, timestamp } from './fields.ts';

export const scheduleMessageInput = z.strictObject({
  room: roomRef,
  body: messageBody,
  sendAt: timestamp,
  /** Made by the sender; the message has it too, so it is sent once. */
  clientId,
  /** A message of this room, itself in no thread. */
  threadId: id.optional(),
  /** A message of this room that it answers, and quotes; should that be deleted meanwhile, it goes without. */
  replyTo: id.optional(),
});
export type ScheduleMessageInput = z.input<typeof scheduleMessageInput>;

export const updateScheduledInput = z
  .strictObject({ id, body: messageBody.optional(), sendAt: timestamp.optional() })
  .refine(({ body, sendAt }) => body !== undefined || sendAt !== undefined, {
    path: ['body'],
    message: "can't be left out together with sendAt",
  });
export type UpdateScheduledInput = z.input<typeof updateScheduledInput>;

export const scheduledMessageView = z.object({
  id,
  /** Null once its author may not see the room any more. */
  room: roomView.pick({ id: true, slug: true, name: true }).nullable(),
  body: z.string(),
  threadId: id.nullable(),
  /** What it answers, while that is there to be seen. */
  quote: quoteView.nullable(),
  sendAt: timestamp,
  /** Why it could not be sent; null while it waits. */
  failure: z.string().nullable(),
  createdAt: timestamp,
});
export type ScheduledMessageView = z.infer<typeof scheduledMessageView>;

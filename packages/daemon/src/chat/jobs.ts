// The jobs of chat.

import { z } from 'zod';
import { defineJob } from '../jobs/index.ts';

export const purgeMessages = defineJob({
  name: 'chat.purge_messages',
  payload: z.strictObject({}),
});

/** Sends one scheduled message at its time. */
export const sendScheduledMessage = defineJob({
  name: 'chat.send_scheduled',
  payload: z.strictObject({ id: z.uuid() }),
});

/** Sends whatever is due, should a job have been lost. */
export const sendDueMessages = defineJob({
  name: 'chat.send_due',
  payload: z.strictObject({}),
  maxAttempts: 1,
});

/** One sending waits per message: another time replaces the job. */
export const scheduledMessageKey = (id: string): string => `chat.send_scheduled:${id}`;

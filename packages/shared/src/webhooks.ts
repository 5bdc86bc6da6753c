// Incoming webhooks: their fields and views.

import { z } from 'zod';
import { userView } from './accounts.ts';
import { roomRef } from './chat.ts';
import { id, mustBe, timestamp } from './fields.ts';
import { limits } from './limits.ts';

const person = userView.pick({ id: true, username: true, displayName: true });

export const createWebhookInput = z.strictObject({
  room: roomRef,
  /** Its bot is called so, with `-bot` behind it. */
  name: z
    .string({ error: mustBe('text') })
    .trim()
    .min(1, "can't be blank")
    .max(limits.webhookName, `must be at most ${limits.webhookName} characters`)
    .regex(
      /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/,
      'may have letters a–z, digits, and . _ - between them',
    ),
});
export type CreateWebhookInput = z.input<typeof createWebhookInput>;

export const webhookView = z.object({
  id,
  bot: person,
  creator: person,
  createdAt: timestamp,
  /** To the minute. */
  lastUsedAt: timestamp.nullable(),
});
export type WebhookView = z.infer<typeof webhookView>;

/** The token is shown this once; only its hash is kept. `path` is where to post. */
export const createWebhookResult = webhookView.extend({ token: z.string(), path: z.string() });
export type CreateWebhookResult = z.infer<typeof createWebhookResult>;

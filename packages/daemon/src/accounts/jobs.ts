// The jobs that accounts enqueue.

import { z } from 'zod';
import { defineJob } from '../jobs/index.ts';

export const sendWelcomeMail = defineJob({
  name: 'accounts.send_welcome_mail',
  payload: z.strictObject({ userId: z.uuid() }),
});

export const sweepTokens = defineJob({
  name: 'accounts.sweep_tokens',
  payload: z.strictObject({}),
});

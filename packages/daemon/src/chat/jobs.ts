// The jobs of chat.

import { z } from 'zod';
import { defineJob } from '../jobs/index.ts';

export const purgeMessages = defineJob({
  name: 'chat.purge_messages',
  payload: z.strictObject({}),
});

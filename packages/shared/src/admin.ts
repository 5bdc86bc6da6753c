// What the daemon tells of itself: the public system information and the supervision tree.

import { z } from 'zod';

export const systemInfo = z.object({
  name: z.literal('parley'),
  version: z.string(),
  /** Seconds since the daemon became ready. */
  uptime: z.number(),
  registration: z.enum(['open', 'invite', 'closed']),
  passwordPolicy: z.enum(['strength', 'composition']),
  /** True until the first account, which becomes admin, is made. */
  needsFirstAccount: z.boolean(),
});
export type SystemInfo = z.infer<typeof systemInfo>;

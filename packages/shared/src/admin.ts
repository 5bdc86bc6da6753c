// What the daemon tells of itself: the public system information and the supervision tree.

import { z } from 'zod';
import { id, timestamp } from './fields.ts';

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

/** An open WebSocket of this daemon. */
export const connectionView = z.object({
  id,
  /** Null before it has shown a token. */
  user: z.object({ id, username: z.string() }).nullable(),
  device: z.string(),
  address: z.string(),
  since: timestamp,
  /** Open subscriptions, as the procedure and, where it has one, what it is about. */
  topics: z.array(z.string()),
});
export type ConnectionView = z.infer<typeof connectionView>;

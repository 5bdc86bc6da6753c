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
  /** What addresses of messages and posts begin with; left out by older daemons. */
  publicUrl: z.string().optional(),
});
export type SystemInfo = z.infer<typeof systemInfo>;

/** An open WebSocket, on whichever daemon. */
export const connectionView = z.object({
  id,
  /** As `daemons` of the list has it. */
  daemon: z.string(),
  /** Null before it has shown a token. */
  user: z.object({ id, username: z.string() }).nullable(),
  device: z.string(),
  address: z.string(),
  since: timestamp,
  /** Open subscriptions, as the procedure and, where it has one, what it is about. */
  topics: z.array(z.string()),
});
export type ConnectionView = z.infer<typeof connectionView>;

/** The connections of all daemons that answered in time. */
export const connectionList = z.object({
  items: z.array(connectionView),
  nextCursor: z.null(),
  daemons: z.array(
    z.object({
      /** Host and process id, and a part that tells its lives apart. */
      name: z.string(),
      /** False: it lives, as far as is known, and what is on it may be missing here. */
      hasAnswered: z.boolean(),
      /** How many it has; of very many not all are listed. */
      connections: z.int(),
    }),
  ),
});
export type ConnectionList = z.infer<typeof connectionList>;

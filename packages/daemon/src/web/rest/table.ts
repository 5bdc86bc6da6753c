// Every route of REST.

import { commentRoutes } from './routes-comments.ts';
import { findingRoutes } from './routes-finding.ts';
import { memberRoutes } from './routes-members.ts';
import { messageRoutes } from './routes-messages.ts';
import { postRoutes } from './routes-posts.ts';
import { revisionRoutes } from './routes-revisions.ts';
import { roomRoutes } from './routes-rooms.ts';
import { scheduledRoutes } from './routes-scheduled.ts';
import { threadRoutes } from './routes-threads.ts';
import { transferRoutes } from './routes-transfer.ts';
import { userRoutes } from './routes-users.ts';
import { waitingRoutes } from './routes-waiting.ts';
import { webhookRoutes } from './routes-webhooks.ts';

export const routes = [
  ...postRoutes,
  ...revisionRoutes,
  ...commentRoutes,
  ...findingRoutes,
  ...transferRoutes,
  ...userRoutes,
  ...roomRoutes,
  ...memberRoutes,
  ...messageRoutes,
  ...threadRoutes,
  ...webhookRoutes,
  ...scheduledRoutes,
  ...waitingRoutes,
];

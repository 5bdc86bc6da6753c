// Every route of REST.

import { commentRoutes } from './routes-comments.ts';
import { findingRoutes } from './routes-finding.ts';
import { messageRoutes } from './routes-messages.ts';
import { postRoutes } from './routes-posts.ts';
import { revisionRoutes } from './routes-revisions.ts';
import { roomRoutes } from './routes-rooms.ts';
import { scheduledRoutes } from './routes-scheduled.ts';
import { transferRoutes } from './routes-transfer.ts';
import { userRoutes } from './routes-users.ts';
import { waitingRoutes } from './routes-waiting.ts';

export const routes = [
  ...postRoutes,
  ...revisionRoutes,
  ...commentRoutes,
  ...findingRoutes,
  ...transferRoutes,
  ...userRoutes,
  ...roomRoutes,
  ...messageRoutes,
  ...scheduledRoutes,
  ...waitingRoutes,
];

// The web's door.

import { createActivityChannel } from './channel-activity.ts';
import { createCommentChannels } from './channel-comments.ts';
import { createPostChannel } from './channel-posts.ts';
import { createRoomChannels } from './channel-room.ts';
import { type ConnectionSurvey, createConnections } from './connections.ts';
import { createRateLimits, type Rates } from './rate-limits.ts';
import { createRouter, type RouterDeps } from './router.ts';
import { startWebServer, type WebServer, type WebServerOptions } from './server.ts';
import { createSockets } from './sockets.ts';

export type { ConnectionSurvey } from './connections.ts';
export { toDomainError } from './errors.ts';
export { describeRest } from './rest/index.ts';
export { createReferenceRouter, describeProcedures } from './router.ts';
export type { WebServer } from './server.ts';
export { openWaitingRoom } from './waiting-room.ts';

type Made = 'router' | 'contexts' | 'sockets' | 'rateLimits';

export interface WebOptions
  extends Omit<WebServerOptions, Made>,
    Omit<
      RouterDeps,
      'roomChannels' | 'postChannel' | 'commentChannels' | 'activityChannel' | 'connections'
    > {
  pubsub: Parameters<typeof createSockets>[0]['pubsub'];
  rates: Rates;
  survey: ConnectionSurvey;
}

/** Puts router, channels, sockets and limits together and listens. */
export function startWeb(options: WebOptions): Promise<WebServer> {
  const sockets = createSockets({ ...options, isCapped: options.rates.api !== null });
  return startWebServer({
    ...options,
    router: createRouter({
      ...options,
      connections: createConnections({ sockets, survey: options.survey }),
      roomChannels: createRoomChannels(options),
      activityChannel: createActivityChannel(options),
      postChannel: createPostChannel(options),
      commentChannels: createCommentChannels(options),
    }),
    contexts: options,
    sockets,
    rateLimits: createRateLimits(options.rates, options),
  });
}

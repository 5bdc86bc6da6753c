// The channel of the blog: posts as they are published, changed and taken back.

import type { PostEvent } from '@parley/shared/events';
import { type PostBroadcast, postsTopic } from '../blog/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import { broadcast, encodeEvent, openLane, type Sink, type Subscription } from './lane.ts';

export interface PostChannel {
  join(subscription: Subscription): AsyncGenerator<PostEvent, void>;
}

/** Only what everybody may see is broadcast, so there is nobody to authorise. */
export function createPostChannel({ pubsub }: { pubsub: PubSub }): PostChannel {
  const sinks = new Set<Sink>();
  pubsub.subscribe(
    postsTopic,
    (event: PostBroadcast) => {
      if (sinks.size > 0) broadcast(sinks, event satisfies PostEvent);
    },
    () => broadcast(sinks, { type: 'posts.joined' } satisfies PostEvent),
  );

  return {
    join(subscription) {
      const { socket } = subscription;
      let sink: Sink | undefined;
      const { promise: ended, resolve: end } = Promise.withResolvers<void>();
      return openLane<PostEvent>({
        subscription,
        ended,
        detach: () => {
          if (sink) sinks.delete(sink);
        },
        attach(requestId) {
          const userId = socket.scope.user?.id ?? null;
          sink = { outbox: socket.outbox, requestId, userId, lastSeq: 0, end };
          sinks.add(sink);
          return encodeEvent({ type: 'posts.joined' } satisfies PostEvent);
        },
      });
    },
  };
}

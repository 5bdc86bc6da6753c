// The channel of the blog: posts as they are published, changed and taken back.

import type { PostEvent } from '@parley/shared/events';
import { type PostBroadcast, postsTopic } from '../blog/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import { broadcast } from './lane.ts';
import { Seat, type Subscription, streamOf } from './subscription.ts';

export interface PostChannel {
  join(subscription: Subscription): AsyncIterable<PostEvent, void>;
}

class PostSeat extends Seat {
  readonly #seats: Set<PostSeat>;

  constructor(subscription: Subscription, seats: Set<PostSeat>) {
    super(subscription);
    this.#seats = seats;
  }

  attach(): boolean {
    this.#seats.add(this);
    broadcast([this], { type: 'posts.joined' } satisfies PostEvent);
    return true;
  }

  detach(): void {
    this.#seats.delete(this);
  }
}

/** Only what everybody may see is broadcast, so there is nobody to authorise. */
export function createPostChannel({ pubsub }: { pubsub: PubSub }): PostChannel {
  const seats = new Set<PostSeat>();
  pubsub.subscribe(
    postsTopic,
    (event: PostBroadcast) => {
      if (seats.size > 0) broadcast(seats, event satisfies PostEvent);
    },
    () => broadcast(seats, { type: 'posts.joined' } satisfies PostEvent),
  );
  return { join: (subscription) => streamOf(new PostSeat(subscription, seats)) };
}

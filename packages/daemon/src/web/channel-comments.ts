// The channels of posts' comments: one lane per post that somebody follows.

import { DomainError } from '@parley/shared/errors';
import type { CommentEvent } from '@parley/shared/events';
import type { Scope } from '../accounts/index.ts';
import { type Blog, type CommentBroadcast, commentsTopic, postsTopic } from '../blog/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import { broadcast } from './lane.ts';
import { Seat, type Subscription, streamOf } from './subscription.ts';

export interface CommentChannels {
  /** @throws not_found */
  join(options: JoinOptions): Promise<AsyncIterable<CommentEvent, void>>;
}

interface JoinOptions {
  scope: Scope;
  subscription: Subscription;
  postId: string;
}

interface Lane {
  /** Everybody who follows the post, or is being let in. */
  readonly followers: Set<CommentSeat>;
  /** Those of them who hear of it. */
  readonly seats: Set<CommentSeat>;
  leave(seat: CommentSeat): void;
}

class CommentSeat extends Seat {
  readonly #lane: Lane;
  readonly scope: Scope;
  /** The post was taken away: there is nothing to hear any more. */
  isDismissed = false;

  constructor(subscription: Subscription, scope: Scope, lane: Lane) {
    super(subscription);
    this.scope = scope;
    this.#lane = lane;
    lane.followers.add(this);
  }

  attach(): boolean {
    if (this.isDismissed) return false;
    this.#lane.seats.add(this);
    broadcast([this], { type: 'comments.joined' } satisfies CommentEvent);
    return true;
  }

  detach(): void {
    this.#lane.leave(this);
  }
}

/**
 * A follower enters the lane first and is authorised then, so a post that is taken back in between
 * dismisses it too. Nothing is replayed: who reads the list after `comments.joined` misses nothing.
 */
export function createCommentChannels({
  blog,
  pubsub,
}: {
  blog: Pick<Blog, 'authorizeComments'>;
  pubsub: PubSub;
}): CommentChannels {
  const lanes = new Map<string, Lane>();

  function dismiss(postId: string): void {
    const lane = lanes.get(postId);
    if (!lane) return;
    for (const follower of [...lane.followers]) {
      follower.isDismissed = true;
      // Who is being let in asks anew.
      if (lane.seats.delete(follower)) follower.end();
    }
  }

  /** Any post may have been taken back: one that somebody may not follow any more, nobody should. */
  async function recheck(): Promise<void> {
    for (const [postId, { followers }] of [...lanes]) {
      for (const { scope } of [...followers]) {
        try {
          await blog.authorizeComments(scope, postId);
        } catch (error) {
          // While the database is away nothing is known.
          if (!(error instanceof DomainError) || error.code !== 'not_found') return;
          dismiss(postId);
          break;
        }
      }
    }
  }

  pubsub.subscribe(
    postsTopic,
    (event) => {
      if (event.type === 'post.unpublished' || event.type === 'post.deleted') dismiss(event.id);
    },
    () => void recheck(),
  );

  function open(postId: string): Lane {
    const seats = new Set<CommentSeat>();
    const followers = new Set<CommentSeat>();
    const close = pubsub.subscribe(
      commentsTopic(postId),
      (event: CommentBroadcast) => broadcast(seats, event satisfies CommentEvent),
      () => broadcast(seats, { type: 'comments.joined' } satisfies CommentEvent),
    );
    const leave = (seat: CommentSeat) => {
      seats.delete(seat);
      followers.delete(seat);
      if (followers.size > 0) return;
      close();
      lanes.delete(postId);
    };
    const lane = { followers, seats, leave };
    lanes.set(postId, lane);
    return lane;
  }

  async function join(options: JoinOptions): Promise<AsyncIterable<CommentEvent, void>> {
    const { scope, subscription } = options;
    // As it stands in events: callers may write it in capitals.
    const postId = options.postId.toLowerCase();
    const lane = lanes.get(postId) ?? open(postId);
    const seat = new CommentSeat(subscription, scope, lane);
    try {
      await blog.authorizeComments(scope, postId);
    } catch (error) {
      seat.detach();
      throw error;
    }
    if (!seat.isDismissed) return streamOf(seat);
    // What may be seen from now on has to be asked anew.
    seat.detach();
    return join(options);
  }

  return { join };
}

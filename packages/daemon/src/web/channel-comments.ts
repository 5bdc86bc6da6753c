// The channels of posts' comments: one lane per post that somebody follows.

import { DomainError } from '@parley/shared/errors';
import type { CommentEvent } from '@parley/shared/events';
import type { Scope } from '../accounts/index.ts';
import { type Blog, type CommentBroadcast, commentsTopic, postsTopic } from '../blog/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import { broadcast, encodeEvent, openLane, type Sink, type Subscription } from './lane.ts';

export interface CommentChannels {
  /** @throws not_found */
  join(options: JoinOptions): Promise<AsyncGenerator<CommentEvent, void>>;
}

interface JoinOptions {
  scope: Scope;
  subscription: Subscription;
  postId: string;
}

/** One that follows a post, or is being let in. */
interface Follower {
  readonly scope: Scope;
  /** Ends the subscription from the server's side. */
  end(): void;
  /** The post was taken away: there is nothing to hear any more. */
  isDismissed: boolean;
}

interface Lane {
  readonly followers: Set<Follower>;
  readonly sinks: Set<Sink>;
  close(): void;
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
    lane.sinks.clear();
    for (const follower of lane.followers) {
      follower.isDismissed = true;
      follower.end();
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
    const sinks = new Set<Sink>();
    const close = pubsub.subscribe(
      commentsTopic(postId),
      (event: CommentBroadcast) => broadcast(sinks, event satisfies CommentEvent),
      () => broadcast(sinks, { type: 'comments.joined' } satisfies CommentEvent),
    );
    const lane = { followers: new Set<Follower>(), sinks, close };
    lanes.set(postId, lane);
    return lane;
  }

  async function join(options: JoinOptions): Promise<AsyncGenerator<CommentEvent, void>> {
    const { scope, subscription } = options;
    // As it stands in events: callers may write it in capitals.
    const postId = options.postId.toLowerCase();
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const follower: Follower = { scope, end, isDismissed: false };
    const lane = lanes.get(postId) ?? open(postId);
    lane.followers.add(follower);
    let sink: Sink | undefined;

    const detach = () => {
      lane.followers.delete(follower);
      if (sink) lane.sinks.delete(sink);
      if (lane.followers.size > 0) return;
      lane.close();
      lanes.delete(postId);
    };

    try {
      await blog.authorizeComments(scope, postId);
    } catch (error) {
      detach();
      throw error;
    }
    if (follower.isDismissed) {
      // What may be seen from now on has to be asked anew.
      detach();
      return join(options);
    }
    return openLane<CommentEvent>({
      subscription,
      ended,
      detach,
      attach(requestId) {
        const { outbox } = subscription.socket;
        sink = { outbox, requestId, userId: scope.user?.id ?? null, lastSeq: 0, end };
        if (!follower.isDismissed) lane.sinks.add(sink);
        return encodeEvent({ type: 'comments.joined' } satisfies CommentEvent);
      },
    });
  }

  return { join };
}

// The channel of a room: joins, replays what was missed, then streams what happens.

import type { Delivered, RoomEvent } from '@parley/shared/events';
import type { Scope } from '../accounts/index.ts';
import { type Chat, roomPresence } from '../chat/index.ts';
import type { Presence } from '../presence/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import type { Clock } from '../telemetry/index.ts';
import { broadcastPassing, encodeEvent, openLane, type Subscription } from './lane.ts';
import { presenceState } from './presence-events.ts';
import { createRoomLanes, type Joining } from './room-lanes.ts';
import type { RoomSink } from './room-sink.ts';
import { trackSocket } from './socket-presence.ts';

export interface RoomChannels {
  /**
   * @param cursor the last seq that the subscriber has, or null.
   * @throws not_found, forbidden
   */
  join(options: JoinOptions): Promise<AsyncGenerator<Delivered<RoomEvent>, void>>;
}

interface JoinOptions {
  scope: Scope;
  subscription: Subscription;
  room: string;
  cursor: number | null;
}

/**
 * A join goes: authorise, listen to the room, read what was missed, then attach. Listening before
 * reading leaves no gap; events that are in both are told apart by seq and sent once. Attaching is
 * one synchronous step: `room.joined`, `presence.state`, what happened meanwhile, then live.
 */
export function createRoomChannels(deps: {
  chat: Chat;
  pubsub: PubSub;
  presence: Presence;
  clock: Clock;
}): RoomChannels {
  const { chat, presence } = deps;
  const lanes = createRoomLanes(deps);

  async function join(options: JoinOptions): Promise<AsyncGenerator<Delivered<RoomEvent>, void>> {
    const { scope, subscription, cursor } = options;
    const { room } = await chat.authorizeChannel(scope, options.room);
    const topic = roomPresence(room.id);
    const userId = scope.user?.id ?? null;
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const joining: Joining = { userId, missed: [], end, hasLeft: false };
    const lane = lanes.enter(room.id, joining);
    let sink: RoomSink | undefined;
    let untrack: (() => void) | undefined;

    const detach = () => {
      untrack?.();
      lane.leave(joining, sink);
    };

    try {
      const { backlog, heard, visibleAfter } = await chat.readBacklog(scope, room.id, cursor);
      if (joining.hasLeft) {
        // What may be seen from now on has to be asked anew.
        detach();
        return await join(options);
      }
      return openLane<Delivered<RoomEvent>>({
        subscription,
        ended,
        detach,
        attach(requestId) {
          sink = {
            outbox: subscription.socket.outbox,
            requestId,
            userId,
            lastSeq: heard.seq,
            lastChange: heard.change,
            visibleAfter,
            end,
          };
          broadcastPassing([sink], presenceState(presence, topic));
          lane.attach(joining, sink);
          untrack = trackSocket(presence, subscription.socket, topic);
          const joined: RoomEvent = { type: 'room.joined', ...backlog };
          return encodeEvent(joined, String(heard.seq));
        },
      });
    } catch (error) {
      detach();
      throw error;
    }
  }

  return { join };
}

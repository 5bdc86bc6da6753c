// The channel of a room: joins, replays what was missed, then streams what happens.

import type { Delivered, RoomEvent } from '@parley/shared/events';
import type { Scope } from '../accounts/index.ts';
import { type Chat, type RoomBroadcast, roomPresence, roomTopic } from '../chat/index.ts';
import { type Presence, presenceTopic } from '../presence/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import {
  broadcastDurable,
  broadcastPassing,
  type EncodedEvent,
  encodeEvent,
  openLane,
  type Sink,
  type Subscription,
} from './lane.ts';

/** A durable event of a room, ready to send. */
interface DurableEvent {
  seq: number;
  encoded: EncodedEvent;
}

interface RoomLane {
  sinks: Set<Sink>;
  /** Subscribers between "listening" and "attached": what happens meanwhile is kept for them. */
  joining: Set<DurableEvent[]>;
  users: number;
  close(): void;
}

export interface RoomChannels {
  /**
   * @param cursor the last seq that the subscriber has, or null.
   * @throws not_found, forbidden
   */
  join(options: {
    scope: Scope;
    subscription: Subscription;
    room: string;
    cursor: number | null;
  }): Promise<AsyncGenerator<Delivered<RoomEvent>, void>>;
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
}): RoomChannels {
  const { chat, pubsub, presence } = deps;
  const lanes = new Map<string, RoomLane>();

  function openRoom(roomId: string): RoomLane {
    const lane: RoomLane = {
      sinks: new Set(),
      joining: new Set(),
      users: 0,
      close() {
        stopRoom();
        stopPresence();
        lanes.delete(roomId);
      },
    };
    const stopRoom = pubsub.subscribe(roomTopic(roomId), (event) => relay(lane, event));
    const stopPresence = pubsub.subscribe(presenceTopic(roomPresence(roomId)), (diff) => {
      broadcastPassing(lane.sinks, { type: 'presence.diff', ...diff } satisfies RoomEvent);
    });
    lanes.set(roomId, lane);
    return lane;
  }

  function relay(lane: RoomLane, event: RoomBroadcast): void {
    if (event.type === 'message.created') {
      const { seq } = event;
      const encoded = encodeEvent(event satisfies RoomEvent, String(seq));
      for (const missed of lane.joining) missed.push({ seq, encoded });
      broadcastDurable(lane.sinks, seq, encoded);
      return;
    }
    broadcastPassing(lane.sinks, event satisfies RoomEvent);
    // Whoever left hears no more; a public room may be opened again as an outsider.
    if (event.type === 'member.left') {
      for (const sink of lane.sinks) if (sink.userId === event.userId) sink.end();
    }
  }

  return {
    async join({ scope, subscription, room: ref, cursor }) {
      const { room } = await chat.authorizeChannel(scope, ref);
      const topic = roomPresence(room.id);
      const lane = lanes.get(room.id) ?? openRoom(room.id);
      lane.users += 1;
      const missed: DurableEvent[] = [];
      lane.joining.add(missed);
      const { promise: ended, resolve: end } = Promise.withResolvers<void>();
      let sink: Sink | undefined;
      let untrack: (() => void) | undefined;

      const detach = () => {
        lane.joining.delete(missed);
        if (sink) lane.sinks.delete(sink);
        untrack?.();
        lane.users -= 1;
        if (lane.users === 0) lane.close();
      };

      try {
        const backlog = await chat.readBacklog(scope, room.id, cursor);
        const lastSeq = Math.max(backlog.room.lastSeq, backlog.messages.at(-1)?.seq ?? 0);
        return openLane<Delivered<RoomEvent>>({
          subscription,
          ended,
          detach,
          attach(requestId) {
            const { outbox } = subscription.socket;
            sink = { outbox, requestId, userId: scope.user?.id ?? null, lastSeq, end };
            lane.joining.delete(missed);
            lane.sinks.add(sink);
            broadcastPassing([sink], {
              type: 'presence.state',
              state: presence.list(topic),
            } satisfies RoomEvent);
            for (const { seq, encoded } of missed) broadcastDurable([sink], seq, encoded);
            if (scope.user) {
              untrack = presence.track(topic, scope.user.id, {
                username: scope.user.username,
                device: scope.token?.device ?? '',
              });
            }
            const joined: RoomEvent = { type: 'room.joined', ...backlog };
            return encodeEvent(joined, String(lastSeq));
          },
        });
      } catch (error) {
        detach();
        throw error;
      }
    },
  };
}

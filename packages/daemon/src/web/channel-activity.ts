// The channel of one's activity: counts that stay right in rooms and under posts, without asking.

import type { ActivityEvent } from '@parley/shared/events';
import { requireUser, type Scope } from '../accounts/index.ts';
import { readerTopic } from '../blog/index.ts';
import { type Chat, roomTopic, userTopic } from '../chat/index.ts';
import type { PubSub, Unsubscribe } from '../pubsub/index.ts';
import type { Clock } from '../telemetry/index.ts';
import { broadcast, encodeEvent, openLane, type Sink, type Subscription } from './lane.ts';

export interface ActivityChannel {
  join(scope: Scope, subscription: Subscription): Promise<AsyncGenerator<ActivityEvent, void>>;
}

/** Rooms that went on are looked up together, at most this often. */
const gatherMs = 250;

/** One device that listens, and the rooms it is told of. */
interface Listener {
  sink: Sink | undefined;
  readonly rooms: Set<string>;
}

/** Everybody here who is in a room. */
interface RoomAudience {
  readonly listeners: Set<Listener>;
  close: Unsubscribe;
}

/**
 * Not every message is told: a room that went on is marked, and all marked rooms are read in one
 * statement a few times a second. So the cost goes with the rooms that live, not with their messages.
 */
export function createActivityChannel(deps: {
  chat: Chat;
  pubsub: PubSub;
  clock: Clock;
}): ActivityChannel {
  const { chat, pubsub, clock } = deps;
  const audiences = new Map<string, RoomAudience>();
  const marked = new Set<string>();

  function mark(roomId: string): void {
    marked.add(roomId);
    if (marked.size > 1) return;
    clock.setTimeout(() => {
      void tell();
    }, gatherMs);
  }

  async function tell(): Promise<void> {
    const roomIds = [...marked];
    marked.clear();
    // While the database is away nothing is stored either; the next message marks its room again.
    const progress = await chat.readProgress(roomIds).catch(() => []);
    for (const event of progress) {
      const sinks = [...(audiences.get(event.roomId)?.listeners ?? [])].flatMap(
        ({ sink }) => sink ?? [],
      );
      if (sinks.length > 0) broadcast(sinks, event satisfies ActivityEvent);
    }
  }

  function enter(roomId: string, listener: Listener): void {
    listener.rooms.add(roomId);
    let audience = audiences.get(roomId);
    if (!audience) {
      const close = pubsub.subscribe(
        roomTopic(roomId),
        ({ type }) => {
          if (type === 'message.created') mark(roomId);
        },
        () => mark(roomId),
      );
      audience = { listeners: new Set(), close };
      audiences.set(roomId, audience);
    }
    audience.listeners.add(listener);
  }

  function leave(roomId: string, listener: Listener): void {
    listener.rooms.delete(roomId);
    const audience = audiences.get(roomId);
    audience?.listeners.delete(listener);
    if (audience?.listeners.size !== 0) return;
    audience.close();
    audiences.delete(roomId);
  }

  return {
    async join(scope, subscription) {
      requireUser(scope);
      const { user } = scope;
      const listener: Listener = { sink: undefined, rooms: new Set() };
      const send = (event: ActivityEvent) => {
        if (listener.sink) broadcast([listener.sink], event);
      };
      let isGone = false;
      const readRooms = async () => {
        const present = new Set(await chat.listRoomIds(scope));
        if (isGone) return;
        for (const roomId of listener.rooms) if (!present.has(roomId)) leave(roomId, listener);
        for (const roomId of present) if (!listener.rooms.has(roomId)) enter(roomId, listener);
      };
      // Whatever may have been lost, the list has it.
      const resync = () => {
        readRooms().then(
          () => {
            if (!isGone) send({ type: 'activity.joined' });
          },
          () => {},
        );
      };
      const stopReader = pubsub.subscribe(readerTopic(user.id), send, resync);
      const stopUser = pubsub.subscribe(
        userTopic(user.id),
        (event) => {
          if (event.type === 'room.entered') enter(event.roomId, listener);
          if (event.type === 'room.gone') leave(event.roomId, listener);
          send(event);
        },
        resync,
      );
      const detach = () => {
        isGone = true;
        stopReader();
        stopUser();
        for (const roomId of [...listener.rooms]) leave(roomId, listener);
      };
      try {
        await readRooms();
      } catch (error) {
        detach();
        throw error;
      }
      const { promise: ended, resolve: end } = Promise.withResolvers<void>();
      return openLane<ActivityEvent>({
        subscription,
        ended,
        detach,
        attach(requestId) {
          const { outbox } = subscription.socket;
          listener.sink = { outbox, requestId, userId: user.id, lastSeq: 0, end };
          return encodeEvent({ type: 'activity.joined' } satisfies ActivityEvent);
        },
      });
    },
  };
}

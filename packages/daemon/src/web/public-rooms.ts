// Public rooms that came to be or changed, told to everybody who listens to their activity.

import type { ActivityEvent } from '@parley/shared/events';
import { type Chat, publicRoomTopic } from '../chat/index.ts';
import type { PubSub, Unsubscribe } from '../pubsub/index.ts';
import type { Clock } from '../telemetry/index.ts';
import { broadcast, type Sink } from './lane.ts';

export interface PublicRooms<Seat> {
  enter(seat: Seat): void;
  leave(seat: Seat): void;
}

/** Rooms that changed are read together and told in one event, at most this often. */
const gatherMs = 500;
const retryMs = 3_000;
const mostAtOnce = 50;

/**
 * Only the id of a room is marked; what is told is read, and read only of public rooms. So however often
 * somebody renames a room, it is one frame in half a second, and what is private has no way out here.
 */
export function createPublicRooms<Seat extends Sink & { readonly isAttached: boolean }>(deps: {
  chat: Pick<Chat, 'readPublicRooms'>;
  pubsub: PubSub;
  clock: Clock;
}): PublicRooms<Seat> {
  const { chat, pubsub, clock } = deps;
  const seats = new Set<Seat>();
  const marked = new Set<string>();
  let close: Unsubscribe = () => {};

  function mark(roomIds: Iterable<string>, inMs: number): void {
    const isWaiting = marked.size > 0;
    for (const roomId of roomIds) marked.add(roomId);
    if (isWaiting || marked.size === 0) return;
    clock.setTimeout(() => {
      void tell();
    }, inMs);
  }

  async function tell(): Promise<void> {
    const all = [...marked];
    marked.clear();
    if (seats.size === 0) return;
    const [roomIds, others] = [all.slice(0, mostAtOnce), all.slice(mostAtOnce)];
    mark(others, gatherMs);
    try {
      const rooms = await chat.readPublicRooms(roomIds);
      const attached = [...seats].filter(({ isAttached }) => isAttached);
      if (rooms.length > 0) {
        broadcast(attached, { type: 'rooms.listed', rooms } satisfies ActivityEvent);
      }
    } catch {
      mark(roomIds, retryMs);
    }
  }

  return {
    enter(seat) {
      // Whatever the bus loses, each seat asks its client to read the list anew.
      if (seats.size === 0) {
        close = pubsub.subscribe(publicRoomTopic, ({ roomId }) => mark([roomId], gatherMs));
      }
      seats.add(seat);
    },
    leave(seat) {
      if (seats.delete(seat) && seats.size === 0) close();
    },
  };
}

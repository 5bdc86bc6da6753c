// Public rooms that came to be, changed or became private, told to everybody who listens to their activity.

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
 * somebody renames a room, it is one frame in half a second, and what is private has no way out here: of a
 * room that became private its id is told, which all had.
 */
export function createPublicRooms<Seat extends Sink & { readonly isAttached: boolean }>(deps: {
  chat: Pick<Chat, 'readPublicRooms'>;
  pubsub: PubSub;
  clock: Clock;
}): PublicRooms<Seat> {
  const { chat, pubsub, clock } = deps;
  const seats = new Set<Seat>();
  const marked = new Set<string>();
  /** Of the marked rooms those that became private. */
  const closed = new Set<string>();
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
    if (seats.size === 0) return closed.clear();
    const [roomIds, others] = [all.slice(0, mostAtOnce), all.slice(mostAtOnce)];
    mark(others, gatherMs);
    try {
      const rooms = await chat.readPublicRooms(roomIds);
      const attached = [...seats].filter(({ isAttached }) => isAttached);
      const gone = takeClosed(roomIds, rooms);
      if (rooms.length + gone.length > 0) {
        const event = { type: 'rooms.listed', rooms, ...(gone.length > 0 && { gone }) } as const;
        broadcast(attached, event satisfies ActivityEvent);
      }
    } catch {
      mark(roomIds, retryMs);
    }
  }

  /** One that was opened again meanwhile is as public as any. */
  function takeClosed(roomIds: readonly string[], found: readonly { id: string }[]): string[] {
    const present = new Set(found.map(({ id }) => id));
    return roomIds.filter((id) => closed.delete(id) && !present.has(id));
  }

  return {
    enter(seat) {
      // Whatever the bus loses, each seat asks its client to read the list anew.
      if (seats.size === 0) {
        close = pubsub.subscribe(publicRoomTopic, ({ roomId, isClosed }) => {
          if (isClosed) closed.add(roomId);
          mark([roomId], gatherMs);
        });
      }
      seats.add(seat);
    },
    leave(seat) {
      if (seats.delete(seat) && seats.size === 0) close();
    },
  };
}

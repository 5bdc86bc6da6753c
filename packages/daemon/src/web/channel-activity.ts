// The channel of one's activity: counts that stay right in rooms and under posts, without asking.

import type { ActivityEvent } from '@parley/shared/events';
import { requireUser, type Scope } from '../accounts/index.ts';
import { readerTopic } from '../blog/index.ts';
import { type Chat, roomTopic, userTopic } from '../chat/index.ts';
import type { PubSub, Unsubscribe } from '../pubsub/index.ts';
import type { Clock } from '../telemetry/index.ts';
import { broadcast } from './lane.ts';
import { createPublicRooms } from './public-rooms.ts';
import { Seat, type Subscription, streamOf } from './subscription.ts';

export interface ActivityChannel {
  join(scope: Scope, subscription: Subscription): Promise<AsyncIterable<ActivityEvent, void>>;
}

/** Rooms that went on are looked up together, at most this often. */
const gatherMs = 250;

/** One device that listens, and the rooms it is told of. */
class ActivitySeat extends Seat {
  readonly rooms = new Set<string>();
  isAttached = false;
  isGone = false;
  /** Undoes what was done to let it in. */
  leave: () => void = () => {};

  attach(): boolean {
    this.isAttached = true;
    this.tell({ type: 'activity.joined' });
    return true;
  }

  detach(): void {
    this.isGone = true;
    this.isAttached = false;
    this.leave();
  }

  tell(event: ActivityEvent): void {
    if (this.isAttached) broadcast([this], event);
  }
}

/** Everybody here who is in a room. */
interface RoomAudience {
  readonly seats: Set<ActivitySeat>;
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
  const publicRooms = createPublicRooms<ActivitySeat>(deps);

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
      const seats = [...(audiences.get(event.roomId)?.seats ?? [])];
      const attached = seats.filter(({ isAttached }) => isAttached);
      if (attached.length > 0) broadcast(attached, event satisfies ActivityEvent);
    }
  }

  function enter(roomId: string, seat: ActivitySeat): void {
    seat.rooms.add(roomId);
    let audience = audiences.get(roomId);
    if (!audience) {
      const close = pubsub.subscribe(
        roomTopic(roomId),
        ({ type }) => {
          if (type === 'message.created') mark(roomId);
        },
        () => mark(roomId),
      );
      audience = { seats: new Set(), close };
      audiences.set(roomId, audience);
    }
    audience.seats.add(seat);
  }

  function leave(roomId: string, seat: ActivitySeat): void {
    seat.rooms.delete(roomId);
    const audience = audiences.get(roomId);
    audience?.seats.delete(seat);
    if (audience?.seats.size !== 0) return;
    audience.close();
    audiences.delete(roomId);
  }

  return {
    async join(scope, subscription) {
      requireUser(scope);
      const { user } = scope;
      const seat = new ActivitySeat(subscription);
      /** How often the list may have become another: one that was read meanwhile may be of before. */
      let news = 0;
      const readRooms = async () => {
        let present: ReadonlySet<string>;
        let known: number;
        do {
          known = news;
          present = new Set(await chat.listRoomIds(scope));
          if (seat.isGone) return;
        } while (known !== news);
        for (const roomId of seat.rooms) if (!present.has(roomId)) leave(roomId, seat);
        for (const roomId of present) if (!seat.rooms.has(roomId)) enter(roomId, seat);
      };
      // Whatever may have been lost, the list has it.
      const resync = () => {
        news += 1;
        readRooms().then(
          () => seat.tell({ type: 'activity.joined' }),
          () => {},
        );
      };
      const tell = (event: ActivityEvent) => seat.tell(event);
      const stopReader = pubsub.subscribe(readerTopic(user.id), tell, resync);
      const stopUser = pubsub.subscribe(
        userTopic(user.id),
        (event) => {
          if (event.type === 'room.entered') enter(event.roomId, seat);
          if (event.type === 'room.gone') leave(event.roomId, seat);
          if (event.type === 'room.entered' || event.type === 'room.gone') news += 1;
          tell(event);
        },
        resync,
      );
      publicRooms.enter(seat);
      seat.leave = () => {
        stopReader();
        stopUser();
        publicRooms.leave(seat);
        for (const roomId of [...seat.rooms]) leave(roomId, seat);
      };
      try {
        await readRooms();
      } catch (error) {
        seat.detach();
        throw error;
      }
      return streamOf<ActivityEvent>(seat);
    },
  };
}

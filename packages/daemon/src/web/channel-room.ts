// The channel of a room: joins, replays what was missed, then streams what happens.

import type { Delivered, RoomEvent } from '@parley/shared/events';
import type { Scope } from '../accounts/index.ts';
import type { Chat } from '../chat/index.ts';
import type { Presence } from '../presence/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import type { Clock } from '../telemetry/index.ts';
import { createRoomLanes, type RoomLane, type RoomLanes, type Subscriber } from './room-lanes.ts';
import { trackSocket, untrackSocket } from './socket-presence.ts';
import { Seat, type Subscription, streamOf } from './subscription.ts';

export interface RoomChannels {
  /**
   * @param cursor the last seq that the subscriber has, or null.
   * @throws not_found, forbidden
   */
  join(options: JoinOptions): Promise<AsyncIterable<Delivered<RoomEvent>, void>>;
}

interface JoinOptions {
  scope: Scope;
  subscription: Subscription;
  room: string;
  cursor: number | null;
}

type Joined = Awaited<ReturnType<Chat['readBacklog']>>;

class RoomSeat extends Seat implements Subscriber {
  readonly #lane: RoomLane;
  #joined: Joined | null = null;
  #isShown = false;
  lastChange = 0;
  visibleAfter = 0;
  isInsider = false;
  missed: Subscriber['missed'] = [];
  hasLeft = false;

  constructor(subscription: Subscription, lanes: RoomLanes, roomId: string) {
    super(subscription);
    this.#lane = lanes.enter(roomId, this);
  }

  /** Lets it in, with what it may see and where it begins. */
  admit(joined: Joined): void {
    this.#joined = joined;
    this.lastSeq = joined.heard.seq;
    this.lastChange = joined.heard.change;
    this.visibleAfter = joined.visibleAfter;
    this.isInsider ||= joined.backlog.membership !== null;
  }

  attach(): boolean {
    const joined = this.#joined;
    this.#joined = null;
    if (joined === null || this.hasLeft) return false;
    const { presence, topic } = this.#lane;
    this.#lane.attach(this, joined.backlog);
    this.#isShown = trackSocket(presence, this.subscription.socket, topic);
    return true;
  }

  detach(): void {
    if (this.#isShown) untrackSocket(this.subscription.socket, this.#lane.topic);
    this.#lane.leave(this);
  }
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
  const { chat } = deps;
  const lanes = createRoomLanes(deps);

  async function join(options: JoinOptions): Promise<AsyncIterable<Delivered<RoomEvent>, void>> {
    const { scope, subscription, cursor } = options;
    const { room } = await chat.authorizeChannel(scope, options.room);
    const seat = new RoomSeat(subscription, lanes, room.id);
    try {
      seat.admit(await chat.readBacklog(scope, room.id, cursor));
    } catch (error) {
      seat.detach();
      throw error;
    }
    if (!seat.hasLeft) return streamOf(seat);
    // What may be seen from now on has to be asked anew.
    seat.detach();
    return join(options);
  }

  return { join };
}

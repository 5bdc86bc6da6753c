// A subscriber of a room that keeps what it hears, over all reconnects.

import { type Delivered, type RoomEvent, unwrapDelivered } from '@parley/shared/events';
import type { LiveClient } from './web.ts';

export interface RoomListener {
  readonly events: RoomEvent[];
  /** Of all messages heard, in the order of arrival. */
  seqs(): number[];
  types(): string[];
  stop(): void;
  /** Set once the server ended the subscription. */
  isComplete: boolean;
  error: unknown;
}

export function listenToRoom(
  { client }: Pick<LiveClient, 'client'>,
  room: string,
  lastEventId?: string,
): RoomListener {
  const events: RoomEvent[] = [];
  const listener: RoomListener = {
    events,
    types: () => events.map(({ type }) => type),
    seqs: () =>
      events.flatMap((event) =>
        event.type === 'message.created'
          ? [event.seq]
          : event.type === 'room.joined'
            ? event.messages.map(({ seq }) => seq)
            : [],
      ),
    stop: () => subscription.unsubscribe(),
    isComplete: false,
    error: undefined,
  };
  const input = lastEventId === undefined ? { room } : { room, lastEventId };
  const subscription = client.chat.onRoom.subscribe(input, {
    onData: (data) => events.push(unwrapDelivered(data as Delivered<RoomEvent>)),
    onError: (error) => {
      listener.error = error;
    },
    onComplete: () => {
      listener.isComplete = true;
    },
  });
  return listener;
}

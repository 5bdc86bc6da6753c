// The messages of a room, from a place in its past on and then as they come: in order, none twice, none missed.
//
// First the past is paged in, then the room is subscribed to from where that ended, so the server
// replays what fell between. Messages are numbered 1, 2, 3 …: one that is ahead of its turn shows a
// hole, which is paged in before it. Whatever was lost on the way is healed like that.

import type { MessageView } from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import { type Delivered, type RoomEvent, unwrapDelivered } from '@parley/shared/events';
import { limits } from '@parley/shared/limits';
import type { Api, LiveApi } from '../api/index.ts';
import { createChangeTracker, type RoomChange } from './room-changes.ts';

export interface RoomFeedOptions {
  readonly room: string;
  /** The last message that is not wanted; null for all but the newest `newest`. */
  readonly after: number | null;
  readonly newest: number;
  /** For the past. */
  readonly api: Api;
  /** Opened only once the past was read. */
  readonly openLive: () => LiveApi;
  /** Told when the connection is lost, and when it is back. */
  readonly onAway: (isAway: boolean) => void;
  /** Told of each edit and each deletion since the beginning, in its place among the messages. */
  readonly onChange?: (change: RoomChange) => void;
  readonly signal: AbortSignal;
}

/** Ends only by the caller, by the signal, or by an error of the server's. */
export async function* followRoom(options: RoomFeedOptions): AsyncGenerator<MessageView, void> {
  const { room, after, newest, api, openLive, onAway, onChange, signal } = options;
  const tracker = createChangeTracker();
  let last = after ?? 0;
  let roomId = room;

  // `upTo` is exclusive.
  async function* readPast(upTo: number): AsyncGenerator<MessageView, void> {
    for (let hasAfter = true; hasAfter; ) {
      const page = await api.chat.listMessages.query({ room, after: last, limit: limits.pageMax });
      const wanted = page.items.filter(({ seq }) => seq > last && seq < upTo);
      for (const message of wanted) {
        last = message.seq;
        tracker.show(message);
        yield message;
      }
      hasAfter = page.hasAfter && wanted.length > 0;
    }
  }

  async function* take(messages: readonly MessageView[]): AsyncGenerator<MessageView, void> {
    for (const message of messages) {
      if (message.seq > last + 1) yield* readPast(message.seq);
      if (message.seq <= last) continue;
      last = message.seq;
      tracker.show(message);
      yield message;
    }
  }

  if (after === null) {
    const { items } = await api.chat.listMessages.query({ room, limit: newest });
    last = (items[0]?.seq ?? 1) - 1;
    yield* take(items);
  } else {
    yield* readPast(Number.POSITIVE_INFINITY);
  }

  // Ended while the past was read: no listener would hear of it any more.
  if (signal.aborted) return;
  using subscription = subscribe({ room, last, live: openLive(), onAway, signal });
  for await (const event of subscription.events()) {
    if (event.type === 'message.created') yield* take([event.message]);
    if (event.type === 'message.edited' || event.type === 'message.deleted') {
      if (tracker.hear(event)) onChange?.({ ...event, roomId });
    }
    if (event.type !== 'room.joined') continue;
    roomId = event.room.id;
    for (const change of tracker.rejoin(event.changed)) onChange?.(change);
    yield* take(event.messages);
    if (event.room.lastSeq > last) yield* readPast(Number.POSITIVE_INFINITY);
  }
}

interface Subscription extends Disposable {
  events(): AsyncGenerator<RoomEvent, void>;
}

/** A subscription as a stream; it waits in memory what the reader has not taken yet. */
function subscribe(options: {
  room: string;
  last: number;
  live: LiveApi;
  onAway: (isAway: boolean) => void;
  signal: AbortSignal;
}): Subscription {
  const { room, last, live, onAway, signal } = options;
  const waiting: Delivered<RoomEvent>[] = [];
  let end: { error: unknown } | undefined;
  let wake = () => {};
  const finish = (error: unknown) => {
    end ??= { error };
    wake();
  };

  let isAway = false;
  const stopListening = live.onConnection(({ phase }) => {
    if (phase === 'revoked') {
      finish(new DomainError('unauthenticated', 'Your session has ended. Run: tui login'));
    }
    const isNowAway = phase === 'offline';
    if (isNowAway !== isAway) onAway(isNowAway);
    isAway = isNowAway;
  });
  const subscription = live.client.chat.onRoom.subscribe(
    { room, lastEventId: last },
    {
      onData(delivered) {
        waiting.push(delivered);
        wake();
      },
      onError: finish,
      onComplete: () => finish(new DomainError('forbidden', 'You are not in this room any more.')),
    },
  );
  const onAbort = () => finish(null);
  signal.addEventListener('abort', onAbort, { once: true });

  return {
    async *events() {
      for (;;) {
        for (const delivered of waiting.splice(0)) yield unwrapDelivered(delivered);
        if (end?.error) throw end.error;
        if (end) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (waiting.length > 0 || end) resolve();
        });
      }
    },
    [Symbol.dispose]() {
      signal.removeEventListener('abort', onAbort);
      stopListening();
      subscription.unsubscribe();
      live.close();
    },
  };
}

// Subscribers of a room: how far each has heard, and what of an event it may see.

import type { MessageView } from '@parley/shared/chat';
import type { RoomEvent } from '@parley/shared/events';
import { hideQuote, type MessageChange, type RoomBroadcast } from '../chat/index.ts';
import { broadcastPassing, type EncodedEvent, encodeEvent, pushEvent, type Sink } from './lane.ts';

export interface RoomSink extends Sink {
  /** The number of the newest change to an earlier message that it was told of. */
  lastChange: number;
  /** It sees the messages after this seq. */
  readonly visibleAfter: number;
}

/**
 * Sends message `seq`, which follows on `previous`. Who had it in the backlog already is skipped, and
 * so is who lacks the previous message or a change made before it: nobody hears a later thing first.
 * True when there was such a one. Encoded once, and once more where some may not see what it quotes.
 */
export function broadcastMessage(
  sinks: Iterable<RoomSink>,
  event: { message: MessageView; change: number; previous?: number },
): boolean {
  const { message, change } = event;
  const { seq } = message;
  const previous = event.previous ?? seq - 1;
  const quoted = message.quote?.seq ?? Number.POSITIVE_INFINITY;
  const encode = (view: MessageView) =>
    encodeEvent({ type: 'message.created', seq, message: view } satisfies RoomEvent, String(seq));
  let whole: EncodedEvent | undefined;
  let withoutQuote: EncodedEvent | undefined;
  let isSomeoneBehind = false;
  for (const sink of sinks) {
    if (sink.lastSeq >= seq) continue;
    if (sink.lastSeq < previous || sink.lastChange < change) {
      isSomeoneBehind = true;
      continue;
    }
    sink.lastSeq = seq;
    if (quoted > sink.visibleAfter) {
      whole ??= encode(message);
      pushEvent(sink, whole);
    } else {
      withoutQuote ??= encode(hideQuote(message, sink.visibleAfter));
      pushEvent(sink, withoutQuote);
    }
  }
  return isSomeoneBehind;
}

/**
 * Sends change number `change`, which follows on `previous`, to those who may see the message that it
 * is about; for the others it only counts. True when somebody lacks an earlier change.
 */
export function broadcastChange(
  sinks: Iterable<RoomSink>,
  {
    change,
    previous = change - 1,
    event,
  }: { change: number; previous?: number; event: MessageChange },
): boolean {
  let isSomeoneBehind = false;
  const told: RoomSink[] = [];
  const toldWithoutQuote: RoomSink[] = [];
  const quoted = ('message' in event && event.message.quote?.seq) || Number.POSITIVE_INFINITY;
  for (const sink of sinks) {
    if (sink.lastChange >= change) continue;
    if (sink.lastChange < previous) {
      isSomeoneBehind = true;
      continue;
    }
    sink.lastChange = change;
    if (event.seq <= sink.visibleAfter) continue;
    if (quoted > sink.visibleAfter) told.push(sink);
    else toldWithoutQuote.push(sink);
  }
  broadcastPassing(told, event satisfies RoomEvent);
  if (toldWithoutQuote.length > 0 && 'message' in event) {
    broadcastPassing(toldWithoutQuote, { ...event, message: { ...event.message, quote: null } });
  }
  return isSomeoneBehind;
}

/** Tells of somebody who types in a thread to those who may see how it began. */
export function broadcastTyping(
  sinks: Iterable<RoomSink>,
  { user, thread, expiresInMs }: Extract<RoomBroadcast, { type: 'typing' }>,
): void {
  const isSeen = ({ visibleAfter }: RoomSink) => visibleAfter < (thread?.seq ?? Infinity);
  const threadId = thread?.id ?? null;
  const event: RoomEvent = { type: 'typing', user, threadId, expiresInMs };
  broadcastPassing(Iterator.from(sinks).filter(isSeen), event);
}

// Lanes: one event, encoded once, to every subscriber of a topic, on the tRPC wire format.

import { jsonEncoder } from '@trpc/server/adapters/ws';
import { encodeFrame, type Outbox } from './outbox.ts';
import type { LiveSocket } from './sockets.ts';

/**
 * An event as it goes over the wire. Subscribers differ only in their request id, and clients number
 * requests alike, so a frame is built once per distinct id, not once per subscriber.
 */
export interface EncodedEvent {
  readonly tail: string;
  readonly frames: Map<number | string, Buffer>;
}

/** @param trackedId comes back as `lastEventId` when the client reconnects. */
export function encodeEvent(event: unknown, trackedId?: string): EncodedEvent {
  return encodeJson(JSON.stringify(event), trackedId);
}

function encodeJson(json: string, trackedId?: string): EncodedEvent {
  const id = JSON.stringify(trackedId);
  const tail =
    trackedId === undefined
      ? `"result":{"type":"data","data":${json}}}`
      : `"result":{"type":"data","id":${id},"data":{"id":${id},"data":${json}}}}`;
  return { tail, frames: new Map() };
}

/** The text of the event as one subscriber gets it. */
function textOf(encoded: EncodedEvent, requestId: number | string): string {
  return `{"id":${JSON.stringify(requestId)},${encoded.tail}`;
}

function frameOf(encoded: EncodedEvent, requestId: number | string): Buffer {
  let frame = encoded.frames.get(requestId);
  if (frame === undefined) {
    frame = encodeFrame(textOf(encoded, requestId));
    encoded.frames.set(requestId, frame);
  }
  return frame;
}

/** A subscription that a client asked for, on its way to a lane. */
export interface Subscription {
  readonly socket: LiveSocket;
  /** Aborts when the client stops it or goes away. */
  readonly signal: AbortSignal;
  /** Gives its place among the socket's subscriptions back; called once. */
  release(): void;
}

/** A subscription that receives. */
export interface Sink {
  readonly outbox: Outbox;
  readonly requestId: number | string;
  readonly userId: string | null;
  /** The last durable event sent to it. */
  lastSeq: number;
  /** Ends the subscription from the server's side; the client hears `stopped`. */
  end(): void;
}

/** Sends an event without a number to all; no promise, timer or closure per subscriber. */
export function broadcast(sinks: Iterable<Sink>, event: unknown): void {
  const encoded = encodeEvent(event);
  for (const sink of sinks) sink.outbox.push(frameOf(encoded, sink.requestId));
}

/** Sends one subscriber an event that was encoded for all. */
export function pushEvent(sink: Sink, encoded: EncodedEvent): void {
  sink.outbox.push(frameOf(encoded, sink.requestId));
}

/**
 * Sends a passing event on a lane of durable ones. It carries the number of the durable event that
 * the subscriber had last: tRPC's client forgets its cursor at every event that has none.
 */
export function broadcastPassing(sinks: Iterable<Sink>, event: unknown): void {
  const json = JSON.stringify(event);
  const bySeq = new Map<number, EncodedEvent>();
  for (const sink of sinks) {
    let encoded = bySeq.get(sink.lastSeq);
    if (!encoded) {
      encoded = encodeJson(json, String(sink.lastSeq));
      bySeq.set(sink.lastSeq, encoded);
    }
    sink.outbox.push(frameOf(encoded, sink.requestId));
  }
}

/**
 * Carries the moment of attachment from a subscription's generator into the adapter's encoder, which
 * alone knows the request id. `attach` runs synchronously while the first event is being encoded:
 * what it pushes into an outbox leaves after that first event, and nothing can slip in between.
 */
class Attachment {
  readonly attach: (requestId: number | string) => EncodedEvent;
  constructor(attach: (requestId: number | string) => EncodedEvent) {
    this.attach = attach;
  }
}

interface OutgoingMessage {
  id?: number | string;
  result?: { data?: unknown };
}

/** Clients number their requests. An id stands in every event, so a long one is a weapon. */
const longestId = 64;

/** The adapter's encoder: JSON, but for attachments and for ids that are none. */
export const laneEncoder: typeof jsonEncoder = {
  decode(data) {
    const decoded = jsonEncoder.decode(data);
    for (const message of Array.isArray(decoded) ? decoded : [decoded]) {
      const id: unknown = (message as OutgoingMessage | null)?.id;
      if (typeof id === 'string' && id.length > longestId) throw new Error('the id is too long');
    }
    return decoded;
  },
  encode(message) {
    const { id, result } = message as OutgoingMessage;
    if (result?.data instanceof Attachment && id !== undefined) {
      return textOf(result.data.attach(id), id);
    }
    return jsonEncoder.encode(message);
  },
};

/**
 * A subscription on a lane. It yields once, to be attached, and then only waits for the client to
 * stop or for `ended`; events reach the socket through the sink, not through here.
 *
 * `attach` returns the first event. `detach` undoes what was done and runs exactly once, also when
 * the adapter throws the generator away unread because the client was gone already.
 */
export function openLane<Event>(options: {
  subscription: Subscription;
  ended: Promise<void>;
  attach(requestId: number | string): EncodedEvent;
  detach(): void;
}): AsyncGenerator<Event, void> {
  const { subscription, ended, attach } = options;
  const { signal } = subscription;
  const aborted = Promise.withResolvers<void>();
  let isOpen = true;
  const detach = () => {
    if (!isOpen) return;
    isOpen = false;
    options.detach();
    subscription.release();
    aborted.resolve();
  };
  if (signal.aborted) detach();
  else signal.addEventListener('abort', detach, { once: true });

  return (async function* () {
    try {
      // The type is the client's view: it never sees the carrier.
      if (isOpen) yield new Attachment(attach) as Event;
      await Promise.race([aborted.promise, ended]);
    } finally {
      detach();
    }
  })();
}

// Lanes: one event, encoded once, to every subscriber of a topic, on the tRPC wire format.

import { encodeFrame, encodeFrameStart, type Outbox } from './outbox.ts';

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
  const tail =
    trackedId === undefined
      ? `"result":{"type":"data","data":${json}}}`
      : `${openTracked(trackedId)}${json}${closeTracked}`;
  return { tail, frames: new Map() };
}

function openTracked(trackedId: string): string {
  const id = JSON.stringify(trackedId);
  return `"result":{"type":"data","id":${id},"data":{"id":${id},"data":`;
}

const closeTracked = '}}}';

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

/** A subscription that receives. */
export interface Sink {
  readonly outbox: Outbox;
  readonly requestId: number | string;
  /** The last durable event sent to it. */
  lastSeq: number;
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

/** A passing event: as text, and as what was made of it for those who hear it. */
export interface PassingEvent {
  readonly json: string;
  readonly bySeq: Map<number, EncodedEvent>;
}

/** @param json of an event without a number. */
export function passingEvent(json: string): PassingEvent {
  return { json, bySeq: new Map() };
}

/**
 * Sends a passing event on a lane of durable ones. It carries the number of the durable event that
 * the subscriber had last: tRPC's client forgets its cursor at every event that has none.
 */
export function pushPassing(sink: Sink, { json, bySeq }: PassingEvent): void {
  let encoded = bySeq.get(sink.lastSeq);
  if (!encoded) {
    encoded = encodeJson(json, String(sink.lastSeq));
    bySeq.set(sink.lastSeq, encoded);
  }
  pushEvent(sink, encoded);
}

/** What passing events of several subscribers end with: one buffer for all of them. */
export function sharedEnd(json: string): Buffer {
  return Buffer.from(`${json}${closeTracked}`);
}

/** Sends one subscriber a passing event of its own, up to the end that it shares with others. */
export function pushWithEnd(sink: Sink, json: string, end: Buffer): void {
  const { outbox, requestId, lastSeq } = sink;
  const text = `{"id":${JSON.stringify(requestId)},${openTracked(String(lastSeq))}${json}`;
  outbox.push(encodeFrameStart(text, end.length));
  outbox.push(end);
}

/** Sends all a passing event, encoded once. */
export function broadcastPassing(sinks: Iterable<Sink>, event: unknown): void {
  const passing = passingEvent(JSON.stringify(event));
  for (const sink of sinks) pushPassing(sink, passing);
}

// The way out of a socket: what one tick says to it leaves in one write, and a reader too slow is cut.

import type { Socket } from 'node:net';
import { limits } from '@parley/shared/limits';
import * as ws from 'ws';

/** The close code of a connection whose reader did not keep up. */
export const slowConsumer = 4008;

/**
 * A text as a finished WebSocket frame. Frames of a server are not masked, so the same bytes serve
 * every reader, and no reader costs an encoding.
 */
export function encodeFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const options = { fin: true, opcode: 1, mask: false, readOnly: true, rsv1: false };
  return Buffer.concat(Sender.frame(payload, options));
}

/**
 * How a frame begins whose end is a buffer of so many bytes: what many are told has its bytes once, and
 * each of them a beginning of its own. Both go into the outbox, one after the other.
 */
export function encodeFrameStart(text: string, endBytes: number): Buffer {
  const bytes = Buffer.byteLength(text) + endBytes;
  const [mark, width] = bytes < 126 ? [bytes, 0] : bytes < 65_536 ? [126, 2] : [127, 8];
  const start = Buffer.from(`${' '.repeat(2 + width)}${text}`);
  start[0] = 0x81;
  start[1] = mark;
  if (width === 2) start.writeUInt16BE(bytes, 2);
  else if (width === 8) start.writeBigUInt64BE(BigInt(bytes), 2);
  return start;
}

// Public in `ws`, though its types leave it out.
const { Sender } = ws as unknown as {
  Sender: { frame(payload: Buffer, options: object): Buffer[] };
};

/** What waits to be sent to one socket. */
export class Outbox {
  readonly #socket: ws.WebSocket;
  readonly #round: Round;
  /** Most often the only one: a list would cost more than the rest of the way. */
  #first: Buffer | null = null;
  #more: Buffer[] | null = null;
  #isEnded = false;

  constructor(socket: ws.WebSocket, round: Round) {
    this.#socket = socket;
    this.#round = round;
  }

  /** Queues a frame; it is sent before the loop sleeps again, after all frames before it. */
  push(frame: Buffer): void {
    if (this.#isEnded) return;
    if (this.#first === null) {
      this.#first = frame;
      this.#round.add(this);
    } else {
      this.#more ??= [];
      this.#more.push(frame);
    }
  }

  /** Sends what waits, now: the socket is corked meanwhile, so a burst costs one system call. */
  flush(): void {
    const first = this.#first;
    const more = this.#more;
    this.#first = null;
    this.#more = null;
    if (first === null || cutSlowReader(this.#socket)) return;
    const stream = streamOf(this.#socket);
    if (more === null) {
      stream.write(first);
      return;
    }
    stream.cork();
    stream.write(first);
    for (const frame of more) stream.write(frame);
    stream.uncork();
  }

  /** Sends what waits; what is queued from here on is dropped. */
  end(): void {
    this.flush();
    this.#isEnded = true;
  }
}

/** Outboxes that have something to send, and one `setImmediate` for all of them. */
class Round {
  #waiting: Outbox[] = [];

  add(outbox: Outbox): void {
    this.#waiting.push(outbox);
    if (this.#waiting.length === 1) setImmediate(Round.#flush, this);
  }

  static #flush(round: Round): void {
    const waiting = round.#waiting;
    round.#waiting = [];
    for (const outbox of waiting) outbox.flush();
  }
}

/** Nothing is allocated per subscriber and event but the slot in the round. */
export function createOutboxes(): (socket: ws.WebSocket) => Outbox {
  const round = new Round();
  return (socket) => new Outbox(socket, round);
}

/** Closes a socket whose reader does not take what it is sent; true when it is open no more. */
function cutSlowReader(socket: ws.WebSocket): boolean {
  if (socket.readyState === socket.OPEN && socket.bufferedAmount > limits.socketBufferBytes) {
    socket.close(slowConsumer, 'slow');
  }
  return socket.readyState !== socket.OPEN;
}

/**
 * What the server makes of a connection. Answers go this way past the outbox, and who asks much and
 * reads nothing would have all of them kept in memory.
 */
export class BoundedSocket extends ws.WebSocket {
  // `unknown`: its two overloads cannot be named together.
  override send(...frame: unknown[]): void {
    if (!cutSlowReader(this)) Reflect.apply(super.send, this, frame);
  }

  /** In one write, where `send` takes two: one for the head, one for the rest. */
  sendFrame(frame: Buffer): void {
    if (!cutSlowReader(this)) streamOf(this).write(frame);
  }
}

/** Straight to the stream: without compression `ws` keeps no frame back, so the order is ours. */
function streamOf(socket: ws.WebSocket): Socket {
  return (socket as unknown as { _socket: Socket })._socket;
}

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

// Public in `ws`, though its types leave it out.
const { Sender } = ws as unknown as {
  Sender: { frame(payload: Buffer, options: object): Buffer[] };
};

export interface Outbox {
  /** Queues a frame; it is sent before the loop sleeps again, after all frames before it. */
  push(frame: Buffer): void;
  /** Sends what waits; what is queued from here on is dropped. */
  end(): void;
}

interface Pending {
  socket: ws.WebSocket;
  /** Most often the only one: a list would cost more than the rest of the way. */
  first: Buffer | null;
  more: Buffer[] | null;
}

/**
 * One set of dirty sockets and one `setImmediate` for all of them: nothing is allocated per
 * subscriber and event but the slot in the array. The socket is corked while its frames are
 * written, so a burst costs one system call per socket.
 */
export function createOutboxes(): (socket: ws.WebSocket) => Outbox {
  const dirty: Pending[] = [];
  let isScheduled = false;

  function flush(): void {
    isScheduled = false;
    for (const pending of dirty.splice(0)) send(pending);
  }

  return (socket) => {
    const pending: Pending = { socket, first: null, more: null };
    let isEnded = false;
    return {
      push(frame) {
        if (isEnded) return;
        if (pending.first !== null) {
          pending.more ??= [];
          pending.more.push(frame);
          return;
        }
        pending.first = frame;
        dirty.push(pending);
        if (isScheduled) return;
        isScheduled = true;
        setImmediate(flush);
      },
      end() {
        send(pending);
        isEnded = true;
      },
    };
  };
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
}

function send(pending: Pending): void {
  const { socket, first, more } = pending;
  pending.first = null;
  pending.more = null;
  if (first === null || cutSlowReader(socket)) return;
  // Straight to the stream: without compression `ws` keeps no frame back, so the order is ours.
  const { _socket: stream } = socket as unknown as { _socket: Socket };
  if (more === null) {
    stream.write(first);
    return;
  }
  stream.cork();
  stream.write(first);
  for (const frame of more) stream.write(frame);
  stream.uncork();
}

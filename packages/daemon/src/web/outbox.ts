// The way out of a socket: what one tick says to it leaves in one write, and a reader too slow is cut.

import { limits } from '@parley/shared/limits';
import type { WebSocket } from 'ws';

/** The close code of a connection whose reader did not keep up. */
export const slowConsumer = 4008;

export interface Outbox {
  /** Queues a text frame; it is sent before the loop sleeps again, after all frames before it. */
  push(frame: string): void;
}

interface Pending {
  socket: WebSocket;
  frames: string[];
}

/**
 * One set of dirty sockets and one `setImmediate` for all of them: nothing is allocated per
 * subscriber and event but the slot in the array. The socket is corked while its frames are
 * written, so a burst costs one system call per socket.
 */
export function createOutboxes(): (socket: WebSocket) => Outbox {
  const dirty: Pending[] = [];
  let isScheduled = false;

  function flush(): void {
    isScheduled = false;
    for (const pending of dirty.splice(0)) send(pending);
  }

  return (socket) => {
    const pending: Pending = { socket, frames: [] };
    return {
      push(frame) {
        pending.frames.push(frame);
        if (pending.frames.length > 1) return;
        dirty.push(pending);
        if (isScheduled) return;
        isScheduled = true;
        setImmediate(flush);
      },
    };
  };
}

function send({ socket, frames }: Pending): void {
  const ready = frames.splice(0);
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > limits.socketBufferBytes) {
    socket.close(slowConsumer, 'slow');
    // The close frame waits behind what the reader does not take: end it for good.
    setTimeout(() => socket.terminate(), 1_000).unref();
    return;
  }
  const raw = (socket as unknown as { _socket?: { cork(): void; uncork(): void } })._socket;
  raw?.cork();
  for (const frame of ready) socket.send(frame);
  raw?.uncork();
}

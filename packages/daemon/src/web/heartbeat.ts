// One timer for all connections: who never says anything is closed, who falls silent is asked, and who does not answer is dropped.

import type { Clock, Timer } from '../telemetry/index.ts';
import type { LiveSocket } from './sockets.ts';

export interface KeepAlive {
  /** How long after its last word a client is asked for one. */
  pingMs: number;
  /** How long it has to answer. */
  pongWaitMs: number;
}

/** A line that died without a word is dropped within half a minute. */
const defaultKeepAlive: KeepAlive = { pingMs: 20_000, pongWaitMs: 10_000 };
/** A socket that says nothing for this long was not opened to talk. */
const silenceMs = 5_000;
/** How late a connection may be looked at. Looking at 10,000 takes a tenth of a millisecond. */
const lookMs = 250;

export interface Heartbeat {
  /** There is somebody to look at. */
  start(): void;
  stop(): void;
}

/** Two timers for each connection would be set anew at every word, and weigh as much as all the rest of it. */
export function createHeartbeat({
  clock,
  sockets,
  keepAlive: { pingMs, pongWaitMs } = defaultKeepAlive,
}: {
  clock: Pick<Clock, 'monotonic' | 'setTimeout'>;
  sockets: ReadonlySet<LiveSocket>;
  keepAlive?: KeepAlive | undefined;
}): Heartbeat {
  let nextLook: Timer | undefined;

  function look(): void {
    const now = Math.floor(clock.monotonic());
    for (const socket of sockets) lookAt(socket, now);
    nextLook = sockets.size > 0 ? clock.setTimeout(look, lookMs) : undefined;
  }

  function lookAt(socket: LiveSocket, now: number): void {
    const { ws, heardAt, askedAt } = socket;
    if (!socket.hasSpoken) {
      if (now - heardAt >= silenceMs) ws.close(1008, 'nothing was said');
    } else if (askedAt > 0) {
      if (now - askedAt >= pongWaitMs) ws.terminate();
    } else if (now - heardAt >= pingMs) {
      socket.askedAt = now;
      ws.send('PING');
    }
  }

  return {
    start() {
      nextLook ??= clock.setTimeout(look, lookMs);
    },
    stop: () => nextLook?.cancel(),
  };
}

// Many listeners of one room, each on a stock tRPC client that comes back by itself; what they hear is checked at once.

import type { AppRouter } from '@parley/daemon';
import { type Delivered, type RoomEvent, unwrapDelivered } from '@parley/shared/events';
import { createTRPCClient, createWSClient, retryLink, wsLink } from '@trpc/client';
import { WebSocket } from 'ws';

export interface Listener {
  /** Up to this seq it has heard all that was said since it came. */
  readonly lastSeq: number;
  /** How often it joined: once at the beginning and once for each time it came back. */
  readonly joins: number;
}

export interface Crowd extends AsyncDisposable {
  readonly listeners: readonly Listener[];
  /** What somebody heard twice, too early or not at all. */
  readonly problems: readonly string[];
  /** Those who have heard less. */
  countBehind(seq: number): number;
  countJoins(): number;
}

/** As a client should: nobody comes back at once, and not all at the same time. */
const comeBackMs = () => 200 + Math.random() * 2_000;

export function gatherCrowd(options: {
  url: string;
  tokens: readonly string[];
  size: number;
  room: string;
}): Crowd {
  const { url, tokens, room } = options;
  const problems: string[] = [];
  const listeners = Array.from({ length: options.size }, (_, index) =>
    listen({
      url,
      room,
      token: tokens[index % tokens.length]!,
      name: `listener ${index}`,
      problems,
    }),
  );
  return {
    listeners,
    problems,
    countBehind: (seq) =>
      listeners.filter(({ joins, lastSeq }) => joins === 0 || lastSeq < seq).length,
    countJoins: () => listeners.reduce((sum, { joins }) => sum + joins, 0),
    async [Symbol.asyncDispose]() {
      await Promise.all(listeners.map((listener) => listener.close()));
    },
  };
}

function listen(options: {
  url: string;
  room: string;
  token: string;
  name: string;
  problems: string[];
}): Listener & { close(): Promise<void> } {
  const { name, problems } = options;
  const wsClient = createWSClient({
    url: `${options.url.replace('http', 'ws')}/trpc`,
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    connectionParams: { token: options.token },
    retryDelayMs: comeBackMs,
    keepAlive: { enabled: true, intervalMs: 14_000, pongTimeoutMs: 5_000 },
  });
  const client = createTRPCClient<AppRouter>({
    links: [
      retryLink({ retry: ({ op }) => op.type === 'subscription', retryDelayMs: comeBackMs }),
      wsLink({ client: wsClient }),
    ],
  });
  let [lastSeq, joins] = [0, 0];
  const hear = (seq: number) => {
    if (seq !== lastSeq + 1) problems.push(`${name} heard ${seq} after ${lastSeq}`);
    lastSeq = seq;
  };
  const subscription = client.chat.onRoom.subscribe(
    { room: options.room },
    {
      onData(data) {
        const event = unwrapDelivered(data as Delivered<RoomEvent>);
        if (event.type === 'message.created') hear(event.seq);
        if (event.type !== 'room.joined') return;
        if (joins === 0) lastSeq = (event.messages[0]?.seq ?? event.room.lastSeq + 1) - 1;
        else if (event.gap) problems.push(`${name} came back to a gap`);
        joins += 1;
        for (const { seq } of event.messages) hear(seq);
      },
      onError: (error) => problems.push(`${name} was refused: ${error.message}`),
    },
  );
  return {
    get lastSeq() {
      return lastSeq;
    },
    get joins() {
      return joins;
    },
    async close() {
      subscription.unsubscribe();
      await wsClient.close();
    },
  };
}

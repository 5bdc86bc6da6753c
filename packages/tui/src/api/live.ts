// The connection that stays: subscriptions over a WebSocket that always comes back, calls beside them.

import type { AppRouter } from '@parley/daemon';
import { createWSClient, splitLink, wsLink } from '@trpc/client';
import { type ConnectionListener, createConnectionWatch } from './connection.ts';
import { type Api, createDomainClient } from './domain-client.ts';
import { type ApiOptions, createHttpLink } from './http.ts';
import { createSocketClass } from './impatient-socket.ts';
import { carefulEncoder } from './wire.ts';

export interface LiveApi {
  readonly client: Api;
  /** Told at once and at every change how the connection is. */
  onConnection(listener: ConnectionListener): () => void;
  /** Says whether nobody sits here, and again on every connection made anew. */
  setIdle(isIdle: boolean): void;
  /** Tries to reconnect now instead of at `retryAt`. */
  reconnect(): void;
  /** Ends everything; subscriptions complete. */
  close(): void;
}

export interface LiveTiming {
  /** How long after the last sign of life the server is asked for one. */
  readonly pingMs: number;
  /** How long it has to answer. */
  readonly pongMs: number;
  readonly backoffBaseMs: number;
  readonly backoffCapMs: number;
}

// A dead line is noticed within 20 s.
const defaultTiming: LiveTiming = {
  pingMs: 14_000,
  pongMs: 5_000,
  backoffBaseMs: 500,
  backoffCapMs: 5_000,
};

/** The daemon closes a socket with this code when its token does not hold (any more). */
const unauthenticatedCode = 4001;

// The daemon takes frames up to 64 KiB, and calls made in one tick share a frame.
const smallInputLength = 8_192;

/**
 * Subscriptions resume by themselves, with the id of the last event each delivered. Calls go over the
 * socket when it is open and they are small, otherwise over HTTP, where they fail at once when there
 * is no server instead of waiting for one.
 */
export function createLiveApi(options: ApiOptions & { timing?: Partial<LiveTiming> }): LiveApi {
  const { server, token } = options;
  const timing = { ...defaultTiming, ...options.timing };
  const watch = createConnectionWatch({
    baseMs: timing.backoffBaseMs,
    capMs: timing.backoffCapMs,
  });
  let isIdle = false;
  /** What the connection was told last. */
  let toldIdle = false;
  const socket = createWSClient({
    url: async () => {
      await watch.waitTurn();
      return `${server.replace(/^http/, 'ws')}/trpc`;
    },
    // Waiting is done in `url`, where it can be cut short.
    retryDelayMs: () => 0,
    connectionParams: () => {
      toldIdle = isIdle;
      return token === null ? null : { token, ...(isIdle && { idle: 'true' }) };
    },
    keepAlive: { enabled: true, intervalMs: timing.pingMs, pongTimeoutMs: timing.pongMs },
    WebSocket: createSocketClass(),
    experimental_encoder: carefulEncoder,
    onClose: (cause) => {
      if (cause?.code !== unauthenticatedCode) return;
      watch.revoked();
      void socket.close();
    },
  });
  socket.connectionState.subscribe({
    next({ state, error }) {
      if (state === 'pending') {
        watch.opened();
        tellIdle();
      }
      if (state === 'connecting' && error !== null) watch.lost();
    },
  });

  const client = createDomainClient(server, [
    splitLink<AppRouter>({
      condition: ({ type, input }) =>
        type === 'subscription' || (watch.get().phase === 'online' && isSmall(input)),
      true: wsLink<AppRouter>({ client: socket }),
      false: createHttpLink(options),
    }),
  ]);

  // Losing it is harmless: the next connection says it again.
  function tellIdle(): void {
    if (token === null || isIdle === toldIdle || watch.get().phase !== 'online') return;
    toldIdle = isIdle;
    client.presence.setIdle.mutate({ idle: isIdle }).catch(() => {});
  }

  return {
    client,
    setIdle(next) {
      isIdle = next;
      tellIdle();
    },
    onConnection: (listener) => watch.listen(listener),
    reconnect: () => watch.hurry(),
    close() {
      watch.close();
      void socket.close();
    },
  };
}

function isSmall(input: unknown): boolean {
  return (JSON.stringify(input) ?? '').length <= smallInputLength;
}

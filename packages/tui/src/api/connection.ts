// How the wire to the server is, and when the next attempt is made.
//
//   connecting ──open──▶ online ──lost──▶ offline ──waited──▶ (attempt) ──open──▶ online
//        └──failed──▶ offline                └──────────◀──failed──────┘
//   any ──closed with 4001──▶ revoked, the end
//
// An attempt waits its turn at the gate. The wait doubles with each attempt in a row and starts
// anew once a connection held for a while; `hurry` opens the gate at once.

import { type BackoffOptions, backoffDelay } from './backoff.ts';

export type Connection =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'online' }
  /** `retryAt` in milliseconds since the epoch; null while an attempt is under way. */
  | { readonly phase: 'offline'; readonly retryAt: number | null }
  /** The session was ended elsewhere, or the token never was good: log in again. */
  | { readonly phase: 'revoked' };

export type ConnectionListener = (connection: Connection) => void;

/** A connection that held this long was a good one. */
const settledMs = 5_000;

export interface ConnectionWatch {
  get(): Connection;
  /** Told at once and at every change, until the returned function is called. */
  listen(listener: ConnectionListener): () => void;
  /** Resolves when an attempt may start. @throws once closed. */
  waitTurn(): Promise<void>;
  hurry(): void;
  /** What the socket reports. */
  opened(): void;
  lost(): void;
  revoked(): void;
  close(): void;
}

export function createConnectionWatch(backoff: BackoffOptions): ConnectionWatch {
  const listeners = new Set<ConnectionListener>();
  let connection: Connection = { phase: 'connecting' };
  let attempts = 0;
  let openedAt = Number.POSITIVE_INFINITY;
  let wake = () => {};
  let isClosed = false;

  const become = (next: Connection) => {
    if (isClosed || connection.phase === 'revoked') return;
    if (next.phase === connection.phase && next.phase !== 'offline') return;
    connection = next;
    for (const listener of listeners) listener(next);
  };
  const tell = (retryAt: number | null) => {
    // While the old socket still serves, as during a server's restart, nobody is offline.
    if (connection.phase === 'offline') become({ phase: 'offline', retryAt });
  };

  return {
    get: () => connection,
    listen(listener) {
      listeners.add(listener);
      listener(connection);
      return () => listeners.delete(listener);
    },
    async waitTurn() {
      // Even the first attempt after a good connection waits a little: others lost theirs as well.
      if (Date.now() - openedAt > settledMs) attempts = 1;
      openedAt = Number.POSITIVE_INFINITY;
      if (attempts > 0) {
        const delay = backoffDelay(attempts, Math.random(), backoff);
        tell(Date.now() + delay);
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, delay);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        tell(null);
      }
      attempts += 1;
      if (isClosed) throw new Error('the connection was closed');
    },
    hurry: () => wake(),
    opened() {
      openedAt = Date.now();
      become({ phase: 'online' });
    },
    lost() {
      if (connection.phase !== 'offline') become({ phase: 'offline', retryAt: null });
    },
    revoked: () => become({ phase: 'revoked' }),
    close() {
      isClosed = true;
      listeners.clear();
      wake();
    },
  };
}

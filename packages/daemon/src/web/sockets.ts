// The registry of live sockets: who is connected, within which limits, and who must go.

import { limits } from '@parley/shared/limits';
import { newerStatus } from '@parley/shared/status';
import type { WebSocket } from 'ws';
import {
  addressKey,
  anonymousScope,
  type Scope,
  type ScopeUser,
  type Sessions,
  sessionTopic,
} from '../accounts/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import type { Outbox } from './outbox.ts';
import { type Shown, updatePresence } from './socket-presence.ts';

/** Close codes of our own, in the range that RFC 6455 leaves to applications. */
export const closeCodes = { unauthenticated: 4001, ended: 4003, tooMany: 4029 } as const;

/** A connection, as everybody but itself knows it. */
export interface LiveSocket {
  readonly id: string;
  readonly ws: WebSocket;
  readonly address: string;
  /** In milliseconds of Unix time. */
  readonly connectedAt: number;
  readonly outbox: Outbox;
  scope: Scope;
  /** Under which keys the registry holds it, once it is identified. */
  identity: { userId: string; tokenId: string } | null;
  /** Where its user is shown as present by it. */
  shown: Shown[] | null;
  /** Since when nobody sits at it; null while somebody does. */
  idleSince: string | null;
  /** When it said something last, by the monotonic clock in whole milliseconds; before that, when it came. */
  readonly heardAt: number;
  readonly hasSpoken: boolean;
  /** When it was asked for a word after a silence; 0 while it is not. */
  askedAt: number;
  /** What its subscriptions are about. */
  listTopics(): string[];
}

export interface Sockets {
  /** False when its address has too many already. */
  add(socket: LiveSocket): boolean;
  /** It was closed. */
  remove(socket: LiveSocket): void;
  /** Gives a socket its user; false when the user has too many sockets already. */
  identify(socket: LiveSocket, scope: Scope): boolean;
  readonly all: ReadonlySet<LiveSocket>;
  /** Re-reads tokens and users of all sockets and closes those whose token holds no longer: one query. */
  recheck(): Promise<void>;
  /**
   * Asks every client to connect anew, as before a restart. What happens from here on each hears over
   * its new connection, and over that alone: tRPC's client tells doubles apart by their ids, and would
   * take for one what only repeats a cursor.
   */
  notifyReconnect(): void;
  closeAll(code: number, reason: string): void;
  stop(): void;
}

export function createSockets(deps: {
  pubsub: PubSub;
  sessions: Sessions;
  /** False lifts the caps per address and per user, for load tests. */
  isCapped: boolean;
}): Sockets {
  const sockets = new Set<LiveSocket>();
  const perAddress = new Map<string, number>();
  const byToken = new Map<string, Set<LiveSocket>>();
  const byUser = new Map<string, Set<LiveSocket>>();
  /** Tokens that ended since the last re-check: one may be on its way in, read before it ended. */
  const endedTokens = new Set<string>();

  function close(socket: LiveSocket, code: number, reason: string): void {
    socket.scope = anonymousScope(socket.address);
    socket.ws.close(code, reason);
  }

  function closeTokens(tokenIds: readonly string[]): void {
    for (const tokenId of tokenIds) {
      endedTokens.add(tokenId);
      for (const socket of byToken.get(tokenId) ?? []) {
        close(socket, closeCodes.unauthenticated, 'logged out');
      }
    }
  }

  /** Roles, names and statuses are the user's, not the connection's: those of open sockets follow. */
  function refresh(sockets: Iterable<LiveSocket>, user: ScopeUser): void {
    for (const socket of sockets) {
      if (!socket.scope.user) continue;
      // What was read may be older than what was told meanwhile.
      const status = newerStatus(socket.scope.user.status, user.status);
      socket.scope = { ...socket.scope, user: { ...user, ...(status && { status }) } };
      updatePresence(socket);
    }
  }

  function remove(socket: LiveSocket): void {
    sockets.delete(socket);
    count(perAddress, addressKey(socket.address), -1);
    unindex(byUser, socket.identity?.userId, socket);
    unindex(byToken, socket.identity?.tokenId, socket);
  }

  async function recheck(): Promise<void> {
    endedTokens.clear();
    const held = [...byToken];
    if (held.length === 0) return;
    const holders = await deps.sessions.readHolders(held.map(([tokenId]) => tokenId));
    for (const [tokenId, sockets] of held) {
      const user = holders.get(tokenId);
      if (user) refresh(sockets, user);
      else closeTokens([tokenId]);
    }
  }

  const unsubscribe = deps.pubsub.subscribe(
    sessionTopic,
    (event) => {
      switch (event.type) {
        case 'tokens.revoked':
          return closeTokens(event.tokenIds);
        case 'user.changed':
          return refresh(byUser.get(event.user.id) ?? [], event.user);
        case 'connection.ended': {
          const socket = sockets.values().find(({ id }) => id === event.connectionId);
          return socket?.ws.close(closeCodes.ended, 'ended by an administrator');
        }
      }
    },
    // While the database is away, the next round tries again.
    () => void recheck().catch(() => {}),
  );

  return {
    add(socket) {
      const key = addressKey(socket.address);
      if (deps.isCapped && (perAddress.get(key) ?? 0) >= limits.socketsPerAddress) return false;
      sockets.add(socket);
      count(perAddress, key, 1);
      return true;
    },
    remove,
    identify(socket, scope) {
      socket.scope = scope;
      if (!scope.user || !scope.token || !sockets.has(socket)) return true;
      if (endedTokens.has(scope.token.id)) {
        close(socket, closeCodes.unauthenticated, 'logged out');
        return true;
      }
      const ofUser = byUser.get(scope.user.id) ?? new Set();
      if (deps.isCapped && ofUser.size >= limits.socketsPerUser) return false;
      socket.identity = { userId: scope.user.id, tokenId: scope.token.id };
      byUser.set(scope.user.id, ofUser.add(socket));
      byToken.set(scope.token.id, (byToken.get(scope.token.id) ?? new Set()).add(socket));
      return true;
    },
    all: sockets,
    recheck,
    notifyReconnect() {
      for (const { ws, outbox } of sockets) {
        outbox.end();
        if (ws.readyState === ws.OPEN) ws.send('{"id":null,"method":"reconnect"}');
      }
    },
    closeAll(code, reason) {
      for (const socket of sockets) close(socket, code, reason);
    },
    stop() {
      unsubscribe();
      for (const { ws } of sockets) ws.terminate();
    },
  };
}

function count(counts: Map<string, number>, key: string, change: number): void {
  const next = (counts.get(key) ?? 0) + change;
  if (next > 0) counts.set(key, next);
  else counts.delete(key);
}

function unindex(
  index: Map<string, Set<LiveSocket>>,
  key: string | undefined,
  socket: LiveSocket,
): void {
  if (key === undefined) return;
  const members = index.get(key);
  members?.delete(socket);
  if (members?.size === 0) index.delete(key);
}

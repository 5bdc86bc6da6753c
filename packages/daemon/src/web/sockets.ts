// The registry of live sockets: who is connected, within which limits, and who must go.

import { isDeepStrictEqual } from 'node:util';
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
import { unlink, walk } from './chain.ts';
import type { Outbox } from './outbox.ts';
import { type Shown, updatePresence } from './socket-presence.ts';

/** Close codes of our own, in the range that RFC 6455 leaves to applications. */
export const closeCodes = { unauthenticated: 4001, ended: 4003, tooMany: 4029 } as const;

/** A scope of somebody who came with a token. */
export interface Identity extends Scope {
  readonly user: ScopeUser;
  readonly token: NonNullable<Scope['token']>;
}

/** A connection, as everybody but itself knows it. */
export interface LiveSocket {
  readonly id: string;
  readonly ws: WebSocket;
  readonly address: string;
  /** In milliseconds of Unix time. */
  readonly connectedAt: number;
  readonly outbox: Outbox;
  scope: Scope;
  /** Whose it was when it was identified: by that the registry holds it, whatever its scope is now. */
  identity: Identity | null;
  /** The one of the same user that came before it: a list for each user would weigh, most have one. */
  next: LiveSocket | null;
  /** Where its user is shown as present by it. */
  shown: Shown | null;
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
  /** The newest of each user. */
  const byUser = new Map<string, LiveSocket>();
  /** Tokens that ended since the re-check before the last: one may be on its way in, read before it ended. */
  let endedTokens: ReadonlySet<string> = new Set();
  let newlyEnded = new Set<string>();

  function close(socket: LiveSocket, code: number, reason: string): void {
    socket.scope = anonymousScope(socket.address);
    socket.ws.close(code, reason);
  }

  /** Looks at all of them: tokens end seldom, and an index of them would weigh on every connection. */
  function closeTokens(tokenIds: readonly string[]): void {
    const ended = new Set(tokenIds);
    for (const tokenId of ended) newlyEnded.add(tokenId);
    for (const socket of sockets) {
      if (socket.identity && ended.has(socket.identity.token.id)) {
        close(socket, closeCodes.unauthenticated, 'logged out');
      }
    }
  }

  /** Roles, names and statuses are the user's, not the connection's: those of open sockets follow. */
  function refresh(socket: LiveSocket, user: ScopeUser): void {
    const known = socket.scope.user;
    if (!known) return;
    // What was read may be older than what was told meanwhile.
    const status = newerStatus(known.status, user.status);
    const next = { ...user, ...(status && { status }) };
    // Mostly nothing changed: what is equal is not kept twice.
    if (isDeepStrictEqual(known, next)) return;
    socket.scope = { ...socket.scope, user: next };
    updatePresence(socket);
  }

  function remove(socket: LiveSocket): void {
    sockets.delete(socket);
    count(perAddress, addressKey(socket.address), -1);
    if (!socket.identity) return;
    const { id: userId } = socket.identity.user;
    const newest = unlink(byUser.get(userId) ?? null, socket);
    if (newest) byUser.set(userId, newest);
    else byUser.delete(userId);
    socket.next = null;
  }

  const listOfUser = (userId: string) => walk(byUser.get(userId) ?? null);

  async function recheck(): Promise<void> {
    endedTokens = newlyEnded;
    newlyEnded = new Set();
    const held = new Set([...sockets].flatMap(({ identity }) => identity?.token.id ?? []));
    if (held.size === 0) return;
    const holders = await deps.sessions.readHolders([...held]);
    for (const socket of sockets) {
      const user = socket.identity && holders.get(socket.identity.token.id);
      if (user) refresh(socket, user);
    }
    closeTokens([...held].filter((tokenId) => !holders.has(tokenId)));
  }

  const unsubscribe = deps.pubsub.subscribe(
    sessionTopic,
    (event) => {
      switch (event.type) {
        case 'tokens.revoked':
          return closeTokens(event.tokenIds);
        case 'user.changed':
          for (const socket of listOfUser(event.user.id)) refresh(socket, event.user);
          return;
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
      if (!isIdentity(scope) || !sockets.has(socket)) return true;
      if (endedTokens.has(scope.token.id) || newlyEnded.has(scope.token.id)) {
        close(socket, closeCodes.unauthenticated, 'logged out');
        return true;
      }
      const isFull = () =>
        listOfUser(scope.user.id)
          .drop(limits.socketsPerUser - 1)
          .next().done === false;
      if (deps.isCapped && isFull()) return false;
      socket.identity = scope;
      socket.next = byUser.get(scope.user.id) ?? null;
      byUser.set(scope.user.id, socket);
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

function isIdentity(scope: Scope): scope is Identity {
  return scope.user !== null && scope.token !== null;
}

// What every procedure is given: who calls, from where, and over which socket.

import type { Scope } from '../accounts/index.ts';
import type { LiveSocket } from './sockets.ts';

export interface Context {
  readonly scope: Scope;
  readonly requestId: string;
  /** Null over HTTP: subscriptions need a WebSocket. */
  readonly socket: LiveSocket | null;
}

/** On a socket the scope is the socket's: it changes when the token behind it dies. */
export function currentScope(context: Context): Scope {
  return context.socket?.scope ?? context.scope;
}

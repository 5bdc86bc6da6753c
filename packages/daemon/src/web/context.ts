// What every procedure is given: who calls, from where, and over which socket.

import type { Scope } from '../accounts/index.ts';
import type { RateLimits } from './rate-limits.ts';
import type { LiveSocket } from './sockets.ts';
import type { Subscription } from './subscription.ts';

export interface Context {
  readonly scope: Scope;
  readonly requestId: string;
  /** Null over HTTP. */
  readonly socket: LiveSocket | null;
  /** What the call opens, if it is a subscription over a socket. */
  readonly subscription: Subscription | null;
}

/** With what a call is counted against. */
export type CallContext = Context & { readonly limits: RateLimits };

/** On a socket the scope is the socket's: it changes when the token behind it dies. */
export function currentScope(context: Context): Scope {
  return context.socket?.scope ?? context.scope;
}

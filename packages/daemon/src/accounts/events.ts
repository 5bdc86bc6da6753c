// What accounts broadcast.

import { defineTopic } from '../pubsub/index.ts';
import type { ScopeUser } from './scope.ts';

export type SessionEvent =
  /** Tokens that died: whoever holds a socket opened with one closes it at once. */
  | { type: 'tokens.revoked'; tokenIds: readonly string[] }
  /** A new role or name: it holds for the open sockets of this user as well. */
  | { type: 'user.changed'; user: ScopeUser }
  /** An administrator ends a connection, on whichever daemon it is. */
  | { type: 'connection.ended'; connectionId: string };

export const sessionTopic = defineTopic<SessionEvent>('accounts.sessions');

// What accounts broadcast.

import { defineTopic } from '../pubsub/index.ts';

/** Tokens that died: whoever holds a socket opened with one closes it at once. */
export type SessionEvent =
  | { type: 'tokens.revoked'; tokenIds: readonly string[] }
  | { type: 'user.suspended'; userId: string };

export const sessionTopic = defineTopic<SessionEvent>('accounts.sessions');

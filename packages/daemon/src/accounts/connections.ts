// Connections, as far as accounts have a say: who may see them, and ending one anywhere.

import type { PubSub } from '../pubsub/index.ts';
import type { Repo } from '../repo/index.ts';
import type { Audit } from './audit.ts';
import { sessionTopic } from './events.ts';
import { authorizeAccount } from './policy.ts';
import type { Scope } from './scope.ts';

export interface Connections {
  /** @throws unauthenticated, forbidden */
  authorizeConnections(scope: Scope): void;
  /** Ends a connection on whichever daemon it is; the client may connect anew. Goes on record. */
  disconnect(scope: Scope, connectionId: string): Promise<void>;
}

export function createConnections(deps: { repo: Repo; pubsub: PubSub; audit: Audit }): Connections {
  const { repo, pubsub, audit } = deps;
  return {
    authorizeConnections: (scope) => authorizeAccount(scope, 'list_connections', null),
    async disconnect(scope, connectionId) {
      authorizeAccount(scope, 'end_connection', null);
      await repo.transact((tx) =>
        audit.record(tx, scope, {
          action: 'accounts.end_connection',
          subject: `connection:${connectionId}`,
        }),
      );
      pubsub.publish(sessionTopic, { type: 'connection.ended', connectionId });
    },
  };
}

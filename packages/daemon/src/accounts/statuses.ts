// Statuses: people say that they are away or not to be disturbed, once for all their devices.

import { invalidField } from '@parley/shared/errors';
import type { SetStatusInput, StatusView } from '@parley/shared/status';
import { eq } from 'drizzle-orm';
import type { PubSub } from '../pubsub/index.ts';
import type { Repo } from '../repo/index.ts';
import type { Clock } from '../telemetry/index.ts';
import { sessionTopic } from './events.ts';
import { authorizeAccount } from './policy.ts';
import { requireUser, type Scope } from './scope.ts';
import { users } from './tables.ts';
import { toScopeUser } from './user.ts';

export interface Statuses {
  /** Replaces the one before. Broadcasts `user.changed`: whoever shows the user shows it. */
  setStatus(scope: Scope, input: SetStatusInput): Promise<StatusView>;
}

export function createStatuses(deps: { repo: Repo; pubsub: PubSub; clock: Clock }): Statuses {
  const { repo, pubsub, clock } = deps;
  return {
    async setStatus(scope, { state, text = '', until }) {
      requireUser(scope);
      const { id } = scope.user;
      authorizeAccount(scope, 'change_account', id);
      const now = clock.now().getTime();
      if (until !== undefined && Date.parse(until) <= now) {
        throw invalidField('until', 'must be in the future');
      }
      const isMe = eq(users.id, id);
      const row = await repo.transact(async (tx) => {
        const [before] = await tx
          .select({ status: users.status })
          .from(users)
          .where(isMe)
          .for('no key update');
        // Daemons' clocks differ; which of two was set later must not.
        const least = Date.parse(before?.status?.since ?? '') + 1 || 0;
        const since = new Date(Math.max(now, least)).toISOString();
        const status: StatusView = { state, text, until: until ?? null, since };
        const [row] = await tx.update(users).set({ status }).where(isMe).returning();
        return row!;
      });
      pubsub.publish(sessionTopic, { type: 'user.changed', user: toScopeUser(row) });
      return row.status!;
    },
  };
}

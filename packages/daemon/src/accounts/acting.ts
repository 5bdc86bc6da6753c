// Acting for somebody who is not there: what they asked for earlier is done with the rights they have now.

import { eq } from 'drizzle-orm';
import type { Repo } from '../repo/index.ts';
import { type UserScope, userScope } from './scope.ts';
import { users } from './tables.ts';
import { toScopeUser } from './user.ts';

export interface Acting {
  /** Who that is; null for one that is suspended or no more there. */
  readScope(userId: string): Promise<UserScope | null>;
}

export function createActing({ repo }: { repo: Repo }): Acting {
  return {
    async readScope(userId) {
      const [row] = await repo.db.select().from(users).where(eq(users.id, userId));
      return row && row.suspendedAt === null ? userScope(toScopeUser(row), null) : null;
    },
  };
}

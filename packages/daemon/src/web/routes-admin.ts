// Procedures of `admin`: what an administrator does to users and connections.

import * as accountsSchema from '@parley/shared/accounts';
import { DomainError } from '@parley/shared/errors';
import { flag, noInput } from '@parley/shared/fields';
import { z } from 'zod';
import type { Accounts } from '../accounts/index.ts';
import type { Connections } from './connections.ts';
import { authed, router } from './trpc.ts';

export function createAdminRoutes({
  accounts,
  connections,
}: {
  accounts: Accounts;
  connections: Connections;
}) {
  return router({
    listUsers: authed
      .input(noInput)
      .query(async ({ ctx }) => ({ items: await accounts.listUsers(ctx.scope) })),
    setRole: authed
      .input(z.strictObject({ username: accountsSchema.userRef, role: accountsSchema.role }))
      .mutation(({ ctx, input }) => accounts.setRole(ctx.scope, input.username, input.role)),
    suspendUser: authed
      .input(z.strictObject({ username: accountsSchema.userRef, suspended: flag }))
      .mutation(({ ctx, input }) =>
        accounts.suspendUser(ctx.scope, input.username, input.suspended),
      ),
    listConnections: authed.input(noInput).query(({ ctx }) => {
      accounts.authorizeConnections(ctx.scope);
      return connections.list();
    }),
    disconnect: authed.input(accountsSchema.byId).mutation(async ({ ctx, input }) => {
      accounts.authorizeConnections(ctx.scope);
      const { daemon, silent } = await connections.find(input.id);
      if (daemon === null && silent.length === 0) {
        throw new DomainError('not_found', 'There is no such connection.');
      }
      // One that does not answer may still hear it.
      await accounts.disconnect(ctx.scope, input.id);
      if (daemon !== null) return { ok: true, daemon } as const;
      const names = silent.join(', ');
      throw new DomainError('unavailable', `It may be on a daemon that does not answer: ${names}.`);
    }),
  });
}

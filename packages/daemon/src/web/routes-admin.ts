// Procedures of `admin`: what an administrator does to users and connections.

import * as accountsSchema from '@parley/shared/accounts';
import type { ConnectionView } from '@parley/shared/admin';
import { noInput } from '@parley/shared/fields';
import { z } from 'zod';
import type { Accounts } from '../accounts/index.ts';
import type { LiveSocket, Sockets } from './sockets.ts';
import { authed, router } from './trpc.ts';

export function createAdminRoutes({
  accounts,
  sockets,
}: {
  accounts: Accounts;
  sockets: Pick<Sockets, 'list'>;
}) {
  return router({
    listUsers: authed
      .input(noInput)
      .query(async ({ ctx }) => ({ items: await accounts.listUsers(ctx.scope) })),
    setRole: authed
      .input(z.strictObject({ username: accountsSchema.userRef, role: accountsSchema.role }))
      .mutation(({ ctx, input }) => accounts.setRole(ctx.scope, input.username, input.role)),
    suspendUser: authed
      .input(z.strictObject({ username: accountsSchema.userRef, suspended: z.boolean() }))
      .mutation(({ ctx, input }) =>
        accounts.suspendUser(ctx.scope, input.username, input.suspended),
      ),
    // Of this daemon: behind a balancer, each tells its own.
    listConnections: authed.input(noInput).query(({ ctx }) => {
      accounts.authorizeConnections(ctx.scope);
      return { items: sockets.list().map(toConnectionView), nextCursor: null };
    }),
    disconnect: authed.input(accountsSchema.byId).mutation(async ({ ctx, input }) => {
      await accounts.disconnect(ctx.scope, input.id);
      return { ok: true } as const;
    }),
  });
}

function toConnectionView(socket: LiveSocket): ConnectionView {
  const { user, token } = socket.scope;
  return {
    id: socket.id,
    user: user && { id: user.id, username: user.username },
    device: token?.device ?? '',
    address: socket.address,
    since: socket.connectedAt.toISOString(),
    topics: [...socket.subscriptions].map(({ topic }) => topic).sort(),
  };
}

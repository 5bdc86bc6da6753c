// Who may do what to accounts: actor × action × resource, as a table.

import { DomainError } from '@parley/shared/errors';
import type { Scope } from './scope.ts';

/** How the caller stands to the account in question. */
export type AccountActor = 'anonymous' | 'other' | 'self' | 'moderator' | 'admin';

const everyone: readonly AccountActor[] = ['anonymous', 'other', 'self', 'moderator', 'admin'];
const members: readonly AccountActor[] = ['other', 'self', 'moderator', 'admin'];

export const accountPolicy = {
  register: everyone,
  log_in: everyone,
  see_profile: members,
  see_account: ['self', 'admin'],
  change_account: ['self'],
  change_password: ['self'],
  list_sessions: ['self'],
  revoke_session: ['self', 'admin'],
  create_token: ['self'],
  list_users: ['admin'],
  set_role: ['admin'],
  suspend: ['admin'],
  manage_bots: ['admin'],
  list_connections: ['admin'],
  end_connection: ['admin'],
} as const satisfies Record<string, readonly AccountActor[]>;

export type AccountAction = keyof typeof accountPolicy;

export function accountActor(scope: Scope, userId: string | null): AccountActor {
  if (!scope.user) return 'anonymous';
  if (scope.user.id === userId) return 'self';
  return scope.user.role === 'member' ? 'other' : scope.user.role;
}

/** Personal tokens never reach into the account's own security, whatever their scopes. */
const sessionOnly: ReadonlySet<AccountAction> = new Set([
  'change_password',
  'create_token',
  'revoke_session',
  'manage_bots',
]);

/** @throws unauthenticated or forbidden. */
export function authorizeAccount(scope: Scope, action: AccountAction, userId: string | null): void {
  const actor = accountActor(scope, userId);
  if (!(accountPolicy[action] as readonly AccountActor[]).includes(actor)) {
    throw new DomainError(actor === 'anonymous' ? 'unauthenticated' : 'forbidden');
  }
  if (scope.token?.context === 'personal' && sessionOnly.has(action)) {
    throw new DomainError('forbidden', 'A personal token cannot do that. Log in with a password.');
  }
}

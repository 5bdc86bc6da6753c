// Scopes: who calls. The first argument of every context function; made in this file only.

import type { Role, TokenScope } from '@parley/shared/accounts';
import { DomainError } from '@parley/shared/errors';
import type { StatusView } from '@parley/shared/status';
import type { TokenContext } from './tables.ts';

export interface ScopeUser {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly isBot?: boolean;
  /** Not there until one was set; it may be over. */
  readonly status?: StatusView;
}

export interface ScopeToken {
  readonly id: string;
  readonly context: TokenContext;
  readonly scopes: readonly TokenScope[];
  readonly device: string;
}

export interface Scope {
  readonly user: ScopeUser | null;
  readonly token: ScopeToken | null;
  /** Where the call came from, for limits and the audit trail; empty for the system. */
  readonly address: string;
}

/** A scope that surely has a user. */
export interface UserScope extends Scope {
  readonly user: ScopeUser;
}

export function anonymousScope(address = ''): Scope {
  return { user: null, token: null, address };
}

export function userScope(user: ScopeUser, token: ScopeToken | null, address = ''): UserScope {
  return { user, token, address };
}

/** The daemon itself: its jobs, and the operator's commands on the same machine. */
export function systemScope(): Scope {
  return { user: null, token: null, address: '' };
}

/** @throws unauthenticated when nobody is logged in. */
export function requireUser(scope: Scope): asserts scope is UserScope {
  if (!scope.user) throw new DomainError('unauthenticated');
}

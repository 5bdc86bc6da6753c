// Users: pure views of their rows.

import type { AccountView, ProfileView, UserView } from '@parley/shared/accounts';
import type { ScopeUser } from './scope.ts';
import type { users } from './tables.ts';

export type UserRow = typeof users.$inferSelect;

export function toUserView(
  row: Pick<UserRow, 'id' | 'username' | 'displayName' | 'role' | 'isBot'>,
): UserView & ScopeUser {
  const { id, username, displayName, role, isBot } = row;
  return { id, username, displayName, role, ...(isBot && { isBot }) };
}

export function toProfileView(row: UserRow): ProfileView {
  return { ...toUserView(row), bio: row.bio, createdAt: row.createdAt.toISOString() };
}

export function toAccountView(row: UserRow): AccountView {
  return {
    ...toProfileView(row),
    email: row.email,
    address: row.address,
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
  };
}

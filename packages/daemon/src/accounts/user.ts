// Users: pure views of their rows.

import type { AccountView, ProfileView, UserView } from '@parley/shared/accounts';
import type { ScopeUser } from './scope.ts';
import type { users } from './tables.ts';

export type UserRow = typeof users.$inferSelect;

export function toUserView(
  row: Pick<UserRow, 'id' | 'username' | 'displayName' | 'role' | 'isBot'>,
): UserView {
  const { id, username, displayName, role, isBot } = row;
  return { id, username, displayName, role, ...(isBot && { isBot }) };
}

/** A user as one's own scope and sockets know it. */
export function toScopeUser(
  row: Parameters<typeof toUserView>[0] & Pick<UserRow, 'status'>,
): ScopeUser {
  return { ...toUserView(row), ...(row.status && { status: row.status }) };
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
    ...(row.status && { status: row.status }),
  };
}

// Personal tokens: named, scoped, expiring keys that people make for their scripts.

import type { TokenScope, TokenView } from '@parley/shared/accounts';
import { DomainError, invalidField } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { and, count, desc, eq } from 'drizzle-orm';
import type { Transaction } from '../repo/index.ts';
import { authorizeAccount } from './policy.ts';
import { requireUser, type Scope, type UserScope } from './scope.ts';
import type { SessionsDeps } from './sessions.ts';
import { tokens, users } from './tables.ts';
import { buildToken, personalValidityMs } from './token.ts';

export interface PersonalTokens {
  /** Answers the token itself this once. `expiresAt` is in 90 days unless said otherwise. */
  createToken(
    scope: Scope,
    input: { name: string; scopes: TokenScope[]; expiresAt?: string },
  ): Promise<TokenView & { token: string }>;
  /** Newest first. */
  listTokens(scope: Scope): Promise<TokenView[]>;
}

type PersonalTokensDeps = Pick<SessionsDeps, 'repo' | 'clock' | 'ids' | 'audit'>;

export function createPersonalTokens(deps: PersonalTokensDeps): PersonalTokens {
  const { repo, clock, ids, audit } = deps;
  return {
    async createToken(scope, { name, scopes, expiresAt }) {
      requireUser(scope);
      authorizeAccount(scope, 'create_token', scope.user.id);
      const now = clock.now();
      const expiry = expiresAt ? new Date(expiresAt) : new Date(now.getTime() + personalValidityMs);
      if (expiry <= now) throw invalidField('expiresAt', 'must be in the future');
      if (scopes.includes('admin') && scope.user.role !== 'admin') {
        throw invalidField('scopes', 'may name admin only for an administrator');
      }
      const { token, hash } = buildToken('personal');
      const row = {
        id: ids.uuid(),
        userId: scope.user.id,
        context: 'personal' as const,
        hash,
        name,
        scopes: [...new Set(scopes)],
        createdAt: now,
        expiresAt: expiry,
      };
      await repo.transact(async (tx) => {
        await holdAccount(tx, scope);
        const [{ total } = { total: 0 }] = await tx
          .select({ total: count() })
          .from(tokens)
          .where(and(eq(tokens.userId, scope.user.id), eq(tokens.context, 'personal')));
        if (total >= limits.tokensPerUser) {
          throw new DomainError(
            'conflict',
            `You have ${limits.tokensPerUser} tokens already. Revoke one that you no longer use.`,
          );
        }
        await tx.insert(tokens).values(row);
        await audit.record(tx, scope, {
          action: 'accounts.create_token',
          subject: `token:${row.id}`,
          detail: { name, scopes },
        });
      });
      return { ...toTokenView({ ...row, lastUsedAt: null }), token };
    },

    async listTokens(scope) {
      requireUser(scope);
      authorizeAccount(scope, 'list_sessions', scope.user.id);
      const rows = await repo.db
        .select()
        .from(tokens)
        .where(and(eq(tokens.userId, scope.user.id), eq(tokens.context, 'personal')))
        .orderBy(desc(tokens.createdAt), desc(tokens.id));
      return rows.map(toTokenView);
    },
  };
}

/**
 * Keeps password, role and suspension of the caller as they are until the end of the transaction, and
 * proves that the calling session lives: else a stolen one could make itself an heir while the change
 * of password that ends it is under way.
 */
async function holdAccount(tx: Transaction, { user, token }: UserScope): Promise<void> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, user.id)).for('no key update');
  if (!token) return;
  const [alive] = await tx.select({ id: tokens.id }).from(tokens).where(eq(tokens.id, token.id));
  if (!alive) throw new DomainError('unauthenticated');
}

type TokenRow = Pick<
  typeof tokens.$inferSelect,
  'id' | 'name' | 'scopes' | 'createdAt' | 'lastUsedAt' | 'expiresAt'
>;

function toTokenView(row: TokenRow): TokenView {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  };
}

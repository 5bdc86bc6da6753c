// Sessions: logging in and out, ending them, and telling who a token belongs to.

import type { AccountView, LoginInput, SessionView } from '@parley/shared/accounts';
import { DomainError } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { PubSub } from '../pubsub/index.ts';
import type { Repo, Transaction } from '../repo/index.ts';
import type { Clock, Ids } from '../telemetry/index.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import type { Audit } from './audit.ts';
import { sessionTopic } from './events.ts';
import { createHolders, type Holders } from './holders.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { createPersonalTokens, type PersonalTokens } from './personal-tokens.ts';
import { authorizeAccount } from './policy.ts';
import { createRateCounts, type RateCounts } from './rate-counts.ts';
import { requireUser, type Scope, userScope } from './scope.ts';
import { type TokenContext, tokens, users } from './tables.ts';
import { buildToken, sessionIdleMs, sessionScopes, sessionValidityMs } from './token.ts';
import { toAccountView, toScopeUser } from './user.ts';

export interface SessionsDeps {
  repo: Repo;
  pubsub: PubSub;
  clock: Clock;
  ids: Ids;
  hasher: PasswordHasher;
  audit: Audit;
}

export interface Sessions extends PersonalTokens, Attempts, RateCounts, Holders {
  /** @throws unauthenticated for a wrong name or password, in the same words and time for both. */
  login(
    scope: Scope,
    input: LoginInput,
  ): Promise<{ user: AccountView; token: string; expiresAt: string }>;
  /** Ends the calling token; its sockets are closed. */
  logout(scope: Scope): Promise<void>;
  listSessions(scope: Scope): Promise<SessionView[]>;
  /** @throws not_found for a session that is not the caller's. */
  revokeSession(scope: Scope, id: string): Promise<void>;
  /** @throws not_found for a personal token that is not the caller's. */
  revokeToken(scope: Scope, id: string): Promise<void>;
  /** Ends all sessions but the calling one. */
  revokeAllSessions(scope: Scope): Promise<void>;
  /** Opens a session inside the caller's transaction. */
  openSession(
    tx: Transaction,
    options: { userId: string; device: string; address: string },
  ): Promise<{ token: string; expiresAt: Date; ended: string[] }>;
  /** Ends sessions inside the caller's transaction; tell `announceRevoked` after it committed. */
  endSessions(
    tx: Transaction,
    userId: string,
    options?: { except?: string; context?: TokenContext },
  ): Promise<string[]>;
  announceRevoked(tokenIds: readonly string[]): void;
  /** Deletes tokens that can never be used again, and counts that are over; answers how many tokens. */
  sweepTokens(): Promise<number>;
}

export function createSessions(deps: SessionsDeps): Sessions {
  const { repo, pubsub, clock, ids, hasher, audit } = deps;
  const { db, sql: raw } = repo;
  const attempts = createAttempts(raw);
  const rateCounts = createRateCounts(raw);

  function announceRevoked(tokenIds: readonly string[]): void {
    if (tokenIds.length > 0) pubsub.publish(sessionTopic, { type: 'tokens.revoked', tokenIds });
  }

  async function revoke(scope: Scope, id: string, context: TokenContext): Promise<void> {
    requireUser(scope);
    authorizeAccount(scope, 'revoke_session', scope.user.id);
    const isMine = and(eq(tokens.userId, scope.user.id), eq(tokens.context, context));
    await repo.transact(async (tx) => {
      const ended = await tx
        .delete(tokens)
        .where(and(eq(tokens.id, id), isMine))
        .returning({ id: tokens.id });
      if (ended.length === 0) {
        const what = context === 'session' ? 'session' : 'token';
        throw new DomainError('not_found', `You have no such ${what}.`);
      }
      await audit.record(tx, scope, { action: 'accounts.revoke_token', subject: `token:${id}` });
    });
    announceRevoked([id]);
  }

  async function openSession(
    tx: Transaction,
    { userId, device, address }: { userId: string; device: string; address: string },
  ) {
    const now = clock.now();
    const { token, hash } = buildToken('session');
    const expiresAt = new Date(now.getTime() + sessionValidityMs);
    await tx.insert(tokens).values({
      id: ids.uuid(),
      userId,
      context: 'session',
      hash,
      scopes: [...sessionScopes],
      device,
      address,
      createdAt: now,
      lastUsedAt: now,
      expiresAt,
    });
    const surplus = tx
      .select({ id: tokens.id })
      .from(tokens)
      .where(and(eq(tokens.userId, userId), eq(tokens.context, 'session')))
      .orderBy(desc(tokens.createdAt), desc(tokens.id))
      .offset(limits.sessionsPerUser);
    const ended = await tx
      .delete(tokens)
      .where(inArray(tokens.id, surplus))
      .returning({ id: tokens.id });
    return { token, expiresAt, ended: ended.map((row) => row.id) };
  }

  async function endSessions(
    tx: Transaction,
    userId: string,
    options: { except?: string; context?: TokenContext } = {},
  ): Promise<string[]> {
    const ended = await tx
      .delete(tokens)
      .where(
        and(
          eq(tokens.userId, userId),
          options.context && eq(tokens.context, options.context),
          options.except === undefined ? undefined : sql`${tokens.id} <> ${options.except}`,
        ),
      )
      .returning({ id: tokens.id });
    return ended.map((row) => row.id);
  }

  return {
    ...attempts,
    ...rateCounts,
    ...createHolders(raw),
    ...createPersonalTokens(deps),
    announceRevoked,
    openSession,
    endSessions,

    async login(scope, { login, password, device = '' }) {
      const [row] = await db
        .select()
        .from(users)
        .where(
          and(
            login.includes('@') ? eq(users.email, login) : eq(users.username, login),
            eq(users.isBot, false),
          ),
        );
      const isRight = await hasher.verify(row?.passwordHash ?? null, password);
      if (!row || !isRight) throw wrongPassword();
      if (row.suspendedAt) throw new DomainError('forbidden', 'This account is suspended.');
      const rehashed = hasher.isOutdated(row.passwordHash) ? await hasher.hash(password) : null;
      const session = await repo.transact(async (tx) => {
        // Hashing takes a while: the password may have been changed meanwhile, to keep this login out.
        const [same] = await tx
          .select({ id: users.id })
          .from(users)
          .where(
            and(
              eq(users.id, row.id),
              eq(users.passwordHash, row.passwordHash),
              isNull(users.suspendedAt),
            ),
          )
          .for('no key update');
        if (!same) throw wrongPassword();
        if (rehashed) {
          await tx.update(users).set({ passwordHash: rehashed }).where(eq(users.id, row.id));
        }
        await audit.record(tx, userScope(toScopeUser(row), null, scope.address), {
          action: 'accounts.log_in',
          subject: `user:${row.id}`,
        });
        return openSession(tx, { userId: row.id, device, address: scope.address });
      });
      announceRevoked(session.ended);
      return {
        user: toAccountView(row),
        token: session.token,
        expiresAt: session.expiresAt.toISOString(),
      };
    },

    async logout(scope) {
      requireUser(scope);
      if (!scope.token) return;
      await db.delete(tokens).where(eq(tokens.id, scope.token.id));
      announceRevoked([scope.token.id]);
    },

    async listSessions(scope) {
      requireUser(scope);
      authorizeAccount(scope, 'list_sessions', scope.user.id);
      const rows = await db
        .select()
        .from(tokens)
        .where(and(eq(tokens.userId, scope.user.id), eq(tokens.context, 'session')))
        .orderBy(desc(tokens.createdAt), desc(tokens.id));
      return rows.map((row) => ({
        id: row.id,
        device: row.device,
        address: row.address,
        isCurrent: row.id === scope.token?.id,
        createdAt: row.createdAt.toISOString(),
        lastUsedAt: (row.lastUsedAt ?? row.createdAt).toISOString(),
        expiresAt: row.expiresAt!.toISOString(),
      }));
    },

    revokeSession: (scope, id) => revoke(scope, id, 'session'),
    revokeToken: (scope, id) => revoke(scope, id, 'personal'),

    async revokeAllSessions(scope) {
      requireUser(scope);
      authorizeAccount(scope, 'revoke_session', scope.user.id);
      const ended = await repo.transact(async (tx) => {
        await audit.record(tx, scope, {
          action: 'accounts.revoke_all_sessions',
          subject: `user:${scope.user.id}`,
        });
        return endSessions(tx, scope.user.id, { except: scope.token?.id, context: 'session' });
      });
      announceRevoked(ended);
    },

    async sweepTokens() {
      const rows = await raw`
        delete from tokens where expires_at < now()
          or (context = 'session' and last_used_at < now() - ${`${sessionIdleMs} milliseconds`}::interval)
        returning id`;
      announceRevoked(rows.map((row) => String(row.id)));
      await attempts.sweepAttempts();
      await rateCounts.sweepRateCounts();
      return rows.length;
    },
  };
}

function wrongPassword(): DomainError {
  return new DomainError('unauthenticated', 'That name and password do not belong together.');
}

// Accounts: registering, profiles, passwords, and what an administrator does to users.

import type {
  AccountView,
  ProfileInput,
  ProfileView,
  RegisterInput,
  Role,
} from '@parley/shared/accounts';
import { DomainError, invalidField, invalidFields } from '@parley/shared/errors';
import { and, asc, count, eq, sql } from 'drizzle-orm';
import { enqueue } from '../jobs/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import {
  advisoryLocks,
  type ConstraintTable,
  explainConstraints,
  type Repo,
} from '../repo/index.ts';
import type { Clock, Ids } from '../telemetry/index.ts';
import type { Audit } from './audit.ts';
import { type BotAccounts, createBots } from './bots.ts';
import { type Connections, createConnections } from './connections.ts';
import { sessionTopic } from './events.ts';
import { sendWelcomeMail } from './jobs.ts';
import { checkPassword, type PasswordPolicy } from './password.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { authorizeAccount } from './policy.ts';
import { requireUser, type Scope } from './scope.ts';
import type { Sessions } from './sessions.ts';
import { createStatuses, type Statuses } from './statuses.ts';
import { users } from './tables.ts';
import { toAccountView, toProfileView, toScopeUser, type UserRow } from './user.ts';

export interface AccountsDeps {
  repo: Repo;
  pubsub: PubSub;
  clock: Clock;
  ids: Ids;
  hasher: PasswordHasher;
  audit: Audit;
  sessions: Sessions;
  registration: 'open' | 'invite' | 'closed';
  passwordPolicy: PasswordPolicy;
}

export interface Accounts extends Connections, BotAccounts, Statuses {
  /** Registers and logs in. The very first account becomes admin, whatever the registration mode. */
  register(scope: Scope, input: RegisterInput): Promise<{ user: AccountView; token: string }>;
  getAccount(scope: Scope): Promise<AccountView>;
  getProfile(scope: Scope, username: string): Promise<ProfileView>;
  updateProfile(scope: Scope, input: ProfileInput): Promise<AccountView>;
  /** Ends every other session and all personal tokens. */
  changePassword(scope: Scope, input: { currentPassword: string; password: string }): Promise<void>;
  needsFirstAccount(): Promise<boolean>;
  /** For the operator's command line; `scope` is the system's. */
  listUsers(scope: Scope): Promise<(AccountView & { isSuspended: boolean })[]>;
  setRole(scope: Scope, username: string, role: Role): Promise<AccountView>;
  suspendUser(scope: Scope, username: string, isSuspended: boolean): Promise<AccountView>;
  resetPassword(scope: Scope, username: string, password: string): Promise<void>;
  /** Address and name of a user, for the mail jobs. */
  findContact(userId: string): Promise<{ username: string; email: string } | null>;
}

/** A context that wants to act in the transaction of a registration, as chat does for `#lobby`. */
export type RegistrationHook = (
  tx: Parameters<Parameters<Repo['transact']>[0]>[0],
  userId: string,
) => Promise<void>;

const uniqueUser: ConstraintTable = {
  users_username_key: { field: 'username', message: 'has already been taken' },
  users_email_key: { field: 'email', message: 'has already been taken' },
};

export function createAccounts(deps: AccountsDeps, hooks: RegistrationHook[] = []): Accounts {
  const { repo, clock, ids, hasher, audit, sessions } = deps;
  const { db } = repo;

  async function requireStrong(
    password: string,
    user: { username: string; email: string },
  ): Promise<void> {
    const problems = await checkPassword(deps.passwordPolicy, password, user);
    if (problems.length > 0) throw invalidFields({ password: problems });
  }

  async function findUser(username: string): Promise<UserRow> {
    const [row] = await db.select().from(users).where(eq(users.username, username));
    if (!row) throw new DomainError('not_found', `There is no user @${username}.`);
    return row;
  }

  function announceChanged(row: UserRow): void {
    deps.pubsub.publish(sessionTopic, { type: 'user.changed', user: toScopeUser(row) });
  }

  async function needsFirstAccount(): Promise<boolean> {
    const [row] = await db.select({ id: users.id }).from(users).limit(1);
    return row === undefined;
  }

  /** The operator on the machine itself has no user; an admin over the wire has. */
  function authorizeOperator(scope: Scope, action: 'list_users' | 'set_role' | 'suspend'): void {
    if (scope.user || scope.address !== '') authorizeAccount(scope, action, null);
  }

  return {
    ...createConnections(deps),
    ...createBots(deps),
    ...createStatuses(deps),
    needsFirstAccount,

    async register(scope, { username, email, password, device = '' }) {
      if (deps.registration !== 'open' && !(await needsFirstAccount())) {
        throw new DomainError(
          'forbidden',
          deps.registration === 'closed'
            ? 'This server takes no new accounts.'
            : 'This server takes new accounts by invitation only.',
        );
      }
      await requireStrong(password, { username, email });
      const passwordHash = await hasher.hash(password);
      const now = clock.now();
      return explainConstraints(
        uniqueUser,
        repo.transact(async (tx) => {
          // Two first registrations at once: the lock lets only one of them count nobody.
          await tx.execute(
            sql`select pg_advisory_xact_lock(${advisoryLocks.firstAccount}::bigint)`,
          );
          const [{ total } = { total: 0 }] = await tx.select({ total: count() }).from(users);
          const [row] = await tx
            .insert(users)
            .values({
              id: ids.uuid(),
              username,
              email,
              displayName: username,
              role: total === 0 ? 'admin' : 'member',
              passwordHash,
              createdAt: now,
              updatedAt: now,
            })
            .returning();
          await Promise.all(hooks.map((hook) => hook(tx, row!.id)));
          await enqueue(tx, sendWelcomeMail, { userId: row!.id });
          await audit.record(tx, scope, {
            action: 'accounts.register',
            subject: `user:${row!.id}`,
          });
          const session = await sessions.openSession(tx, {
            userId: row!.id,
            device,
            address: scope.address,
          });
          return { user: toAccountView(row!), token: session.token };
        }),
      );
    },

    async getAccount(scope) {
      requireUser(scope);
      const [row] = await db.select().from(users).where(eq(users.id, scope.user.id));
      if (!row) throw new DomainError('unauthenticated');
      return toAccountView(row);
    },

    async getProfile(scope, username) {
      authorizeAccount(scope, 'see_profile', null);
      return toProfileView(await findUser(username));
    },

    async updateProfile(scope, input) {
      requireUser(scope);
      authorizeAccount(scope, 'change_account', scope.user.id);
      const [row] = await db
        .update(users)
        .set({ ...input, updatedAt: clock.now() })
        .where(eq(users.id, scope.user.id))
        .returning();
      announceChanged(row!);
      return toAccountView(row!);
    },

    async changePassword(scope, { currentPassword, password }) {
      requireUser(scope);
      authorizeAccount(scope, 'change_password', scope.user.id);
      const [row] = await db.select().from(users).where(eq(users.id, scope.user.id));
      if (!row || row.isBot || !(await hasher.verify(row.passwordHash, currentPassword))) {
        throw invalidField('currentPassword', 'is not right');
      }
      await requireStrong(password, row);
      const passwordHash = await hasher.hash(password);
      const ended = await repo.transact(async (tx) => {
        // Hashing takes a while: whoever knew the password of before must not undo a change made meanwhile.
        const changed = await tx
          .update(users)
          .set({ passwordHash, updatedAt: clock.now() })
          .where(and(eq(users.id, row.id), eq(users.passwordHash, row.passwordHash)))
          .returning({ id: users.id });
        if (changed.length === 0) throw invalidField('currentPassword', 'is not right');
        await audit.record(tx, scope, {
          action: 'accounts.change_password',
          subject: `user:${row.id}`,
        });
        return sessions.endSessions(tx, row.id, { except: scope.token?.id });
      });
      sessions.announceRevoked(ended);
    },

    async listUsers(scope) {
      authorizeOperator(scope, 'list_users');
      const rows = await db.select().from(users).orderBy(asc(users.createdAt), asc(users.id));
      return rows.map((row) => ({ ...toAccountView(row), isSuspended: row.suspendedAt !== null }));
    },

    async setRole(scope, username, role) {
      authorizeOperator(scope, 'set_role');
      const { id } = await findUser(username);
      const changed = await repo.transact(async (tx) => {
        const [row] = await tx
          .update(users)
          .set({ role, updatedAt: clock.now() })
          .where(eq(users.id, id))
          .returning();
        await audit.record(tx, scope, {
          action: 'accounts.set_role',
          subject: `user:${id}`,
          detail: { role },
        });
        return row!;
      });
      announceChanged(changed);
      return toAccountView(changed);
    },

    async suspendUser(scope, username, isSuspended) {
      authorizeOperator(scope, 'suspend');
      const { id } = await findUser(username);
      const { row, ended } = await repo.transact(async (tx) => {
        const [row] = await tx
          .update(users)
          .set({ suspendedAt: isSuspended ? clock.now() : null, updatedAt: clock.now() })
          .where(eq(users.id, id))
          .returning();
        await audit.record(tx, scope, {
          action: isSuspended ? 'accounts.suspend' : 'accounts.restore',
          subject: `user:${id}`,
        });
        return { row: row!, ended: isSuspended ? await sessions.endSessions(tx, id) : [] };
      });
      sessions.announceRevoked(ended);
      return toAccountView(row);
    },

    async resetPassword(scope, username, password) {
      authorizeOperator(scope, 'suspend');
      const user = await findUser(username);
      await requireStrong(password, user);
      const passwordHash = await hasher.hash(password);
      const ended = await repo.transact(async (tx) => {
        await tx.update(users).set({ passwordHash }).where(eq(users.id, user.id));
        await audit.record(tx, scope, {
          action: 'accounts.reset_password',
          subject: `user:${user.id}`,
        });
        return sessions.endSessions(tx, user.id);
      });
      sessions.announceRevoked(ended);
    },

    async findContact(userId) {
      const [row] = await db
        .select({ username: users.username, email: users.email })
        .from(users)
        .where(eq(users.id, userId));
      return row ?? null;
    },
  };
}

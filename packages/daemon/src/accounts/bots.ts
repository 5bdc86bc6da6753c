// Bots: accounts of programs. Nobody logs in as one; it has tokens, and is shown as what it is.

import { randomBytes } from 'node:crypto';
import type { CreateBotInput, CreateBotResult, UserView } from '@parley/shared/accounts';
import { DomainError } from '@parley/shared/errors';
import { and, asc, eq } from 'drizzle-orm';
import {
  type ConstraintTable,
  explainConstraints,
  type Repo,
  type Transaction,
} from '../repo/index.ts';
import type { Clock, Ids } from '../telemetry/index.ts';
import type { Audit } from './audit.ts';
import { authorizeAccount } from './policy.ts';
import { type Scope, type UserScope, userScope } from './scope.ts';
import type { Sessions } from './sessions.ts';
import { tokens, users } from './tables.ts';
import { botValidityMs, buildToken } from './token.ts';
import { toScopeUser, toUserView, type UserRow } from './user.ts';

export interface BotAccounts {
  /** A bot and its token, which is shown this once; for administrators. */
  createBot(scope: Scope, input: CreateBotInput): Promise<CreateBotResult>;
  /** Ends the bot's tokens and answers a new one. */
  renewBotToken(scope: Scope, username: string): Promise<CreateBotResult>;
  listBots(scope: Scope): Promise<UserView[]>;
}

/** What contexts that have bots of their own need; who may is for them to say. */
export interface BotKeeping {
  addBot(tx: Transaction, bot: { username: string; displayName: string }): Promise<UserRow>;
  /** Who a bot is, to act as it; null for one that is suspended. */
  readBotScope(userId: string, address: string): Promise<UserScope | null>;
}

interface BotsDeps {
  repo: Repo;
  clock: Clock;
  ids: Ids;
}

/** For {@link explainConstraints} around {@link BotKeeping.addBot}. */
export const takenBotName = (field: string): ConstraintTable => ({
  users_username_key: { field, message: 'has already been taken' },
});

export function createBotKeeping({ repo, clock, ids }: BotsDeps): BotKeeping {
  return {
    async addBot(tx, { username, displayName }) {
      const now = clock.now();
      const id = ids.uuid();
      const [row] = await tx
        .insert(users)
        .values({
          id,
          username,
          // Nowhere: `invalid` is a domain that there never is.
          email: `${id}@bots.invalid`,
          displayName,
          role: 'member',
          isBot: true,
          // No hash of any password; logging in does not look at bots at all.
          passwordHash: `!${randomBytes(16).toString('base64url')}`,
          createdAt: now,
          updatedAt: now,
        })
        .returning();
      return row!;
    },
    async readBotScope(userId, address) {
      const [row] = await repo.db
        .select()
        .from(users)
        .where(and(eq(users.id, userId), eq(users.isBot, true)));
      return row && row.suspendedAt === null ? userScope(toScopeUser(row), null, address) : null;
    },
  };
}

export function createBots(deps: BotsDeps & { audit: Audit; sessions: Sessions }): BotAccounts {
  const { repo, clock, ids, audit, sessions } = deps;
  const { addBot } = createBotKeeping(deps);

  async function giveToken(tx: Transaction, row: UserRow): Promise<CreateBotResult> {
    const now = clock.now();
    const expiresAt = new Date(now.getTime() + botValidityMs);
    const { token, hash } = buildToken('personal');
    await tx.insert(tokens).values({
      id: ids.uuid(),
      userId: row.id,
      context: 'personal',
      hash,
      name: 'bot',
      scopes: ['read', 'write'],
      createdAt: now,
      expiresAt,
    });
    return { user: toUserView(row), token, expiresAt: expiresAt.toISOString() };
  }

  return {
    async createBot(scope, { username, displayName }) {
      authorizeAccount(scope, 'manage_bots', null);
      return explainConstraints(
        takenBotName('username'),
        repo.transact(async (tx) => {
          const row = await addBot(tx, { username, displayName: displayName || username });
          const subject = `user:${row.id}`;
          await audit.record(tx, scope, { action: 'accounts.create_bot', subject });
          return giveToken(tx, row);
        }),
      );
    },

    async renewBotToken(scope, username) {
      authorizeAccount(scope, 'manage_bots', null);
      const isThisBot = and(eq(users.username, username), eq(users.isBot, true));
      const { made, ended } = await repo.transact(async (tx) => {
        const [row] = await tx.select().from(users).where(isThisBot).for('update');
        if (!row) throw new DomainError('not_found', `There is no bot @${username}.`);
        const ended = await sessions.endSessions(tx, row.id);
        const subject = `user:${row.id}`;
        await audit.record(tx, scope, { action: 'accounts.renew_bot_token', subject });
        return { made: await giveToken(tx, row), ended };
      });
      sessions.announceRevoked(ended);
      return made;
    },

    async listBots(scope) {
      authorizeAccount(scope, 'manage_bots', null);
      const rows = await repo.db
        .select()
        .from(users)
        .where(eq(users.isBot, true))
        .orderBy(asc(users.username))
        .limit(1_000);
      return rows.map(toUserView);
    },
  };
}

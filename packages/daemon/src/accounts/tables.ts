// Tables of accounts: users, their tokens, and the audit trail.

import type { Address, Role, TokenScope } from '@parley/shared/accounts';
import type { StatusView } from '@parley/shared/status';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea, citext, createdAt, instant, primaryId, updatedAt } from '../repo/index.ts';

export const users = pgTable(
  'users',
  {
    id: primaryId(),
    username: citext('username').notNull(),
    email: citext('email').notNull(),
    displayName: text('display_name').notNull(),
    bio: text('bio').notNull().default(''),
    role: text('role').$type<Role>().notNull(),
    /** A program's account: nobody logs in as one. */
    isBot: boolean('is_bot').notNull().default(false),
    passwordHash: text('password_hash').notNull(),
    address: jsonb('address').$type<Address>(),
    /** Null until one was set. */
    status: jsonb('status').$type<StatusView>(),
    confirmedAt: instant('confirmed_at'),
    suspendedAt: instant('suspended_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex('users_username_key').on(t.username),
    uniqueIndex('users_email_key').on(t.email),
    check('users_role_known', sql`${t.role} in ('member', 'moderator', 'admin')`),
  ],
);

/**
 * Every token of every kind. Only the SHA-256 of a token is kept, so a stolen table gives no login;
 * `context` is part of each lookup, so a token of one kind is worth nothing as another.
 */
export const tokens = pgTable(
  'tokens',
  {
    id: primaryId(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    context: text('context').$type<TokenContext>().notNull(),
    hash: bytea('hash').notNull(),
    name: text('name').notNull().default(''),
    scopes: text('scopes').array().$type<TokenScope[]>().notNull(),
    device: text('device').notNull().default(''),
    address: text('address').notNull().default(''),
    createdAt: createdAt(),
    lastUsedAt: instant('last_used_at'),
    expiresAt: instant('expires_at'),
  },
  (t) => [
    uniqueIndex('tokens_hash_key').on(t.hash),
    index('tokens_user_index').on(t.userId, t.context, t.createdAt),
    index('tokens_expiry_index').on(t.expiresAt),
  ],
);

export type TokenContext = 'session' | 'personal';

export const auditEvents = pgTable(
  'audit_events',
  {
    id: primaryId(),
    at: instant('at').notNull(),
    actorId: uuid('actor_id').references(() => users.id, { onDelete: 'set null' }),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull(),
    address: text('address').notNull().default(''),
  },
  (t) => [index('audit_events_time_index').on(t.at, t.id)],
);

/**
 * When somebody last tried to come in, by whom and what for. Made `unlogged`: written at every attempt,
 * and no loss when a crash of the database empties it.
 */
export const attempts = pgTable('attempts', {
  key: text('key').primaryKey(),
  taken: instant('taken').array().notNull(),
});

/**
 * What daemons let pass of a key in a window of so many seconds, in slices, newest first; `slice` is the
 * newest one's number since 1970, `granted` what was let pass last. Made `unlogged`, as attempts are.
 */
export const rateCounts = pgTable(
  'rate_counts',
  {
    key: text('key').notNull(),
    seconds: integer('seconds').notNull(),
    slice: bigint('slice', { mode: 'number' }).notNull(),
    points: integer('points').array().notNull(),
    granted: integer('granted').notNull(),
  },
  (t) => [primaryKey({ columns: [t.key, t.seconds] })],
);

// Tables of chat: rooms, who is in them, and their messages.

import type { MemberRole } from '@parley/shared/chat';
import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { users } from '../accounts/tables.ts';
import { citext, createdAt, instant, primaryId, updatedAt } from '../repo/index.ts';

const seqColumn = (name: string) => bigint(name, { mode: 'number' }).notNull();

export const rooms = pgTable(
  'rooms',
  {
    id: primaryId(),
    slug: citext('slug').notNull(),
    name: text('name').notNull(),
    topic: text('topic').notNull().default(''),
    visibility: text('visibility').$type<'public' | 'private'>().notNull(),
    /** The newest message's seq: taken under this row's lock, so seq is dense. */
    lastSeq: seqColumn('last_seq').default(0),
    /** The number of the newest change to an earlier message; taken under the same lock, dense as well. */
    lastChange: seqColumn('last_change').default(0),
    creatorId: uuid('creator_id').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex('rooms_slug_key').on(t.slug),
    check('rooms_visibility_known', sql`${t.visibility} in ('public', 'private')`),
  ],
);

export const memberships = pgTable(
  'memberships',
  {
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text('role').$type<MemberRole>().notNull(),
    lastReadSeq: seqColumn('last_read_seq').default(0),
    /** Messages up to this seq are not for this member: the room does not show its past to newcomers. */
    visibleAfter: seqColumn('visible_after').default(0),
    joinedAt: instant('joined_at').notNull(),
  },
  (t) => [
    primaryKey({ name: 'memberships_key', columns: [t.roomId, t.userId] }),
    index('memberships_user_index').on(t.userId),
    check('memberships_role_known', sql`${t.role} in ('member', 'moderator', 'owner')`),
  ],
);

export const messages = pgTable(
  'messages',
  {
    id: primaryId(),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    seq: seqColumn('seq'),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    clientId: text('client_id').notNull(),
    body: text('body').notNull(),
    replyTo: uuid('reply_to'),
    /** Emoji → ids of those who reacted with it, in their order. */
    reactions: jsonb('reactions').$type<Record<string, string[]>>().notNull().default({}),
    /** The room's number of the newest change to this message; 0 for none. */
    change: seqColumn('change').default(0),
    /** The room's newest seq when that change was made: who has later messages has the change. */
    changedAtSeq: seqColumn('changed_at_seq').default(0),
    createdAt: createdAt(),
    editedAt: instant('edited_at'),
    deletedAt: instant('deleted_at'),
  },
  (t) => [
    uniqueIndex('messages_room_seq_key').on(t.roomId, t.seq),
    uniqueIndex('messages_author_client_key').on(t.authorId, t.clientId),
    index('messages_change_index').on(t.roomId, t.change).where(sql`${t.change} > 0`),
    index('messages_changed_at_index').on(t.roomId, t.changedAtSeq).where(sql`${t.change} > 0`),
  ],
);

/** What messages said before they were edited. */
export const messageEdits = pgTable(
  'message_edits',
  {
    messageId: uuid('message_id')
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    change: seqColumn('change'),
    body: text('body').notNull(),
    writtenAt: instant('written_at').notNull(),
  },
  (t) => [primaryKey({ name: 'message_edits_key', columns: [t.messageId, t.change] })],
);

// Tables of chat: rooms, who is in them, their messages and threads, and who was mentioned.

import type { MemberRole, NotifyLevel, RoomKind } from '@parley/shared/chat';
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
import { users } from '../accounts/tables.ts';
import {
  bytea,
  citext,
  createdAt,
  instant,
  primaryId,
  tsvector,
  updatedAt,
} from '../repo/index.ts';
import type { StoredReactions } from './message.ts';

const seqColumn = (name: string) => bigint(name, { mode: 'number' }).notNull();

export const rooms = pgTable(
  'rooms',
  {
    id: primaryId(),
    slug: citext('slug').notNull(),
    name: text('name').notNull(),
    topic: text('topic').notNull().default(''),
    visibility: text('visibility').$type<'public' | 'private'>().notNull(),
    /** A direct room is its people's talk: private, without a name, and nobody comes in or is put out. */
    kind: text('kind').$type<RoomKind>().notNull().default('channel'),
    archivedAt: instant('archived_at'),
    /** Only those who look after the room write in it. */
    isReadOnly: boolean('is_read_only').notNull().default(false),
    /** Seconds that a member waits between two messages; 0 for none. */
    slowModeSeconds: integer('slow_mode_seconds').notNull().default(0),
    /** Messages older than that are purged; null keeps them. */
    retentionDays: integer('retention_days'),
    /** Newcomers see what was written before they came. */
    showsPast: boolean('shows_past').notNull().default(true),
    /** Up to there it was private when it became public: those who came since see what is after it. */
    openAfter: seqColumn('open_after').default(0),
    /** The newest message's seq: taken under this row's lock, so seq is dense. */
    lastSeq: seqColumn('last_seq').default(0),
    /** How many of its messages stand outside threads: what unread counts are reckoned from. */
    lastMain: seqColumn('last_main').default(0),
    /** The number of the newest change to an earlier message; taken under the same lock, dense as well. */
    lastChange: seqColumn('last_change').default(0),
    creatorId: uuid('creator_id').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex('rooms_slug_key').on(t.slug),
    check('rooms_visibility_known', sql`${t.visibility} in ('public', 'private')`),
    check('rooms_kind_known', sql`${t.kind} in ('channel', 'direct')`),
    index('rooms_retention_index').on(t.id).where(sql`${t.retentionDays} is not null`),
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
    /** How many messages outside threads there are up to `last_read_seq`. */
    readMain: seqColumn('read_main').default(0),
    /** Mentions of this member after `last_read_seq`, outside threads; kept when messages are stored and read. */
    unreadMentions: integer('unread_mentions').notNull().default(0),
    /** The same in threads, after the markers in these. */
    threadMentions: integer('thread_mentions').notNull().default(0),
    /** A direct talk put away: it is shown again once there is a message after this one. */
    hiddenSeq: bigint('hidden_seq', { mode: 'number' }),
    notify: text('notify').$type<NotifyLevel>().notNull().default('all'),
    /** Until then nothing notifies, whatever the level. */
    quietUntil: instant('quiet_until'),
    /** Messages up to this seq are not for this member: the room does not show its past to newcomers. */
    visibleAfter: seqColumn('visible_after').default(0),
    /** Until then this member does not write here. */
    mutedUntil: instant('muted_until'),
    joinedAt: instant('joined_at').notNull(),
  },
  (t) => [
    primaryKey({ name: 'memberships_key', columns: [t.roomId, t.userId] }),
    index('memberships_user_index').on(t.userId),
    /** The few of a large room whom {@link createMarkReader} tells of. */
    index('memberships_marked_index')
      .on(t.roomId)
      .where(sql`${t.role} <> 'member' or ${t.mutedUntil} is not null`),
    check('memberships_role_known', sql`${t.role} in ('member', 'moderator', 'owner')`),
    check('memberships_notify_known', sql`${t.notify} in ('all', 'mentions', 'nothing')`),
  ],
);

export const messages = pgTable(
  'messages',
  {
    id: primaryId(),
    /** No foreign key: whoever inserts holds the room's row, and a check per message costs a fifth. */
    roomId: uuid('room_id').notNull(),
    seq: seqColumn('seq'),
    /** No foreign key, for the same reason: nobody who wrote can be deleted (`keep_authors`). */
    authorId: uuid('author_id').notNull(),
    clientId: text('client_id').notNull(),
    body: text('body').notNull(),
    replyTo: uuid('reply_to'),
    /** The message that this one answers in a thread; it is not in the room's main stream then. */
    threadId: uuid('thread_id'),
    /** Dense in its thread: 1, 2, 3 … */
    threadNo: bigint('thread_no', { mode: 'number' }),
    /** How many messages outside threads there are up to this one; null in the oldest: as many as its seq. */
    mainNo: bigint('main_no', { mode: 'number' }),
    /** A list of emoji and the ids of those who reacted with it, both in the order in which they came. */
    reactions: jsonb('reactions').$type<StoredReactions>().notNull().default([]),
    /** The room's number of the newest change to this message; 0 for none. */
    change: seqColumn('change').default(0),
    /** The room's newest seq when that change was made: who has later messages has the change. */
    changedAtSeq: seqColumn('changed_at_seq').default(0),
    createdAt: createdAt(),
    editedAt: instant('edited_at'),
    deletedAt: instant('deleted_at'),
    pinnedAt: instant('pinned_at'),
  },
  (t) => [
    uniqueIndex('messages_room_seq_key').on(t.roomId, t.seq),
    uniqueIndex('messages_author_client_key').on(t.authorId, t.clientId),
    index('messages_author_index').on(t.authorId, t.roomId, t.seq),
    index('messages_thread_index').on(t.threadId, t.seq).where(sql`${t.threadId} is not null`),
    index('messages_change_index').on(t.roomId, t.change).where(sql`${t.change} > 0`),
    index('messages_pinned_index').on(t.roomId, t.pinnedAt).where(sql`${t.pinnedAt} is not null`),
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

/** Threads by their first message; replies are numbered 1, 2, 3 … */
export const threads = pgTable(
  'threads',
  {
    rootId: uuid('root_id')
      .primaryKey()
      .references(() => messages.id, { onDelete: 'cascade' }),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    lastNo: seqColumn('last_no'),
    lastSeq: seqColumn('last_seq'),
    lastReplyAt: instant('last_reply_at').notNull(),
  },
  (t) => [index('threads_room_index').on(t.roomId)],
);

/** Who wants to know of a thread, and how much of it they have read. */
export const threadFollows = pgTable(
  'thread_follows',
  {
    rootId: uuid('root_id')
      .notNull()
      .references(() => threads.rootId, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    isFollowing: boolean('is_following').notNull().default(true),
    readNo: seqColumn('read_no').default(0),
  },
  (t) => [
    primaryKey({ name: 'thread_follows_key', columns: [t.rootId, t.userId] }),
    index('thread_follows_user_index').on(t.userId),
  ],
);

/** Who was called in which message: once, however often. */
export const mentions = pgTable(
  'mentions',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    seq: seqColumn('seq'),
    /** The thread that it is read in, and its number there; null in the room itself. */
    threadId: uuid('thread_id'),
    threadNo: bigint('thread_no', { mode: 'number' }),
  },
  (t) => [
    primaryKey({ name: 'mentions_key', columns: [t.userId, t.roomId, t.seq] }),
    index('mentions_thread_index')
      .on(t.userId, t.threadId, t.threadNo)
      .where(sql`${t.threadId} is not null`),
  ],
);

/** Words and phrases that call somebody wherever they are said; `folded` as they are compared. */
export const keywords = pgTable(
  'keywords',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    folded: text('folded').notNull(),
    word: text('word').notNull(),
    /** In the order in which their owner named them. */
    place: integer('place').notNull(),
  },
  (t) => [
    primaryKey({ name: 'keywords_key', columns: [t.userId, t.folded] }),
    index('keywords_folded_index').on(t.folded),
  ],
);

/** What is to be sent later; gone once it is sent. What could not be sent stays with its author. */
export const scheduledMessages = pgTable(
  'scheduled_messages',
  {
    id: primaryId(),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** That of the message that it becomes: so it is sent once. */
    clientId: text('client_id').notNull(),
    body: text('body').notNull(),
    threadId: uuid('thread_id'),
    replyTo: uuid('reply_to'),
    sendAt: instant('send_at').notNull(),
    /** Why it could not be sent; null while it waits. */
    failure: text('failure'),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('scheduled_messages_client_key').on(t.authorId, t.clientId),
    index('scheduled_messages_author_index').on(t.authorId, t.sendAt),
    index('scheduled_messages_due_index').on(t.sendAt).where(sql`${t.failure} is null`),
  ],
);

/** Slugs that rooms had before: they lead to the room, and nobody else may take one. */
export const oldRoomSlugs = pgTable('room_old_slugs', {
  slug: citext('slug').primaryKey(),
  roomId: uuid('room_id')
    .notNull()
    .references(() => rooms.id, { onDelete: 'cascade' }),
  createdAt: createdAt(),
});

export const roomBans = pgTable(
  'room_bans',
  {
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    reason: text('reason').notNull().default(''),
    /** Null: until it is lifted. */
    until: instant('until'),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ name: 'room_bans_key', columns: [t.roomId, t.userId] })],
);

/** Mutes of those who went out before they were over: they last, so that going out and in ends none. */
export const roomMutes = pgTable(
  'room_mutes',
  {
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    until: instant('until').notNull(),
  },
  (t) => [primaryKey({ name: 'room_mutes_key', columns: [t.roomId, t.userId] })],
);

/** Who wrote last in a slow room, and what: of several messages at once one gets the turn. */
export const roomTurns = pgTable(
  'room_turns',
  {
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    takenAt: instant('taken_at').notNull(),
    clientId: text('client_id').notNull(),
  },
  (t) => [primaryKey({ name: 'room_turns_key', columns: [t.roomId, t.userId] })],
);

/** Links into rooms. Only the hash of a code is kept. */
export const roomInvites = pgTable(
  'room_invites',
  {
    id: primaryId(),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    creatorId: uuid('creator_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    hash: bytea('hash').notNull(),
    usesLeft: integer('uses_left'),
    expiresAt: instant('expires_at').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('room_invites_hash_key').on(t.hash),
    index('room_invites_room_index').on(t.roomId),
  ],
);

/** Addresses that other programs post through, each as a bot. Only the hash of a token is kept. */
export const roomWebhooks = pgTable(
  'room_webhooks',
  {
    id: primaryId(),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    botId: uuid('bot_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    creatorId: uuid('creator_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    hash: bytea('hash').notNull(),
    createdAt: createdAt(),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (t) => [
    uniqueIndex('room_webhooks_hash_key').on(t.hash),
    uniqueIndex('room_webhooks_bot_key').on(t.botId).where(sql`${t.revokedAt} is null`),
    index('room_webhooks_room_index').on(t.roomId),
  ],
);

/** The words of messages, for searches; filled after they are sent. A deleted message has none. */
export const messageWords = pgTable(
  'message_words',
  {
    messageId: uuid('message_id')
      .primaryKey()
      .references(() => messages.id, { onDelete: 'cascade' }),
    roomId: uuid('room_id').notNull(),
    authorId: uuid('author_id').notNull(),
    seq: seqColumn('seq'),
    /** The message's change that these are the words of. */
    change: seqColumn('change'),
    createdAt: createdAt(),
    hasLink: boolean('has_link').notNull(),
    words: tsvector('words').notNull(),
  },
  (t) => [
    index('message_words_index').using('gin', t.words),
    index('message_words_time_index').on(t.createdAt, t.messageId),
    index('message_words_room_index').on(t.roomId, t.createdAt, t.messageId),
    index('message_words_author_index').on(t.authorId, t.createdAt, t.messageId),
  ],
);

/** How far the messages of a room are indexed. */
export const messageWordsProgress = pgTable('message_words_progress', {
  roomId: uuid('room_id')
    .primaryKey()
    .references(() => rooms.id, { onDelete: 'cascade' }),
  seq: seqColumn('seq').default(0),
  change: seqColumn('change').default(0),
});

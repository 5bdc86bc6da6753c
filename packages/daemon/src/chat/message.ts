// Messages: pure views of their rows, and what a join replays.

import type { MessageView, QuoteView, ReactionView } from '@parley/shared/chat';
import { invalidField } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import type { StoredMessage } from './insert.ts';
import type { RoomAccess } from './room.ts';

/** Emoji, and the ids of those who reacted with it: both in the order in which they came. */
export type Reactions = readonly (readonly [emoji: string, userIds: readonly string[]])[];

/** A list, as `jsonb` keeps no order of keys; messages from before hold an object until somebody reacts. */
export type StoredReactions = Reactions | Readonly<Record<string, readonly string[]>>;

/** What a message quotes, and whose it is: all null where that is not there. */
export interface QuoteColumns {
  replyTo: string | null;
  quoteSeq: string | null;
  quoteExcerpt: string | null;
  quoteAuthorId: string | null;
  quoteUsername: string | null;
  quoteDisplayName: string | null;
}

/** A message as SQL by hand returns it, with its author's names and what it quotes. */
export interface MessageRow extends QuoteColumns {
  id: string;
  roomId: string;
  seq: string;
  authorId: string;
  username: string;
  displayName: string;
  isBot: boolean;
  clientId: string;
  body: string;
  threadId: string | null;
  threadNo: string | null;
  /** Null in the oldest messages: as many as their seq. */
  mainNo: string | null;
  reactions: StoredReactions;
  change: string;
  changedAtSeq: string;
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
  pinnedAt: Date | null;
  replyCount: string | null;
  lastReplyAt: Date | null;
}

export function toMessageView(row: MessageRow): MessageView {
  return {
    id: row.id,
    roomId: row.roomId,
    seq: Number(row.seq),
    author: {
      id: row.authorId,
      username: row.username,
      displayName: row.displayName,
      ...(row.isBot && { isBot: true }),
    },
    body: row.body,
    clientId: row.clientId,
    replyTo: row.replyTo,
    quote: toQuote(row),
    threadId: row.threadId,
    threadNo: row.threadNo === null ? null : Number(row.threadNo),
    mainNo: Number(row.mainNo ?? row.seq),
    thread:
      row.replyCount === null
        ? null
        : { replyCount: Number(row.replyCount), lastReplyAt: row.lastReplyAt!.toISOString() },
    reactions: toReactionViews(listReactions(row.reactions)),
    change: Number(row.change),
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    deletedAt: row.deletedAt?.toISOString() ?? null,
    ...(row.pinnedAt && { pinnedAt: row.pinnedAt.toISOString() }),
  };
}

/** A message that was just stored. */
export function toNewMessageView(made: {
  stored: StoredMessage;
  author: MessageView['author'];
  clientId: string;
  quote: QuoteView | null;
}): MessageView {
  const { id, roomId, seq, body, replyTo, threadId, threadNo, mainNo, createdAt } = made.stored;
  return {
    id,
    roomId,
    seq: Number(seq),
    author: made.author,
    body,
    clientId: made.clientId,
    replyTo,
    quote: made.quote,
    threadId,
    threadNo: threadNo === null ? null : Number(threadNo),
    mainNo: Number(mainNo),
    thread: null,
    reactions: [],
    change: 0,
    createdAt: createdAt.toISOString(),
    editedAt: null,
    deletedAt: null,
  };
}

export function toQuote(row: QuoteColumns): QuoteView | null {
  if (row.replyTo === null || row.quoteSeq === null) return null;
  return {
    id: row.replyTo,
    seq: Number(row.quoteSeq),
    author: {
      id: row.quoteAuthorId!,
      username: row.quoteUsername!,
      displayName: row.quoteDisplayName!,
    },
    excerpt: row.quoteExcerpt ?? '',
  };
}

export function listReactions(stored: StoredReactions): Reactions {
  return Array.isArray(stored) ? stored : Object.entries(stored);
}

function toReactionViews(reactions: Reactions): ReactionView[] {
  return reactions.map(([emoji, userIds]) => ({
    emoji,
    count: userIds.length,
    userIds: userIds.slice(0, limits.usersShownPerEmoji),
  }));
}

/** The message without what stands before the reader's time in the room. */
export function hideQuote(message: MessageView, visibleAfter: number): MessageView {
  const { quote } = message;
  return quote && quote.seq <= visibleAfter ? { ...message, quote: null } : message;
}

/**
 * What a join replays: with a cursor everything after it, without one the newest. When more was
 * missed than fits, the newest are replayed and the rest is named as a gap to be paged in.
 */
export function planBacklog(options: {
  lastSeq: number;
  cursor: number | null;
  newest: number;
  most: number;
}): { afterSeq: number; gap: { afterSeq: number; beforeSeq: number } | null } {
  const { lastSeq, cursor, newest, most } = options;
  // A cursor from the future belongs to another life of this database: start afresh.
  if (cursor === null || cursor > lastSeq) {
    return { afterSeq: Math.max(0, lastSeq - newest), gap: null };
  }
  if (lastSeq - cursor <= most) return { afterSeq: cursor, gap: null };
  const afterSeq = lastSeq - newest;
  return { afterSeq, gap: { afterSeq: cursor, beforeSeq: afterSeq + 1 } };
}

/** The message stands in that room, and after what is kept from who asks. */
function isWithin(
  { roomId, seq }: Pick<MessageRow, 'roomId' | 'seq'>,
  { room, visibleAfter }: Pick<RoomAccess, 'room' | 'visibleAfter'>,
): boolean {
  return roomId === room.id && Number(seq) > visibleAfter;
}

/** What a message answers, if its sender may see it. */
export function requireQuoted(
  message: MessageRow | null,
  found: Pick<RoomAccess, 'room' | 'visibleAfter'>,
): MessageRow {
  const isThere = message !== null && message.deletedAt === null && isWithin(message, found);
  if (!isThere) throw invalidField('replyTo', 'is no message of this room');
  return message;
}

/**
 * The first message of a thread that goes on. A tombstone leads the replies that it has; none can be
 * the first to answer it.
 */
export function requireRoot(
  message: MessageRow | null,
  found: Pick<RoomAccess, 'room' | 'visibleAfter'>,
): MessageRow {
  const canLead = message !== null && (message.deletedAt === null || message.replyCount !== null);
  if (!canLead || !isWithin(message, found))
    throw invalidField('threadId', 'is no message of this room');
  if (message.threadId === null) return message;
  throw invalidField(
    'threadId',
    `is itself in a thread: name the first message of that, ${message.threadId}`,
  );
}

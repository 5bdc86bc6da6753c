// Messages: pure views of their rows.

import type { MessageView } from '@parley/shared/chat';

/** A message as SQL by hand returns it, with its author's names. */
export interface MessageRow {
  id: string;
  roomId: string;
  seq: string;
  authorId: string;
  username: string;
  displayName: string;
  clientId: string;
  body: string;
  replyTo: string | null;
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
}

export function toMessageView(row: MessageRow): MessageView {
  return {
    id: row.id,
    roomId: row.roomId,
    seq: Number(row.seq),
    author: { id: row.authorId, username: row.username, displayName: row.displayName },
    body: row.body,
    clientId: row.clientId,
    replyTo: row.replyTo,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
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

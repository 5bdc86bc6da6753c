// Rooms: pure views of their rows.

import type { MemberRole, MembershipView, RoomListItem, RoomView } from '@parley/shared/chat';

/** A room as SQL by hand returns it, with the caller's membership beside it. */
export interface RoomRow {
  id: string;
  slug: string;
  name: string;
  topic: string;
  visibility: 'public' | 'private';
  /** bigint columns arrive as text. */
  lastSeq: string;
  lastChange: string;
  createdAt: Date;
  role: MemberRole | null;
  lastReadSeq: string | null;
  visibleAfter: string | null;
  joinedAt: Date | null;
}

export interface RoomAccess {
  room: RoomView;
  membership: MembershipView | null;
  /** The caller sees the messages after this seq. */
  visibleAfter: number;
  /** The number of the newest change to an earlier message. */
  lastChange: number;
}

export function toRoomAccess(row: RoomRow): RoomAccess {
  const room: RoomView = {
    id: row.id,
    slug: row.slug,
    name: row.name,
    topic: row.topic,
    visibility: row.visibility,
    lastSeq: Number(row.lastSeq),
    createdAt: row.createdAt.toISOString(),
  };
  const lastChange = Number(row.lastChange);
  if (!row.role) return { room, membership: null, visibleAfter: 0, lastChange };
  const membership: MembershipView = {
    role: row.role,
    lastReadSeq: Number(row.lastReadSeq),
    joinedAt: row.joinedAt!.toISOString(),
  };
  return { room, membership, visibleAfter: Number(row.visibleAfter), lastChange };
}

export function toRoomListItem(row: RoomRow): RoomListItem {
  const { room, membership } = toRoomAccess(row);
  return { ...room, membership, unread: countUnread(room, membership) };
}

/** Unread is arithmetic on seq, never a count of rows. */
export function countUnread(room: RoomView, membership: MembershipView | null): number {
  return membership ? Math.max(0, room.lastSeq - membership.lastReadSeq) : 0;
}

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
  createdAt: Date;
  role: MemberRole | null;
  lastReadSeq: string | null;
  joinedAt: Date | null;
}

export interface RoomAccess {
  room: RoomView;
  membership: MembershipView | null;
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
  if (!row.role) return { room, membership: null };
  const membership: MembershipView = {
    role: row.role,
    lastReadSeq: Number(row.lastReadSeq),
    joinedAt: row.joinedAt!.toISOString(),
  };
  return { room, membership };
}

export function toRoomListItem(row: RoomRow): RoomListItem {
  const { room, membership } = toRoomAccess(row);
  return { ...room, membership, unread: countUnread(room, membership) };
}

/** Unread is arithmetic on seq, never a count of rows. */
export function countUnread(room: RoomView, membership: MembershipView | null): number {
  return membership ? Math.max(0, room.lastSeq - membership.lastReadSeq) : 0;
}

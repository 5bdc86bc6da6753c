// Rooms: pure views of their rows.

import type {
  MemberRole,
  MembershipView,
  NotifyLevel,
  RoomKind,
  RoomListItem,
  RoomView,
} from '@parley/shared/chat';

/** A room as SQL by hand returns it, with the caller's membership beside it. */
export interface RoomRow {
  id: string;
  slug: string;
  name: string;
  topic: string;
  visibility: 'public' | 'private';
  kind: RoomKind;
  archivedAt: Date | null;
  isReadOnly: boolean;
  slowModeSeconds: number;
  retentionDays: number | null;
  showsPast: boolean;
  /** What outsiders may see comes after it. */
  openAfter: string;
  /** bigint columns arrive as text. */
  lastSeq: string;
  lastMain: string;
  lastChange: string;
  createdAt: Date;
  role: MemberRole | null;
  lastReadSeq: string | null;
  readMain: string | null;
  notify: NotifyLevel | null;
  quietUntil: Date | null;
  visibleAfter: string | null;
  mutedUntil: Date | null;
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
    kind: row.kind,
    archivedAt: row.archivedAt?.toISOString() ?? null,
    isReadOnly: row.isReadOnly,
    slowModeSeconds: row.slowModeSeconds,
    retentionDays: row.retentionDays,
    showsPast: row.showsPast,
    lastSeq: Number(row.lastSeq),
    lastMain: Number(row.lastMain),
    createdAt: row.createdAt.toISOString(),
  };
  const lastChange = Number(row.lastChange);
  if (!row.role) {
    // Whoever is not in it sees no more of the past than one who comes in now.
    const visibleAfter = Number(row.showsPast ? row.openAfter : row.lastSeq);
    return { room, membership: null, visibleAfter, lastChange };
  }
  const membership: MembershipView = {
    role: row.role,
    lastReadSeq: Number(row.lastReadSeq),
    readMain: Number(row.readMain),
    notify: row.notify!,
    quietUntil: row.quietUntil?.toISOString() ?? null,
    mutedUntil: row.mutedUntil?.toISOString() ?? null,
    joinedAt: row.joinedAt!.toISOString(),
  };
  return { room, membership, visibleAfter: Number(row.visibleAfter), lastChange };
}

/** A room with what waits in it for the caller; `ownUnread`: the caller's own messages after the marker. */
export interface RoomListRow extends RoomRow {
  ownUnread: string;
  unreadMentions: number | null;
  threadMentions: number | null;
  people: RoomListItem['people'] | null;
}

export function toRoomListItem(row: RoomListRow): RoomListItem {
  const { room, membership } = toRoomAccess(row);
  return {
    ...room,
    membership,
    unread: membership ? countUnread(room, membership, Number(row.ownUnread)) : 0,
    mentions: (row.unreadMentions ?? 0) + (row.threadMentions ?? 0),
    threadMentions: row.threadMentions ?? 0,
    people: row.people ?? [],
  };
}

/** Arithmetic on numbers that messages got when they were stored; what stands in threads is not in it. */
export function countUnread(
  room: Pick<RoomView, 'lastMain'>,
  membership: Pick<MembershipView, 'readMain'>,
  ownUnread: number,
): number {
  return Math.max(0, room.lastMain - membership.readMain - ownUnread);
}

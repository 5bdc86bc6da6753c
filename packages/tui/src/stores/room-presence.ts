// Who is in a room as the server tells it, how they stand there, and when that changes by itself.

import type { MemberView } from '@parley/shared/chat';
import type { RoomEvent } from '@parley/shared/events';
import { applyPresenceDiff, type PresenceState, statusOf } from '@parley/shared/presence';
import type { StatusView } from '@parley/shared/status';

export interface RoomPresence {
  readonly presence: PresenceState;
  /** All members, once they were asked for. */
  readonly members: readonly MemberView[] | null;
}

export type PresenceEvent = Extract<RoomEvent, { type: 'presence.state' | 'presence.diff' }>;

export function isPresenceEvent(event: RoomEvent): event is PresenceEvent {
  return event.type === 'presence.state' || event.type === 'presence.diff';
}

export function reducePresence<Room extends RoomPresence>(room: Room, event: PresenceEvent): Room {
  if (event.type === 'presence.state') {
    return { ...room, presence: event.state, members: follow(room.members, event.state) };
  }
  const presence = applyPresenceDiff(room.presence, event);
  return { ...room, presence, members: follow(room.members, event.joins) };
}

// Who goes away is shown among the members as they stood last.
function follow(members: RoomPresence['members'], seen: PresenceState): RoomPresence['members'] {
  if (members === null || !members.some(({ user }) => Object.hasOwn(seen, user.id))) return members;
  return members.map((member) => {
    const { metas } = (Object.hasOwn(seen, member.user.id) && seen[member.user.id]) || {};
    if (metas === undefined) return member;
    const { status: _, ...rest } = member;
    const status = statusOf(metas);
    return status === undefined ? rest : { ...rest, status };
  });
}

/** The status that an event shows of one user, if it does. */
export function statusIn(event: RoomEvent, userId: string): StatusView | undefined {
  if (!isPresenceEvent(event)) return undefined;
  const seen = event.type === 'presence.state' ? event.state : event.joins;
  return Object.hasOwn(seen, userId) ? statusOf(seen[userId]!.metas) : undefined;
}

const endsOf = new WeakMap<object, readonly number[]>();

/** When the next status in a room ends by itself, in milliseconds since the epoch; undefined for never. */
export function nextStatusEnd(
  { presence, members }: RoomPresence,
  now: number,
): number | undefined {
  const here = ends(presence, () =>
    Object.values(presence).flatMap(({ metas }) => metas.map(({ status }) => status)),
  );
  const known = members === null ? [] : ends(members, () => members.map(({ status }) => status));
  return [...here, ...known].filter((end) => end > now).sort((a, b) => a - b)[0];
}

function ends(of: object, list: () => readonly (StatusView | undefined)[]): readonly number[] {
  let made = endsOf.get(of);
  if (made === undefined) {
    made = list().flatMap((status) => (status?.until ? [Date.parse(status.until)] : []));
    endsOf.set(of, made);
  }
  return made;
}

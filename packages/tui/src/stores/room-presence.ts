// Who is in a room as the server tells it, how they stand there, and when that changes by itself.
//
// Of a large room the server tells the first people and how many there are; the others are asked for by
// page. A page may be older than diffs that came meanwhile: what is on it and left since then is not taken
// up again. When the server begins anew with a state, pages that are under way are worth nothing.

import type { MemberView } from '@parley/shared/chat';
import type { RoomEvent } from '@parley/shared/events';
import { applyPresenceDiff, type PresenceState, statusOf } from '@parley/shared/presence';
import type { StatusView } from '@parley/shared/status';

export interface RoomPresence {
  /** Those who are known of; all, but in a large room. */
  readonly presence: PresenceState;
  /** How many people are there. */
  readonly present: number;
  /** Every device of everybody is known: all were told of, or every page has come. */
  readonly hasAll: boolean;
  /** Pages under way, and the devices that left meanwhile. */
  readonly paged: { readonly id: number; readonly left: ReadonlySet<string> } | null;
  /** All members, once they were asked for. */
  readonly members: readonly MemberView[] | null;
}

/** People known of in one room at most. */
export const keptPeople = 5_000;

export type PresenceEvent = Extract<RoomEvent, { type: 'presence.state' | 'presence.diff' }>;

export function isPresenceEvent(event: RoomEvent): event is PresenceEvent {
  return event.type === 'presence.state' || event.type === 'presence.diff';
}

export function reducePresence<Room extends RoomPresence>(room: Room, event: PresenceEvent): Room {
  if (event.type === 'presence.state') {
    const { state: presence } = event;
    const known = Object.keys(presence).length;
    return {
      ...room,
      presence,
      present: Math.max(event.count, known),
      hasAll: known >= event.count,
      paged: null,
      members: follow(room.members, presence),
    };
  }
  const presence = applyPresenceDiff(room.presence, bounded(room.presence, event));
  const known = Object.keys(presence).length;
  return {
    ...room,
    presence,
    present: Math.max(event.count, known),
    hasAll: room.hasAll && known >= event.count,
    paged: keepLeft(room.paged, event.leaves),
    members: follow(room.members, event.joins),
  };
}

// A hostile daemon may claim millions; who is known already goes on being so.
function bounded(
  known: PresenceState,
  { joins, leaves }: Extract<PresenceEvent, { type: 'presence.diff' }>,
) {
  const free = keptPeople - Object.keys(known).length;
  const unknown = Object.keys(joins).filter((key) => !Object.hasOwn(known, key));
  if (unknown.length <= free) return { joins, leaves };
  const dropped = new Set(unknown.slice(Math.max(0, free)));
  const kept = Object.entries(joins).filter(([key]) => !dropped.has(key));
  return { joins: Object.fromEntries(kept), leaves };
}

function keepLeft(paged: RoomPresence['paged'], leaves: PresenceState): RoomPresence['paged'] {
  if (paged === null) return null;
  const refs = Object.values(leaves).flatMap(({ metas }) => metas.map(({ ref }) => ref));
  // Pages that take so long are not worth waiting for.
  if (paged.left.size + refs.length > keptPeople) return null;
  return { ...paged, left: new Set([...paged.left, ...refs]) };
}

/** Pages of a large room: asked for, come, and at their end; `id` names one row of them. */
export type PeopleInput =
  | { readonly type: 'asked'; readonly id: number }
  | { readonly type: 'page'; readonly id: number; readonly state: PresenceState }
  | { readonly type: 'ended'; readonly id: number };

export function reducePeople<Room extends RoomPresence>(room: Room, input: PeopleInput): Room {
  if (input.type === 'asked') return { ...room, paged: { id: input.id, left: new Set() } };
  if (room.paged?.id !== input.id) return room;
  if (input.type === 'ended') return { ...room, paged: null, hasAll: true };
  const { left } = room.paged;
  const still = Object.entries(input.state).flatMap(([key, { metas }]) => {
    const rest = metas.filter(({ ref }) => !left.has(ref));
    return rest.length === 0 ? [] : [[key, { metas: rest }] as const];
  });
  const change = { type: 'presence.diff', count: room.present, leaves: {} } as const;
  return reducePresence(room, { ...change, joins: Object.fromEntries(still) });
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

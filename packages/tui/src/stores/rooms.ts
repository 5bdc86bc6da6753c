// All rooms the client knows: members' rooms first in a stable order, then the other public ones.

import type { RoomListItem, RoomView } from '@parley/shared/chat';
import { tellOwn } from './own-messages.ts';
import { type RoomInput, reduceRoom } from './reduce-room.ts';
import { createRoomState, type RoomState } from './room.ts';
import { labelRoom } from './room-label.ts';
import { call, comeBack, countUnread, furthest, mergeMembership } from './room-reading.ts';

/** By room id. A Map, because ids come from the server and `__proto__` is one too. */
export type Rooms = ReadonlyMap<string, RoomState>;

export type RoomsInput =
  /** The whole list anew, as the server tells it; and the calls heard since it was asked for. */
  | {
      readonly type: 'listed';
      readonly items: readonly RoomListItem[];
      readonly calls?: readonly HeardCall[];
    }
  /** Public rooms that came to be or changed, and those that became private. */
  | {
      readonly type: 'heard';
      readonly rooms: readonly RoomView[];
      readonly gone?: readonly string[];
    }
  | { readonly type: 'room'; readonly roomId: string; readonly input: RoomInput }
  /** The connection went: nobody is present or typing any more. */
  | { readonly type: 'disconnected' };

/** Somebody called me in the message of this seq. */
export interface HeardCall {
  readonly roomId: string;
  readonly seq: number;
  readonly isInThread: boolean;
}

const keptRooms = 2_000;

export function reduceRooms(rooms: Rooms, input: RoomsInput): Rooms {
  switch (input.type) {
    case 'listed':
      return new Map(
        input.items
          .slice(0, keptRooms)
          .map((item) => [item.id, update(rooms, item, input.calls ?? [])]),
      );
    case 'heard':
      return (input.gone ?? []).reduce(forgetForeign, input.rooms.reduce(hear, rooms));
    case 'room': {
      const room = rooms.get(input.roomId);
      if (room === undefined) return rooms;
      const next = reduceRoom(room, input.input);
      return next === room ? rooms : new Map(rooms).set(input.roomId, next);
    }
    case 'disconnected':
      return new Map([...rooms].map(([id, room]) => [id, reduceRoom(room, input)]));
  }
}

function forgetForeign(rooms: Rooms, roomId: string): Rooms {
  if (rooms.get(roomId)?.membership !== null) return rooms;
  const others = new Map(rooms);
  others.delete(roomId);
  return others;
}

// What is archived is listed for its members; who looks into it may go on looking.
function hear(rooms: Rooms, view: RoomView): Rooms {
  const known = rooms.get(view.id);
  if (view.archivedAt !== null && known?.isLive === false) {
    const others = forgetForeign(rooms, view.id);
    if (others !== rooms) return others;
  }
  if (known !== undefined) {
    const room = { ...view, ...furthest(known.room, view) };
    return new Map(rooms).set(view.id, { ...known, room });
  }
  if (view.archivedAt !== null || rooms.size >= keptRooms) return rooms;
  return new Map(rooms).set(view.id, createRoomState(view, null));
}

function update(
  rooms: Rooms,
  { membership, people, unread, mentions, threadMentions, ...view }: RoomListItem,
  heard: readonly HeardCall[],
): RoomState {
  // Those that the list does not know yet are not in its counts.
  const calls = heard.filter(({ roomId, seq }) => roomId === view.id && seq > view.lastSeq);
  const known = rooms.get(view.id);
  const told = { lastMain: view.lastMain, unread };
  if (known === undefined) {
    const room = createRoomState(view, membership, people);
    const own = tellOwn(room.own, told, membership);
    return calls.reduce(call, { ...room, mentions, threadMentions, own });
  }
  const present = known.isLive
    ? { ...known, membership: mergeMembership(known.membership, membership) }
    : comeBack(known, membership);
  const isAhead = (present.membership?.lastReadSeq ?? 0) > (membership?.lastReadSeq ?? 0);
  const updated = {
    ...present,
    people,
    own: tellOwn(known.own, told, membership),
    room: { ...view, ...furthest(known.room, view) },
  };
  if (isAhead) return updated;
  return calls.reduce(call, { ...updated, mentions, threadMentions });
}

/** Rooms I am a member of, by slug: the order of the list, of Ctrl+N and of Alt+1..9. */
export function joinedRooms(rooms: Rooms): RoomState[] {
  return bySlug(rooms, ({ membership }) => membership !== null);
}

/** Public rooms that I may join. */
export function otherRooms(rooms: Rooms): RoomState[] {
  return bySlug(rooms, ({ membership }) => membership === null);
}

const sorted = new WeakMap<Rooms, RoomState[]>();

function bySlug(rooms: Rooms, isWanted: (room: RoomState) => boolean): RoomState[] {
  let all = sorted.get(rooms);
  if (all === undefined) {
    all = [...rooms.values()].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
    sorted.set(rooms, all);
  }
  return all.filter(isWanted);
}

// Channels first, then direct rooms, each by name.
function placeOf({ room, people }: RoomState): string {
  return `${room.kind} ${labelRoom(room, people)} ${room.id}`;
}

export function findRoomBySlug(rooms: Rooms, slug: string): RoomState | undefined {
  const wanted = slug.replace(/^#/u, '').toLowerCase();
  return [...rooms.values()].find(({ room }) => room.slug === wanted || room.id === wanted);
}

/** The neighbour of a room in the list, going round at the ends. */
export function stepRoom(rooms: Rooms, roomId: string | null, step: 1 | -1): RoomState | undefined {
  const list = joinedRooms(rooms);
  const index = list.findIndex(({ room }) => room.id === roomId);
  if (index === -1) return list.at(step === 1 ? 0 : -1);
  return list[(index + step + list.length) % list.length];
}

/** Rooms with something unread that is not to be passed over, but for this one. */
export function unreadRooms(rooms: Rooms, roomId: string | null): RoomState[] {
  const waits = (room: RoomState) =>
    room.mentions > 0 || (countUnread(room) > 0 && room.membership?.notify !== 'nothing');
  return joinedRooms(rooms).filter((room) => room.room.id !== roomId && waits(room));
}

/** What calls me in a room: mentions, and in a talk of few all that is said unless it is silenced. */
export function countCalls(state: RoomState): number {
  const { room, membership, mentions } = state;
  const isTalk = room.kind === 'direct' && membership?.notify !== 'nothing';
  return isTalk ? Math.max(mentions, countUnread(state)) : mentions;
}

export function countAllCalls(rooms: Rooms): number {
  return joinedRooms(rooms).reduce((sum, room) => sum + countCalls(room), 0);
}

export function countAllUnread(rooms: Rooms): number {
  return joinedRooms(rooms).reduce((sum, room) => sum + countUnread(room), 0);
}

// The people that the client has heard of in my rooms: who is there, who is a member, who wrote.

import type { AppState } from './app-state.ts';
import type { RoomState } from './room.ts';
import { joinedRooms, type Rooms } from './rooms.ts';

const namesOf = new WeakMap<Rooms, readonly string[]>();

/** Their usernames in alphabetical order, without mine. */
export function knownPeople({ rooms, me }: Pick<AppState, 'rooms' | 'me'>): readonly string[] {
  let names = namesOf.get(rooms);
  if (names === undefined) {
    names = [...new Set(joinedRooms(rooms).flatMap(namesIn))].sort((a, b) => a.localeCompare(b));
    namesOf.set(rooms, names);
  }
  return names.filter((name) => name !== me?.username);
}

function namesIn({ presence, members, people, messages }: RoomState): string[] {
  return [
    ...Object.values(presence).flatMap(({ metas }) => metas[0]?.username ?? []),
    ...(members ?? []).map(({ user }) => user.username),
    ...people.map(({ username }) => username),
    ...messages.flatMap(({ author }) => (author.isBot ? [] : [author.username])),
  ];
}

// The entries of the left pane: my rooms, the posts, and rooms one may join.

import type { AppState } from './app-state.ts';
import type { RoomState } from './room.ts';
import { joinedRooms, otherRooms, type Rooms } from './rooms.ts';

export interface RoomEntry {
  readonly key: string;
  readonly target: { readonly kind: 'room'; readonly room: RoomState } | { readonly kind: 'posts' };
  /** Stands above the entry, after an empty row. */
  readonly heading: string | null;
  /** The N of Alt+N, for the first nine rooms. */
  readonly number: number | null;
}

const entriesOf = new WeakMap<Rooms, readonly RoomEntry[]>();

/** One entry per room, the same objects as long as the rooms are. */
export function roomEntries({ rooms }: AppState): readonly RoomEntry[] {
  const known = entriesOf.get(rooms);
  if (known !== undefined) return known;
  const joined = joinedRooms(rooms).map(
    (room, index): RoomEntry => ({
      key: room.room.id,
      target: { kind: 'room', room },
      heading: null,
      number: index < 9 ? index + 1 : null,
    }),
  );
  const posts: RoomEntry = {
    key: 'posts',
    target: { kind: 'posts' },
    heading: 'Blog',
    number: null,
  };
  const others = otherRooms(rooms).map(
    (room, index): RoomEntry => ({
      key: room.room.id,
      target: { kind: 'room', room },
      heading: index === 0 ? 'More rooms' : null,
      number: null,
    }),
  );
  const entries = [...joined, posts, ...others];
  entriesOf.set(rooms, entries);
  return entries;
}

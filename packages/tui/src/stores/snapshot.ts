// Home as it was, remembered between starts to show it at once.

import { type RoomListItem, roomListItem } from '@parley/shared/chat';
import { sanitizeText } from '@parley/shared/text';
import { z } from 'zod';
import { currentRoute } from '../router/index.ts';
import type { CachedScreen } from '../terminal/index.ts';
import type { AppState } from './app-state.ts';
import { labelRoom } from './room-label.ts';
import { countUnread } from './room-reading.ts';
import { joinedRooms } from './rooms.ts';

const keptRooms = 100;

const snapshotSchema = z.object({
  version: z.literal(1),
  server: z.string(),
  username: z.string().nullable(),
  roomId: z.string().nullable(),
  rooms: z.array(roomListItem).max(keptRooms),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

export function takeSnapshot(state: AppState): Snapshot {
  const route = currentRoute(state.routes);
  const rooms = joinedRooms(state.rooms)
    .slice(0, keptRooms)
    .map(
      (room): RoomListItem => ({
        ...room.room,
        membership: room.membership,
        unread: countUnread(room),
        mentions: 0,
        threadMentions: 0,
        people: [...room.people],
      }),
    );
  return {
    version: 1,
    server: state.server,
    username: state.me?.username ?? null,
    roomId: route.name === 'room' ? route.roomId : null,
    rooms,
  };
}

/** Null for anything that is not a snapshot of this version: it is only a memory, not the truth. */
export function parseSnapshot(text: string): Snapshot | null {
  try {
    return snapshotSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** What the first frame shows of it. */
export function cachedScreen({ server, username, rooms, roomId }: Snapshot): CachedScreen {
  const oneLine = (text: string) => sanitizeText(text, { multiline: false });
  const open = rooms.find(({ id }) => id === roomId);
  return {
    server: oneLine(server),
    username: username === null ? null : oneLine(username),
    rooms: rooms.map((room) => oneLine(labelRoom(room, room.people))),
    room: open === undefined ? null : oneLine(labelRoom(open, open.people)),
  };
}

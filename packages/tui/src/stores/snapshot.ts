// What is remembered between starts: enough to show home at once, before the server is asked.

import type { RoomListItem } from '@parley/shared/chat';
import { roomListItem } from '@parley/shared/chat';
import { sanitizeText } from '@parley/shared/text';
import { z } from 'zod';
import { currentRoute } from '../router/index.ts';
import type { CachedScreen } from '../terminal/first-frame.ts';
import type { AppState } from './app-state.ts';
import { joinedRooms } from './rooms.ts';

const keptRooms = 100;
const longestDraft = 16_384;

const snapshotSchema = z.object({
  version: z.literal(1),
  server: z.string(),
  username: z.string().nullable(),
  roomId: z.string().nullable(),
  theme: z.string().optional(),
  rooms: z.array(roomListItem).max(keptRooms),
  /** Room id → what was being written there. */
  drafts: z.record(z.string(), z.string().max(longestDraft)),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

export function takeSnapshot(state: AppState): Snapshot {
  const route = currentRoute(state.routes);
  const rooms = joinedRooms(state.rooms)
    .slice(0, keptRooms)
    .map(({ room, membership }): RoomListItem => ({ ...room, membership, unread: 0 }));
  const drafts = [...state.drafts].flatMap(([roomId, { input }]) =>
    input.text === '' ? [] : [[roomId, input.text] as const],
  );
  return {
    version: 1,
    server: state.server,
    username: state.me?.username ?? null,
    roomId: route.name === 'room' ? route.roomId : null,
    theme: state.theme,
    rooms,
    drafts: Object.fromEntries(drafts),
  };
}

export function serializeSnapshot(snapshot: Snapshot): string {
  return JSON.stringify(snapshot);
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
    rooms: rooms.map(({ slug }) => oneLine(slug)),
    room: open === undefined ? null : oneLine(open.slug),
  };
}

// What is remembered between starts: home as it was, to show at once, and what was not sent yet.

import { type RoomListItem, roomListItem } from '@parley/shared/chat';
import { limits } from '@parley/shared/limits';
import { sanitizeText } from '@parley/shared/text';
import { z } from 'zod';
import { currentRoute } from '../router/index.ts';
import type { CachedScreen } from '../terminal/index.ts';
import type { AppEvent, AppState } from './app-state.ts';
import { commentDraft, threadDraft } from './composer.ts';
import { draftOf } from './draft.ts';
import type { PendingMessage } from './outbox.ts';
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
  return parse(snapshotSchema, text);
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

const unsentSchema = z.object({
  version: z.literal(1),
  server: z.string(),
  drafts: z.array(z.object({ roomId: z.string(), text: z.string() })).max(1_000),
});
export type Unsent = z.infer<typeof unsentSchema>;

/** The draft of every room and post, with the lines in front of it that never reached the server. */
export function takeUnsent(state: AppState): Unsent {
  const outboxes = new Map([
    ...[...state.rooms].flatMap(([roomId, { outbox }]) => byDraft(roomId, outbox)),
    ...[...state.threads].map(([postId, { outbox }]) => [commentDraft(postId), outbox] as const),
  ]);
  const roomIds = new Set([...state.drafts.keys(), ...outboxes.keys()]);
  const drafts = [...roomIds].flatMap((roomId) => {
    const waiting = (outboxes.get(roomId) ?? []).filter(({ state: at }) => at !== 'sent');
    const lines = [...waiting.map(({ body }) => body), draftOf(state.drafts, roomId).input.text];
    const text = lines.filter((line) => line.trim() !== '').join('\n');
    return text === '' ? [] : [{ roomId, text: text.slice(0, limits.messageBody) }];
  });
  return { version: 1, server: state.server, drafts };
}

function byDraft(roomId: string, outbox: readonly PendingMessage[]) {
  const nameOf = ({ threadId }: PendingMessage) =>
    threadId === undefined ? roomId : threadDraft(threadId);
  return [...Map.groupBy(outbox, nameOf)];
}

export function parseUnsent(text: string): Unsent | null {
  return parse(unsentSchema, text);
}

/** The events that put the drafts back into their composers. */
export function restoreUnsent({ drafts }: Unsent): AppEvent[] {
  return drafts.map(({ roomId, text }) => ({
    type: 'draft',
    roomId,
    input: { type: 'edited', action: { type: 'setText', text } },
  }));
}

function parse<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

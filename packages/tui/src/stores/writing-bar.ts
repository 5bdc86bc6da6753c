// What keeps me from writing in a room, as far as the client knows; the server decides.

import type { MessageView } from '@parley/shared/chat';
import { type AppState, openThreadId } from './app-state.ts';
import { sayUntil } from './quiet.ts';
import { findMessage, type RoomState } from './room.ts';
import { roomThreadOf } from './room-thread.ts';
import type { TalkPane } from './talk-side.ts';

/** As a sentence without its end; null where nothing does. */
export function sayWritingBar({ room, membership }: RoomState, now: number): string | null {
  if (membership === null) return `Enter joins #${room.slug}`;
  if (room.archivedAt !== null) return 'Archived: it can be read, not written in';
  if (room.isReadOnly && membership.role === 'member' && room.kind === 'channel')
    return 'Read-only: only those who look after it write';
  const { mutedUntil } = membership;
  if (mutedUntil === null || Date.parse(mutedUntil) <= now) return null;
  return `You are muted here until ${sayUntil(mutedUntil, now)}`;
}

/** The same in a thread of the room, by its first message; null: in the room itself. */
export function sayTalkBar(room: RoomState, threadId: string | null, now: number): string | null {
  const bar = sayWritingBar(room, now);
  if (bar !== null || threadId === null) return bar;
  const root = findMessage(room, threadId);
  if (root === undefined || root.deletedAt === null || root.thread !== null) return null;
  // A message that came live says nothing of the replies that came after it.
  const isReply = (message: MessageView) => message.threadId === threadId;
  const hasReplies =
    room.messages.some(isReply) || roomThreadOf(room.threads, threadId).messages.some(isReply);
  return hasReplies ? null : 'Deleted before anybody replied: no thread begins there';
}

/** The same for what is written in a pane. */
export function sayPaneBar(state: AppState, room: RoomState, pane: TalkPane): string | null {
  return sayTalkBar(room, pane === 'stream' ? null : openThreadId(state), state.now);
}

// What keeps me from writing in a room, as far as the client knows; the server decides.

import { sayUntil } from './quiet.ts';
import type { RoomState } from './room.ts';

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

// What is asked before one leaves a room, or puts a talk away, wherever one says so.

import type { RoomState } from './room.ts';
import { labelRoom } from './room-label.ts';

export function leaveQuestion({ room, people }: Pick<RoomState, 'room' | 'people'>): {
  text: string;
  detail: string;
} {
  const name = labelRoom(room, people);
  if (room.kind === 'direct')
    return { text: `Put ${name} away?`, detail: 'It is back with the next message in it.' };
  const isOpen = room.visibility === 'public' && room.archivedAt === null;
  const detail = isOpen ? 'You can join it again.' : 'To come back you have to be invited.';
  return { text: `Leave ${name}?`, detail };
}

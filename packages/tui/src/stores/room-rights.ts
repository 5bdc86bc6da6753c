// What I may do in a room, as far as the client knows; the server decides.

import { type MemberRole, memberRoles } from '@parley/shared/chat-kinds';
import type { AppState } from './app-state.ts';
import type { RoomState } from './room.ts';

/** Look after it: its rules, its links, the people in it. */
export function canKeepRoom(me: AppState['me'], room: RoomState): boolean {
  return hasRole(me, room, ['moderator', 'owner']);
}

/** Put one of that role out of it. The server asks the same: who looks after it has a say over those below. */
export function canPutOut(me: AppState['me'], room: RoomState, role: MemberRole): boolean {
  const mine = room.membership?.role ?? 'member';
  const isAbove = memberRoles.indexOf(role) < memberRoles.indexOf(mine);
  return canKeepRoom(me, room) && (mine === 'member' || isAbove);
}

/** Say until when they do not write: an owner to owners as well. */
export function canMute(me: AppState['me'], room: RoomState, role: MemberRole): boolean {
  return room.membership?.role === 'owner' || canPutOut(me, room, role);
}

/** Archive it, and open it again. */
export function canArchiveRoom(me: AppState['me'], room: RoomState): boolean {
  return hasRole(me, room, ['owner']);
}

/** Say who may see it: nobody but its owners. */
export function canTurnRoom({ room, membership }: RoomState): boolean {
  return room.kind === 'channel' && membership?.role === 'owner';
}

// Who moderates the site does so in its public rooms; talks of people have nobody above them.
function hasRole(me: AppState['me'], { room, membership }: RoomState, roles: string[]): boolean {
  if (room.kind !== 'channel' || me === null) return false;
  if (me.role !== 'member' && room.visibility === 'public') return true;
  return membership !== null && roles.includes(membership.role);
}

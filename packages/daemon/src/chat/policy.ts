// Who may do what in rooms: actor × action × visibility, as a table.

import { DomainError } from '@parley/shared/errors';
import type { Scope } from '../accounts/index.ts';
import type { RoomAccess } from './room.ts';

/** How the caller stands to the room. An outsider is logged in, but no member. */
export type RoomActor = 'anonymous' | 'outsider' | 'member' | 'moderator' | 'owner';

const inside: readonly RoomActor[] = ['member', 'moderator', 'owner'];
const loggedIn: readonly RoomActor[] = ['outsider', ...inside];

/** For each action, who may do it in a public and in a private room. */
export const roomPolicy = {
  see: { public: loggedIn, private: inside },
  read: { public: loggedIn, private: inside },
  join: { public: loggedIn, private: inside },
  leave: { public: inside, private: inside },
  send: { public: inside, private: inside },
  list_members: { public: loggedIn, private: inside },
} as const satisfies Record<string, Record<'public' | 'private', readonly RoomActor[]>>;

export type RoomAction = keyof typeof roomPolicy;

export function roomActor(scope: Scope, access: RoomAccess): RoomActor {
  if (!scope.user) return 'anonymous';
  return access.membership?.role ?? 'outsider';
}

export function canInRoom(scope: Scope, action: RoomAction, access: RoomAccess): boolean {
  const allowed: readonly RoomActor[] = roomPolicy[action][access.room.visibility];
  return allowed.includes(roomActor(scope, access));
}

/** @throws not_found where the caller may not even know of the room, else forbidden. */
export function authorizeRoom(
  scope: Scope,
  action: RoomAction,
  ref: string,
  access: RoomAccess | null,
): asserts access is RoomAccess {
  if (!access || !canInRoom(scope, 'see', access)) {
    throw new DomainError('not_found', `There is no room #${ref}.`);
  }
  if (!canInRoom(scope, action, access)) {
    throw new DomainError('forbidden', `Join #${access.room.slug} first.`);
  }
}

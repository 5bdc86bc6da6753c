// Who may do what in rooms: actor × action × visibility, as a table.

import { DomainError } from '@parley/shared/errors';
import type { Scope } from '../accounts/index.ts';
import type { MessageRow } from './message.ts';
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

/** How the caller stands to a message. A keeper moderates the room, or the site where the room is public. */
export type MessageActor = 'outsider' | 'member' | 'author' | 'keeper';

const readers: readonly MessageActor[] = ['outsider', 'member', 'author', 'keeper'];

/** For those who may read the room; an author is one only while in it. */
export const messagePolicy = {
  read: readers,
  react: ['member', 'author', 'keeper'],
  edit: ['author'],
  delete: ['author', 'keeper'],
} as const satisfies Record<string, readonly MessageActor[]>;

export type MessageAction = keyof typeof messagePolicy;

export function messageActors(
  scope: Scope,
  { room, membership, message }: RoomAccess & { message: Pick<MessageRow, 'authorId'> },
): MessageActor[] {
  const isKeeper =
    (membership !== null && membership.role !== 'member') ||
    (room.visibility === 'public' && scope.user !== null && scope.user.role !== 'member');
  const isAuthor = membership !== null && message.authorId === scope.user?.id;
  return [
    membership === null ? 'outsider' : 'member',
    ...(isAuthor ? (['author'] as const) : []),
    ...(isKeeper ? (['keeper'] as const) : []),
  ];
}

/** @throws not_found where the caller may not see the message or it is deleted, else forbidden. */
export function authorizeMessage(
  scope: Scope,
  action: MessageAction,
  access: (RoomAccess & { message: MessageRow }) | null,
): void {
  if (
    !access ||
    !canInRoom(scope, 'read', access) ||
    Number(access.message.seq) <= access.visibleAfter ||
    access.message.deletedAt !== null
  ) {
    throw noSuchMessage();
  }
  const allowed: readonly MessageActor[] = messagePolicy[action];
  if (!messageActors(scope, access).some((actor) => allowed.includes(actor))) {
    throw new DomainError('forbidden');
  }
}

export function noSuchMessage(): DomainError {
  return new DomainError('not_found', 'There is no such message.');
}

// Who may do what in rooms: actor × action × visibility, as a table.

import { talkIsNobodys } from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import type { Scope } from '../accounts/index.ts';
import type { MessageRow } from './message.ts';
import type { RoomAccess } from './room.ts';

/**
 * How the caller stands to the room. An outsider is logged in, but no member. A keeper moderates the
 * whole site, which counts in public rooms only: nobody looks into what is private.
 */
export type RoomActor = 'anonymous' | 'outsider' | 'member' | 'moderator' | 'owner' | 'keeper';

/** What the table tells rooms apart by. */
export type RoomNature = 'public' | 'private' | 'direct';

const nobody: readonly RoomActor[] = [];
const inside: readonly RoomActor[] = ['member', 'moderator', 'owner'];
const loggedIn: readonly RoomActor[] = ['outsider', ...inside];
const owners: readonly RoomActor[] = ['owner'];
const moderators: readonly RoomActor[] = ['moderator', 'owner'];

/** For each action, who may do it in a public, a private and a direct room. */
export const roomPolicy = {
  see: { public: loggedIn, private: inside, direct: inside },
  read: { public: loggedIn, private: inside, direct: inside },
  join: { public: loggedIn, private: inside, direct: inside },
  leave: { public: inside, private: inside, direct: inside },
  send: { public: inside, private: inside, direct: inside },
  /** Writing where only some do, or while the room is archived it is for nobody. */
  send_read_only: { public: moderators, private: moderators, direct: inside },
  list_members: { public: loggedIn, private: inside, direct: inside },
  invite: { public: inside, private: moderators, direct: nobody },
  manage_invites: { public: [...moderators, 'keeper'], private: moderators, direct: nobody },
  manage_webhooks: { public: [...moderators, 'keeper'], private: moderators, direct: nobody },
  update: { public: [...moderators, 'keeper'], private: moderators, direct: nobody },
  /** A keeper who closed a room would have no say over it any more, nor anybody to give it back. */
  set_visibility: { public: owners, private: owners, direct: nobody },
  archive: { public: [...owners, 'keeper'], private: owners, direct: nobody },
  set_role: { public: [...owners, 'keeper'], private: owners, direct: nobody },
  moderate: { public: [...moderators, 'keeper'], private: moderators, direct: nobody },
} as const satisfies Record<string, Record<RoomNature, readonly RoomActor[]>>;

export type RoomAction = keyof typeof roomPolicy;

export function roomActors(scope: Scope, { room, membership }: RoomAccess): RoomActor[] {
  if (!scope.user) return ['anonymous'];
  const isKeeper = scope.user.role !== 'member' && room.visibility === 'public';
  return [membership?.role ?? 'outsider', ...(isKeeper ? (['keeper'] as const) : [])];
}

export function canInRoom(scope: Scope, action: RoomAction, access: RoomAccess): boolean {
  const { kind, visibility } = access.room;
  const allowed: readonly RoomActor[] =
    roomPolicy[action][kind === 'direct' ? 'direct' : visibility];
  return roomActors(scope, access).some((actor) => allowed.includes(actor));
}

/** @throws not_found where the caller may not even know of the room, else forbidden. */
export function authorizeRoom(
  scope: Scope,
  action: RoomAction,
  ref: string,
  access: RoomAccess | null,
): asserts access is RoomAccess {
  if (!access || !canInRoom(scope, 'see', access)) throw noSuchRoom(ref);
  if (canInRoom(scope, action, access)) return;
  if (access.membership && access.room.kind === 'direct') {
    throw new DomainError('forbidden', talkIsNobodys);
  }
  if (!access.membership) throw joinFirst(access);
  const { slug, visibility } = access.room;
  const allowed: readonly RoomActor[] = roomPolicy[action][visibility];
  const who = allowed.includes('moderator') ? 'Moderators and owners' : 'Owners';
  throw new DomainError('forbidden', `${who} of #${slug} ${deeds[action]}. Ask one of them.`);
}

/** What those do who look after a room. */
const deeds: Record<RoomAction, string> = {
  see: 'see it',
  read: 'read in it',
  join: 'join it',
  leave: 'leave it',
  send: 'write in it',
  send_read_only: 'write in it',
  list_members: 'see who is in it',
  invite: 'bring people in',
  manage_invites: 'look after its invite links',
  manage_webhooks: 'look after its webhooks',
  update: 'change it',
  set_visibility: 'say who may see it',
  archive: 'close it and open it again',
  set_role: 'say what somebody is in it',
  moderate: 'keep order in it, and put people out',
};

const joinFirst = ({ room }: RoomAccess) =>
  new DomainError('forbidden', `Join #${room.slug} first.`);

export function noSuchRoom(ref: string): DomainError {
  return new DomainError('not_found', `There is no room #${ref}.`);
}

/** What keeps a member of a room from writing in it now, if anything does. */
export function refuseSending(scope: Scope, access: RoomAccess, now: Date): DomainError | null {
  const { room, membership } = access;
  if (room.archivedAt !== null) {
    return new DomainError(
      'forbidden',
      `#${room.slug} is archived: it can be read, not written in.`,
    );
  }
  if (room.isReadOnly && !canInRoom(scope, 'send_read_only', access)) {
    return new DomainError('forbidden', `Only those who look after #${room.slug} write in it.`);
  }
  const until = membership?.mutedUntil;
  if (until && Date.parse(until) > now.getTime()) {
    return new DomainError('forbidden', `You may write in #${room.slug} again at ${until}.`);
  }
  return null;
}

/** How the caller stands to a message. A keeper moderates the room, or the site where the room is public. */
export type MessageActor = 'outsider' | 'member' | 'author' | 'keeper';

const readers: readonly MessageActor[] = ['outsider', 'member', 'author', 'keeper'];

/** For those who may read the room; an author is one only while in it. */
export const messagePolicy = {
  read: readers,
  react: ['member', 'author', 'keeper'],
  /** What is pinned is for all in the room, and theirs to look after. */
  pin: ['member', 'author', 'keeper'],
  edit: ['author'],
  delete: ['author', 'keeper'],
} as const satisfies Record<string, readonly MessageActor[]>;

export type MessageAction = keyof typeof messagePolicy;

export function messageActors(
  scope: Scope,
  access: RoomAccess & { message: Pick<MessageRow, 'authorId'> },
): MessageActor[] {
  const { membership, message } = access;
  const isKeeper = canInRoom(scope, 'moderate', access);
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
    if (!access.membership) throw joinFirst(access);
    throw new DomainError(
      'forbidden',
      action === 'delete'
        ? `A message is deleted by its author, or by moderators and owners of #${access.room.slug}.`
        : 'A message is edited by its author only. Reply to it, or react.',
    );
  }
}

export function noSuchMessage(): DomainError {
  return new DomainError('not_found', 'There is no such message.');
}

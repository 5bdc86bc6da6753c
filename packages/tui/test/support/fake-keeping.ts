// Looking after rooms of the server in this process: names, members, who is put out.

import { randomUUID } from 'node:crypto';
import type { AccountView } from '@parley/shared/accounts';
import type {
  MemberMark,
  MemberRole,
  MemberView,
  MessageView,
  RoomInviteView,
  RoomListItem,
  RoomView,
} from '@parley/shared/chat';
import { DomainError, invalidField } from '@parley/shared/errors';
import type { ActivityEvent, PutOut, RoomEvent } from '@parley/shared/events';
import type { ClientApi } from '../../src/stores/index.ts';

type KeepingApi = Pick<
  ClientApi,
  | 'updateRoom'
  | 'countPurgeable'
  | 'listRoomInvites'
  | 'createRoomInvite'
  | 'revokeRoomInvite'
  | 'joinByInvite'
  | 'archiveRoom'
  | 'listMembers'
  | 'inviteMember'
  | 'removeMember'
  | 'banMember'
  | 'unbanMember'
  | 'setMember'
>;

interface Room {
  id: string;
  slug: string;
  topic: string;
  archivedAt: string | null;
  rules: Partial<RoomView>;
  messages: readonly MessageView[];
  mutes: Map<string, string | null>;
  members: Map<string, number>;
}

const at = new Date(0).toISOString();

export function createFakeKeeping<R extends Room>({
  findRoom,
  tell,
  tellUser,
  users,
  viewOf,
}: {
  findRoom(ref: string): R;
  tell(room: R, event: RoomEvent): void;
  tellUser(userId: string, event: ActivityEvent): void;
  users(): AccountView[];
  viewOf(room: R, userId: string): RoomListItem;
}) {
  const roles = new Map<string, MemberRole>();
  const banned = new Set<string>();
  const find = (username: string) => {
    const user = users().find((each) => each.username === username);
    if (user === undefined) throw new DomainError('not_found', `There is no ${username}.`);
    return user;
  };
  const memberOf = (
    room: R,
    { id, username, displayName, role, status }: AccountView,
  ): MemberView => ({
    user: { id, username, displayName, role },
    role: roles.get(`${room.id} ${id}`) ?? (role === 'admin' ? 'owner' : 'member'),
    mutedUntil: room.mutes.get(id) ?? null,
    joinedAt: at,
    ...(status && { status }),
  });
  const marksIn = (room: R): MemberMark[] =>
    users()
      .filter(({ id }) => room.members.has(id))
      .map((user) => memberOf(room, user))
      .filter(({ role, mutedUntil }) => role !== 'member' || mutedUntil !== null)
      .map(({ user, role, mutedUntil }) => ({ userId: user.id, role, mutedUntil }));
  const update = (room: R, userId: string) => {
    const {
      membership: _,
      unread: __,
      mentions: ___,
      people: ____,
      ...view
    } = viewOf(room, userId);
    tell(room, { type: 'room.updated', room: view });
    return view;
  };

  const invites: { roomId: string; invite: RoomInviteView; code: string }[] = [];

  return {
    marksIn,
    serve: ({
      call,
      whoAmI,
    }: {
      call: <T>(run: () => T) => Promise<T>;
      whoAmI(): AccountView;
    }): KeepingApi => {
      const put = (ref: string, username: string, ban?: PutOut['ban']) => {
        const room = findRoom(ref);
        const { id } = find(username);
        if (whoAmI().role !== 'admin') throw new DomainError('forbidden', 'You may not do that.');
        if (!room.members.delete(id)) throw new DomainError('not_found', 'They are not in it.');
        const by = whoAmI().username;
        tell(room, { type: 'member.left', userId: id, username, by });
        if (ban !== undefined) banned.add(`${room.id} ${id}`);
        const putOut = { by, ...(ban && { ban }) };
        tellUser(id, { type: 'room.gone', roomId: room.id, putOut });
      };
      return {
        updateRoom: ({ room: ref, slug, topic, ...rules }) =>
          call(() => {
            const room = findRoom(ref);
            if (slug === 'taken') throw invalidField('slug', 'has already been taken');
            Object.assign(room.rules, rules);
            if (slug !== undefined) room.slug = slug;
            if (topic !== undefined) room.topic = topic;
            return update(room, whoAmI().id);
          }),
        countPurgeable: ({ room }) => call(() => findRoom(room).messages.length),
        archiveRoom: ({ room: ref, archived }) =>
          call(() => {
            const room = findRoom(ref);
            room.archivedAt = archived ? at : null;
            return update(room, whoAmI().id);
          }),
        listMembers: (ref) =>
          call(() => {
            const room = findRoom(ref);
            return users()
              .filter(({ id }) => room.members.has(id))
              .map((user) => memberOf(room, user));
          }),
        listRoomInvites: (ref) =>
          call(() => {
            const { id } = findRoom(ref);
            return invites.filter(({ roomId }) => roomId === id).map(({ invite }) => invite);
          }),
        createRoomInvite: ({ room: ref, maxUses, expiresAt }) =>
          call(() => {
            const { id: roomId } = findRoom(ref);
            if (expiresAt !== undefined && Date.parse(expiresAt) < Date.now())
              throw invalidField('expiresAt', 'must be in the future');
            const code = `inv_${String(invites.length + 1).padStart(43, 'x')}`;
            const invite: RoomInviteView = {
              id: randomUUID(),
              creator: whoAmI(),
              usesLeft: maxUses ?? null,
              expiresAt: expiresAt ?? new Date(Date.now() + 604_800_000).toISOString(),
              createdAt: at,
            };
            invites.unshift({ roomId, invite, code });
            return { ...invite, code };
          }),
        revokeRoomInvite: (id) =>
          call(() => {
            const index = invites.findIndex(({ invite }) => invite.id === id);
            invites.splice(index, 1);
          }),
        joinByInvite: (given) =>
          call(() => {
            const found = invites.find(({ code }) => code === given);
            if (found === undefined) throw new DomainError('not_found', 'It leads nowhere.');
            const room = findRoom(found.roomId);
            const user = whoAmI();
            room.members.set(user.id, 0);
            tell(room, { type: 'member.joined', member: memberOf(room, user) });
            return viewOf(room, user.id);
          }),
        inviteMember: ({ room: ref, username }) =>
          call(() => {
            const room = findRoom(ref);
            const user = find(username);
            if (banned.has(`${room.id} ${user.id}`))
              throw invalidField('username', 'is banned from this room; lift the ban first');
            room.members.set(user.id, 0);
            tell(room, { type: 'member.joined', member: memberOf(room, user) });
            tellUser(user.id, { type: 'room.entered', roomId: room.id, by: whoAmI().username });
          }),
        unbanMember: ({ room, username }) =>
          call(() => void banned.delete(`${findRoom(room).id} ${find(username).id}`)),
        removeMember: ({ room, username }) => call(() => put(room, username)),
        banMember: ({ room, username, reason = '', until = null }) =>
          call(() => put(room, username, { reason, until })),
        setMember: ({ room: ref, username, role, mutedUntil }) =>
          call(() => {
            const room = findRoom(ref);
            const user = find(username);
            if (mutedUntil !== undefined) room.mutes.set(user.id, mutedUntil);
            if (role !== undefined) roles.set(`${room.id} ${user.id}`, role);
            const member = memberOf(room, user);
            tell(room, { type: 'member.updated', member });
            return member;
          }),
      };
    },
  };
}

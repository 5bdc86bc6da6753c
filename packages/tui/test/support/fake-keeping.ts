// Looking after rooms of the server in this process: names, members, who is put out.

import type { AccountView } from '@parley/shared/accounts';
import type { MemberView, MessageView, RoomListItem, RoomView } from '@parley/shared/chat';
import { DomainError, invalidField } from '@parley/shared/errors';
import type { RoomEvent } from '@parley/shared/events';
import type { ClientApi } from '../../src/stores/index.ts';

type KeepingApi = Pick<
  ClientApi,
  | 'updateRoom'
  | 'countPurgeable'
  | 'archiveRoom'
  | 'listMembers'
  | 'inviteMember'
  | 'removeMember'
  | 'banMember'
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
  call,
  findRoom,
  tell,
  users,
  viewOf,
}: {
  call: <T>(run: () => T) => Promise<T>;
  findRoom(ref: string): R;
  tell(room: R, event: RoomEvent): void;
  users(): AccountView[];
  viewOf(room: R, userId: string): RoomListItem;
}) {
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
    role: role === 'admin' ? 'owner' : 'member',
    mutedUntil: room.mutes.get(id) ?? null,
    joinedAt: at,
    ...(status && { status }),
  });
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

  return {
    serve: (whoAmI: () => AccountView): KeepingApi => {
      const put = (ref: string, username: string) => {
        const room = findRoom(ref);
        const { id } = find(username);
        if (whoAmI().role !== 'admin') throw new DomainError('forbidden', 'You may not do that.');
        if (!room.members.delete(id)) throw new DomainError('not_found', 'They are not in it.');
        tell(room, { type: 'member.left', userId: id, username });
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
        inviteMember: ({ room: ref, username }) =>
          call(() => {
            const room = findRoom(ref);
            const user = find(username);
            room.members.set(user.id, 0);
            tell(room, { type: 'member.joined', member: memberOf(room, user) });
          }),
        removeMember: ({ room, username }) => call(() => put(room, username)),
        banMember: ({ room, username }) => call(() => put(room, username)),
        setMember: ({ room: ref, username, mutedUntil = null }) =>
          call(() => {
            const room = findRoom(ref);
            const user = find(username);
            room.mutes.set(user.id, mutedUntil);
            const member = memberOf(room, user);
            tell(room, { type: 'member.updated', member });
            return member;
          }),
      };
    },
  };
}

// Members of rooms: who is in, in which role, who is brought in and who is put out.

import type {
  ListMembersInput,
  MemberInput,
  MemberRole,
  MemberView,
  SetMemberInput,
} from '@parley/shared/chat';
import { DomainError, invalidField } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { type StatusView, statusAt } from '@parley/shared/status';
import { sql as fragment, type SQL } from 'drizzle-orm';
import type { Scope } from '../accounts/index.ts';
import { decodeKey, encodeKey, type Transaction } from '../repo/index.ts';
import type { Access } from './access.ts';
import type { ChatDeps } from './chat.ts';
import type { Entrance } from './entrance.ts';
import { roomTopic } from './events.ts';
import { nobody, notThere, type People, type Person, requireHigher } from './people.ts';

export interface Members {
  /** A page of them, by name. */
  listMembers(
    scope: Scope,
    input: ListMembersInput,
  ): Promise<{ items: MemberView[]; nextCursor: string | null }>;
  /** Role and mute. A room keeps an owner. Broadcasts `member.updated`. */
  setMember(scope: Scope, input: SetMemberInput): Promise<MemberView>;
  /** Brings somebody in. Broadcasts `member.joined`. */
  inviteMember(scope: Scope, input: MemberInput): Promise<void>;
  /** Puts somebody out; they may come back. Broadcasts `member.left`. */
  removeMember(scope: Scope, input: MemberInput): Promise<void>;
}

export function createMembers(
  { repo, clock, pubsub, audit }: ChatDeps,
  { access, entrance, people }: { access: Access; entrance: Entrance; people: People },
): Members {
  /** Of somebody who has left meanwhile nothing is changed. */
  async function change(
    tx: Transaction,
    { roomId, person }: { roomId: string; person: Person },
    to: SQL,
  ): Promise<void> {
    const [changed] = await tx.execute(fragment`
      update memberships set ${to} where room_id = ${roomId} and user_id = ${person.id} returning 1`);
    if (!changed) throw notThere(person.username);
  }

  /** Roles change one after another, so that two owners cannot step down past each other. */
  async function changeRole(
    tx: Transaction,
    who: { roomId: string; person: Person },
    role: MemberRole,
  ): Promise<void> {
    const { roomId } = who;
    await tx.execute(fragment`select 1 from rooms where id = ${roomId} for update`);
    await change(tx, who, fragment`role = ${role}`);
    const [owner] = await tx.execute(fragment`
      select 1 from memberships where room_id = ${roomId} and role = 'owner' limit 1`);
    if (!owner)
      throw invalidField(
        'role',
        'would leave the room without an owner; make somebody else one first',
      );
  }

  async function listMembers(
    roomId: string,
    which: { userId: string } | { after: string | null },
  ): Promise<MemberView[]> {
    const { sql } = repo;
    const rows = await sql<
      (MemberView['user'] & {
        memberRole: MemberRole;
        mutedUntil: Date | null;
        joinedAt: Date;
        status: StatusView | null;
      })[]
    >`
      select u.id, u.username, u.display_name as "displayName", u.role, u.is_bot as "isBot",
        u.status, m.role as "memberRole", m.muted_until as "mutedUntil", m.joined_at as "joinedAt"
      from memberships m join users u on u.id = m.user_id
      where m.room_id = ${roomId}
        and ${'userId' in which ? sql`m.user_id = ${which.userId}` : sql`true`}
        and ${'after' in which && which.after !== null ? sql`u.username > ${which.after}::citext` : sql`true`}
      order by u.username limit ${limits.membersPage + 1}`;
    const now = clock.now().getTime();
    return rows.map(({ memberRole, mutedUntil, joinedAt, isBot, status: said, ...user }) => {
      const status = statusAt(said ?? undefined, now);
      return {
        user: { ...user, ...(isBot && { isBot }) },
        role: memberRole,
        mutedUntil: mutedUntil?.toISOString() ?? null,
        joinedAt: joinedAt.toISOString(),
        ...(status && { status }),
      };
    });
  }

  return {
    async listMembers(scope, { room: ref, cursor }) {
      const { room } = await access.authorize(scope, 'list_members', ref);
      const after = cursor === undefined ? null : decodeKey(cursor, /^[\w.-]{1,64}$/);
      const found = await listMembers(room.id, { after });
      const items = found.slice(0, limits.membersPage);
      const last = items.at(-1)?.user.username ?? '';
      return { items, nextCursor: found.length > items.length ? encodeKey(last) : null };
    },

    async setMember(scope, { room: ref, username, role, mutedUntil }) {
      const found = await access.authorize(scope, role ? 'set_role' : 'moderate', ref);
      const roomId = found.room.id;
      const person = await people.find(roomId, username);
      if (person.memberRole === null) throw notThere(person.username);
      // An owner may step down; over oneself there is no other say.
      const isSelf = person.id === found.user.id;
      if (isSelf && !role) throw invalidField('username', 'is you');
      if (!isSelf && found.membership?.role !== 'owner') requireHigher(scope, found, person);
      await repo.transact(async (tx) => {
        const who = { roomId, person };
        if (role) await changeRole(tx, who, role);
        if (mutedUntil !== undefined) await change(tx, who, fragment`muted_until = ${mutedUntil}`);
        await audit.record(tx, scope, {
          action: 'chat.set_member',
          subject: `room:${roomId}`,
          detail: {
            userId: person.id,
            ...(role && { role }),
            ...(mutedUntil !== undefined && { mutedUntil }),
          },
        });
      });
      const [member] = await listMembers(roomId, { userId: person.id });
      if (!member) throw notThere(person.username);
      pubsub.publish(roomTopic(roomId), { type: 'member.updated', member });
      return member;
    },

    async inviteMember(scope, { room: ref, username }) {
      const { room, user } = await access.authorize(scope, 'invite', ref);
      if (room.archivedAt !== null) throw new DomainError('forbidden', 'This room is archived.');
      const person = await people.find(room.id, username);
      if (person.isSuspended) throw nobody(username);
      await entrance.enter(room.id, person, user.username).catch((error: unknown) => {
        if (!(error instanceof DomainError)) throw error;
        throw invalidField('username', 'is banned from this room; lift the ban first');
      });
    },

    async removeMember(scope, input) {
      const { room, user, person } = await people.authorizeOver(scope, 'moderate', input);
      if (person.memberRole === null) throw notThere(person.username);
      await repo.transact((tx) =>
        audit.record(tx, scope, {
          action: 'chat.remove_member',
          subject: `room:${room.id}`,
          detail: { userId: person.id },
        }),
      );
      await entrance.leave(room.id, person, { by: user.username });
    },
  };
}

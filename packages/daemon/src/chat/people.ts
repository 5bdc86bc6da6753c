// People as those see them who look after a room: who somebody is there, and who has a say over them.

import type { MemberInput, MemberRole } from '@parley/shared/chat';
import { DomainError, invalidField } from '@parley/shared/errors';
import type { Scope, ScopeUser, UserScope } from '../accounts/index.ts';
import type { Sql } from '../repo/index.ts';
import type { Access } from './access.ts';
import { type RoomAction, roomActors } from './policy.ts';
import type { RoomAccess } from './room.ts';

export interface Person extends ScopeUser {
  /** Null for who is not in the room. */
  memberRole: MemberRole | null;
  isSuspended: boolean;
}

export interface People {
  /** Whoever is suspended too: they can be put out, and let in again later. @throws invalid for a name that nobody has. */
  find(roomId: string, username: string): Promise<Person>;
  /** The room and somebody in it or not, over whom the caller has a say. @throws invalid, forbidden */
  authorizeOver(
    scope: Scope,
    action: RoomAction,
    input: MemberInput,
  ): Promise<RoomAccess & { user: UserScope['user']; person: Person }>;
}

const rank: Record<MemberRole, number> = { member: 0, moderator: 1, owner: 2 };

export const nobody = (username: string): DomainError =>
  invalidField('username', `is nobody here: ${username}`);

export const notThere = (username: string): DomainError =>
  invalidField('username', `is not in this room: ${username}`);

/** Who looks after a room has a say over those below only; a keeper of the site over all. */
export function requireHigher(scope: Scope, found: RoomAccess, person: Person): void {
  const { membership } = found;
  if (membership === null || roomActors(scope, found).includes('keeper')) return;
  if (rank[person.memberRole ?? 'member'] < rank[membership.role]) return;
  throw new DomainError('forbidden', `You have no say over @${person.username} here.`);
}

export function createPeople({ sql, access }: { sql: Sql; access: Access }): People {
  async function find(roomId: string, username: string): Promise<Person> {
    const [person] = await sql<Person[]>`
      select u.id, u.username, u.display_name as "displayName", u.role, m.role as "memberRole",
        u.suspended_at is not null as "isSuspended"
      from users u left join memberships m on m.user_id = u.id and m.room_id = ${roomId}
      where u.username = ${username}`;
    if (!person) throw nobody(username);
    return person;
  }

  return {
    find,
    async authorizeOver(scope, action, { room: ref, username }) {
      const found = await access.authorize(scope, action, ref);
      const person = await find(found.room.id, username);
      if (person.id === found.user.id) throw invalidField('username', 'is you');
      requireHigher(scope, found, person);
      return { ...found, person };
    },
  };
}

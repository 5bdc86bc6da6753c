// Direct rooms: the talk of two or a few people, found again by who they are.

import { createHash } from 'node:crypto';
import { DomainError, invalidField } from '@parley/shared/errors';
import { requireUser, type Scope } from '../accounts/index.ts';
import type { ChatDeps } from './chat.ts';
import { userTopic } from './events.ts';

export interface Directs {
  /** The id of the room of these people and the caller; made when there is none. */
  openDirect(scope: Scope, usernames: readonly string[]): Promise<string>;
  /** The same where it is there, put away or not; nothing is made or brought back. @throws not_found */
  findDirect(scope: Scope, usernames: readonly string[]): Promise<string>;
}

/** The colon keeps these apart from every slug that a person may choose. */
export function slugOf(userIds: readonly string[]): string {
  const key = createHash('sha256')
    .update([...userIds].sort().join(' '))
    .digest('hex');
  return `dm:${key.slice(0, 40)}`;
}

export function createDirects({ repo, clock, ids, pubsub }: ChatDeps): Directs {
  const { sql } = repo;

  /** Ids of these people and the caller; whoever is suspended is to be read, not to be talked to. */
  async function findPeople(
    userId: string,
    usernames: readonly string[],
    isForReading = false,
  ): Promise<string[]> {
    const found = await sql<{ id: string; username: string }[]>`
      select id, username from users
      where username = any(${[...usernames]}::citext[])
        and (suspended_at is null or ${isForReading})`;
    const names = new Set(found.map(({ username }) => username.toLowerCase()));
    const missing = usernames.find((name) => !names.has(name.toLowerCase()));
    if (missing !== undefined) throw invalidField('usernames', `names nobody: ${missing}`);
    const people = [...new Set([userId, ...found.map(({ id }) => id)])];
    if (people.length < 2) throw invalidField('usernames', 'must name somebody else');
    return people;
  }

  return {
    async findDirect(scope, usernames) {
      requireUser(scope);
      const slug = slugOf(await findPeople(scope.user.id, usernames, true));
      const [room] = await sql<{ id: string }[]>`
        select r.id from rooms r join memberships m on m.room_id = r.id
        where r.slug = ${slug} and m.user_id = ${scope.user.id}`;
      if (room) return room.id;
      const written = usernames.map((name) => `@${name}`).join(',');
      throw new DomainError('not_found', `You have no talk with ${written}.`);
    },

    async openDirect(scope, usernames) {
      requireUser(scope);
      const { user } = scope;
      const people = await findPeople(user.id, usernames);
      const slug = slugOf(people);
      const now = clock.now();
      const made = await sql<{ id: string }[]>`
        with room as (
          insert into rooms
            (id, slug, name, visibility, kind, shows_past, creator_id, created_at, updated_at)
          values (${ids.uuid()}, ${slug}, '', 'private', 'direct', true, ${user.id}, ${now}, ${now})
          on conflict do nothing returning id
        ), members as (
          insert into memberships (room_id, user_id, role, joined_at)
          select room.id, people.id, 'member', ${now}
          from room, unnest(${people}::uuid[]) as people(id)
        )
        select id from room`;
      if (made[0]) {
        const roomId = made[0].id;
        for (const id of people) pubsub.publish(userTopic(id), { type: 'room.entered', roomId });
        return roomId;
      }
      // Who had put it away has it back.
      const [room] = await sql<{ id: string; isBack: boolean }[]>`
        with room as (select id from rooms where slug = ${slug}), back as (
          insert into memberships as m (room_id, user_id, role, joined_at)
          select room.id, people.id, 'member', ${now} from room, unnest(${people}::uuid[]) as people(id)
          on conflict (room_id, user_id) do update set hidden_seq = null
            where m.user_id = ${user.id} and m.hidden_seq is not null
          returning user_id
        )
        select id, exists (select from back where user_id = ${user.id}) as "isBack" from room`;
      if (!room) throw new DomainError('internal');
      if (room.isBack)
        pubsub.publish(userTopic(user.id), { type: 'room.entered', roomId: room.id });
      return room.id;
    },
  };
}

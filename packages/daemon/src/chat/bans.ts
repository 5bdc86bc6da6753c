// Bans: whom a room keeps out, and for how long.

import type { BanMemberInput, BanView, MemberInput } from '@parley/shared/chat';
import { invalidField } from '@parley/shared/errors';
import { sql as fragment } from 'drizzle-orm';
import type { Scope } from '../accounts/index.ts';
import type { Access } from './access.ts';
import type { ChatDeps } from './chat.ts';
import type { Entrance } from './entrance.ts';
import type { People } from './people.ts';

export interface Bans {
  /** Puts somebody out and keeps them out. Broadcasts `member.left`. */
  banMember(scope: Scope, input: BanMemberInput): Promise<void>;
  unbanMember(scope: Scope, input: MemberInput): Promise<void>;
  /** Those that hold, the newest first. */
  listBans(scope: Scope, ref: string): Promise<BanView[]>;
}

export function createBans(
  { repo, clock, audit }: ChatDeps,
  { access, entrance, people }: { access: Access; entrance: Entrance; people: People },
): Bans {
  return {
    async banMember(scope, { reason = '', until, ...input }) {
      const { room, user, person } = await people.authorizeOver(scope, 'moderate', input);
      if (until !== undefined && Date.parse(until) <= clock.now().getTime()) {
        throw invalidField('until', 'must be in the future');
      }
      await repo.transact(async (tx) => {
        await tx.execute(fragment`
          insert into room_bans (room_id, user_id, reason, until, created_at)
          values (${room.id}, ${person.id}, ${reason}, ${until ?? null}, ${clock.now().toISOString()})
          on conflict (room_id, user_id) do update
            set reason = excluded.reason, until = excluded.until, created_at = excluded.created_at`);
        await audit.record(tx, scope, {
          action: 'chat.ban_member',
          subject: `room:${room.id}`,
          detail: { userId: person.id, reason, until: until ?? null },
        });
      });
      // After the commit: who comes in meanwhile meets the ban, or is found here.
      const ban = { reason, until: until ?? null };
      await entrance.leave(room.id, person, { by: user.username, ban });
    },

    async unbanMember(scope, { room: ref, username }) {
      const { room } = await access.authorize(scope, 'moderate', ref);
      const person = await people.find(room.id, username);
      await repo.transact(async (tx) => {
        await tx.execute(
          fragment`delete from room_bans where room_id = ${room.id} and user_id = ${person.id}`,
        );
        await audit.record(tx, scope, {
          action: 'chat.unban_member',
          subject: `room:${room.id}`,
          detail: { userId: person.id },
        });
      });
    },

    async listBans(scope, ref) {
      const { room } = await access.authorize(scope, 'moderate', ref);
      const rows = await repo.sql<
        (BanView['user'] & { reason: string; until: Date | null; createdAt: Date })[]
      >`
        select u.id, u.username, u.display_name as "displayName", b.reason, b.until,
          b.created_at as "createdAt"
        from room_bans b join users u on u.id = b.user_id
        where b.room_id = ${room.id} and (b.until is null or b.until > ${clock.now()})
        order by b.created_at desc limit 1000`;
      return rows.map(({ reason, until, createdAt, ...user }) => ({
        user,
        reason,
        until: until?.toISOString() ?? null,
        createdAt: createdAt.toISOString(),
      }));
    },
  };
}

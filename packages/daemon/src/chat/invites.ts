// Invite links into rooms: a code that lets its holder in, for a time, so many times.

import { createHash, randomBytes } from 'node:crypto';
import type {
  CreateRoomInviteInput,
  CreateRoomInviteResult,
  RoomInviteView,
} from '@parley/shared/chat';
import { DomainError, invalidField } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { requireUser, type Scope } from '../accounts/index.ts';
import type { Access } from './access.ts';
import type { ChatDeps } from './chat.ts';
import type { Entrance } from './entrance.ts';

export interface Invites {
  createRoomInvite(scope: Scope, input: CreateRoomInviteInput): Promise<CreateRoomInviteResult>;
  /** Those that still let somebody in. */
  listRoomInvites(scope: Scope, ref: string): Promise<RoomInviteView[]>;
  revokeRoomInvite(scope: Scope, id: string): Promise<void>;
  /**
   * Answers the room's id. What the link's maker may no longer do, the link does not do either.
   * @throws not_found for a code that is used up, expired, revoked or none.
   */
  joinByInvite(scope: Scope, code: string): Promise<string>;
}

const validityMs = 7 * 86_400_000;

/** 256 bits that nobody guesses, so a fast hash is enough; a leaked table lets nobody in. */
const hashOf = (code: string): Buffer => createHash('sha256').update(code).digest();

export function createInvites(
  { repo, clock, ids }: ChatDeps,
  { access, entrance }: { access: Access; entrance: Entrance },
): Invites {
  const { sql } = repo;

  interface InviteRow {
    id: string;
    usesLeft: number | null;
    expiresAt: Date;
    createdAt: Date;
    creator: RoomInviteView['creator'];
  }
  const toView = ({ expiresAt, createdAt, ...row }: InviteRow): RoomInviteView => ({
    ...row,
    expiresAt: expiresAt.toISOString(),
    createdAt: createdAt.toISOString(),
  });

  return {
    async createRoomInvite(scope, { room: ref, maxUses, expiresAt }) {
      const { room, user } = await access.authorize(scope, 'manage_invites', ref);
      const createdAt = clock.now();
      const expiry = expiresAt ? new Date(expiresAt) : new Date(createdAt.getTime() + validityMs);
      if (expiry <= createdAt) throw invalidField('expiresAt', 'must be in the future');
      const code = `inv_${randomBytes(32).toString('base64url')}`;
      const row = { id: ids.uuid(), usesLeft: maxUses ?? null, expiresAt: expiry, createdAt };
      const made = await sql`
        insert into room_invites (id, room_id, creator_id, hash, uses_left, expires_at, created_at)
        select ${row.id}, ${room.id}, ${user.id}, ${hashOf(code)}, ${row.usesLeft}::int, ${expiry},
          ${createdAt}
        where (
          select count(*) from room_invites where room_id = ${room.id} and expires_at > ${createdAt}
        ) < ${limits.invitesPerRoom}
        returning 1`;
      if (made.length === 0) {
        throw new DomainError('limited', 'This room has many invites already; revoke some first.');
      }
      const { id, username, displayName } = user;
      return { ...toView({ ...row, creator: { id, username, displayName } }), code };
    },

    async listRoomInvites(scope, ref) {
      const { room } = await access.authorize(scope, 'manage_invites', ref);
      const rows = await sql<InviteRow[]>`
        select i.id, i.uses_left as "usesLeft", i.expires_at as "expiresAt",
          i.created_at as "createdAt",
          json_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name)
            as creator
        from room_invites i join users u on u.id = i.creator_id
        where i.room_id = ${room.id} and i.expires_at > ${clock.now()}
          and (i.uses_left is null or i.uses_left > 0)
        order by i.created_at desc`;
      return rows.map(toView);
    },

    async revokeRoomInvite(scope, id) {
      requireUser(scope);
      const [invite] = await sql<{ roomId: string }[]>`
        select room_id as "roomId" from room_invites where id = ${id}`;
      if (!invite) throw noSuchInvite();
      await access.authorize(scope, 'manage_invites', invite.roomId).catch((error: unknown) => {
        throw error instanceof DomainError ? noSuchInvite() : error;
      });
      await sql`delete from room_invites where id = ${id}`;
    },

    async joinByInvite(scope, code) {
      requireUser(scope);
      const { user } = scope;
      const [invite] = await sql<{ id: string; roomId: string; isMember: boolean }[]>`
        select i.id, i.room_id as "roomId", m.user_id is not null as "isMember"
        from room_invites i
        join rooms r on r.id = i.room_id and r.archived_at is null
        join users maker on maker.id = i.creator_id and maker.suspended_at is null
        left join memberships rights on rights.room_id = r.id and rights.user_id = maker.id
        left join memberships m on m.room_id = r.id and m.user_id = ${user.id}
        where i.hash = ${hashOf(code)} and i.expires_at > ${clock.now()}
          and (
            rights.role in ('moderator', 'owner')
            or (r.visibility = 'public' and maker.role in ('moderator', 'admin'))
          )`;
      if (!invite) throw noSuchInvite();
      if (invite.isMember) return invite.roomId;
      // The use is taken first: of many at once, as many come in as there are uses.
      const taken = await sql`
        update room_invites set uses_left = uses_left - 1
        where id = ${invite.id} and (uses_left is null or uses_left > 0) returning 1`;
      if (taken.length === 0) throw noSuchInvite();
      // Who does not come in by it, being kept out or in already by another try of theirs, uses none up.
      let hasEntered = false;
      try {
        hasEntered = await entrance.enter(invite.roomId, user);
      } finally {
        if (!hasEntered) {
          await sql`update room_invites set uses_left = uses_left + 1 where id = ${invite.id}`;
        }
      }
      return invite.roomId;
    },
  };
}

function noSuchInvite(): DomainError {
  return new DomainError('not_found', 'This invite leads nowhere. Ask for a new one.');
}

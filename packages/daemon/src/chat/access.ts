// Finding a room for a caller: the room, the caller's place in it, and whether that is enough.

import { requireUser, type Scope, type UserScope } from '../accounts/index.ts';
import { isId, type Sql } from '../repo/index.ts';
import { authorizeRoom, type RoomAction } from './policy.ts';
import { type RoomAccess, type RoomRow, toRoomAccess } from './room.ts';

export interface Access {
  /** The room and the caller's membership, or null; no question of rights. */
  find(scope: Scope, ref: string): Promise<RoomAccess | null>;
  /** @throws unauthenticated, not_found, forbidden */
  authorize(
    scope: Scope,
    action: RoomAction,
    ref: string,
  ): Promise<RoomAccess & { user: UserScope['user'] }>;
}

/** Rooms `r` with the caller's membership `m`, as {@link RoomRow}. */
export function roomColumns(sql: Sql) {
  return sql`
    r.id, r.slug, r.name, r.topic, r.visibility, r.last_seq as "lastSeq",
    r.last_change as "lastChange", r.created_at as "createdAt", m.role,
    m.last_read_seq as "lastReadSeq", m.visible_after as "visibleAfter", m.joined_at as "joinedAt"`;
}

export function createAccess(sql: Sql): Access {
  async function find(scope: Scope, ref: string): Promise<RoomAccess | null> {
    const [row] = await sql<RoomRow[]>`
      select ${roomColumns(sql)} from rooms r
      left join memberships m on m.room_id = r.id and m.user_id = ${scope.user?.id ?? null}
      where ${isId(ref) ? sql`r.id = ${ref}` : sql`r.slug = ${ref}`}`;
    return row ? toRoomAccess(row) : null;
  }

  return {
    find,
    async authorize(scope, action, ref) {
      requireUser(scope);
      const access = await find(scope, ref);
      authorizeRoom(scope, action, ref, access);
      return { ...access, user: scope.user };
    },
  };
}

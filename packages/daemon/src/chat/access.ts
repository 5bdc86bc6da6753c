// Finding a room for a caller: the room, the caller's place in it, and whether that is enough.

import { limits } from '@parley/shared/limits';
import { requireUser, type Scope, type UserScope } from '../accounts/index.ts';
import { type Fragment, gatherReads, isId, type Sql } from '../repo/index.ts';
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
  /** Of these rooms those that only members may read, with their members. */
  readInsiders(roomIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
}

/** Of room `r`: who comes in now sees what is after this seq. */
export function newcomerSeesAfter(sql: Sql) {
  return sql`case when r.shows_past then r.open_after else r.last_seq end`;
}

/** Rooms `r` with the caller's membership `m`, as {@link RoomRow}. */
export function roomColumns(sql: Sql) {
  return sql`
    r.id, r.slug, r.name, r.topic, r.visibility, r.kind, r.archived_at as "archivedAt",
    r.is_read_only as "isReadOnly", r.slow_mode_seconds as "slowModeSeconds",
    r.retention_days as "retentionDays", r.shows_past as "showsPast", r.open_after as "openAfter", r.last_seq as "lastSeq",
    r.last_main as "lastMain", r.last_change as "lastChange", r.created_at as "createdAt", m.role,
    m.last_read_seq as "lastReadSeq", m.read_main as "readMain", m.notify,
    m.quiet_until as "quietUntil", m.visible_after as "visibleAfter", m.muted_until as "mutedUntil", m.joined_at as "joinedAt"`;
}

/** The same as {@link RoomListRow}: own messages are never unread, but those after the marker count among the numbers. */
export function roomListColumns(sql: Sql) {
  return sql`
    ${roomColumns(sql)}, m.unread_mentions as "unreadMentions",
    m.thread_mentions as "threadMentions",
    (select count(*) from (
      select 1 from messages own
      where own.author_id = m.user_id and own.room_id = r.id and own.seq > m.last_read_seq
        and own.thread_id is null
      limit ${limits.ownUnread}
    ) as mine) as "ownUnread",
    case when r.kind = 'direct' then (
      select json_agg(
        json_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name)
        order by u.username
      )
      from memberships others join users u on u.id = others.user_id
      where others.room_id = r.id and others.user_id <> m.user_id
    ) end as people`;
}

export function createAccess(sql: Sql): Access {
  /** Rooms by what they are called, each with the place in it of who asks. */
  const gatherFinds = (matches: Fragment) =>
    gatherReads<{ userId: string | null; ref: string }, RoomRow | undefined>({
      async read(asked) {
        const userIds = asked.map(({ userId }) => userId);
        const refs = asked.map(({ ref }) => ref);
        const rows = await sql<(RoomRow & { place: string })[]>`
          select asked.place, ${roomColumns(sql)}
          from unnest(${userIds}::uuid[], ${refs}::text[]) with ordinality as asked(user_id, ref, place)
          join rooms r on ${matches}
          left join memberships m on m.room_id = r.id and m.user_id = asked.user_id`;
        const byPlace = new Map(rows.map((row) => [Number(row.place) - 1, row]));
        return asked.map((_, place) => byPlace.get(place));
      },
    });
  const findById = gatherFinds(sql`r.id = asked.ref::uuid`);
  const findBySlug = gatherFinds(sql`r.slug = asked.ref::citext`);

  async function find(scope: Scope, ref: string): Promise<RoomAccess | null> {
    const asked = { userId: scope.user?.id ?? null, ref };
    const row = await (isId(ref) ? findById(asked) : findBySlug(asked));
    return row ? toRoomAccess(row) : null;
  }

  /** By the slug that the room had once: asked only where there is none of that name now. */
  async function findByOldSlug(scope: Scope, ref: string): Promise<RoomAccess | null> {
    if (isId(ref)) return null;
    const [old] = await sql<{ roomId: string }[]>`
      select room_id as "roomId" from room_old_slugs where slug = ${ref}`;
    return old ? find(scope, old.roomId) : null;
  }

  return {
    find,
    async authorize(scope, action, ref) {
      requireUser(scope);
      const access = (await find(scope, ref)) ?? (await findByOldSlug(scope, ref));
      authorizeRoom(scope, action, ref, access);
      return { ...access, user: scope.user };
    },
    async readInsiders(roomIds) {
      const rows = await sql<{ id: string; members: string[] }[]>`
        select r.id, array(select m.user_id from memberships m where m.room_id = r.id) as members
        from rooms r where r.id = any(${[...roomIds]}::uuid[]) and r.visibility <> 'public'`;
      return new Map(rows.map(({ id, members }) => [id, new Set(members)]));
    },
  };
}

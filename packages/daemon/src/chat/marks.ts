// The marks of members — roles and mutes — as whoever comes into a room is told of them.

import type { MemberMark, MemberRole } from '@parley/shared/chat';
import { limits } from '@parley/shared/limits';
import { gatherReads, type Sql } from '../repo/index.ts';

/** @returns a reader of a room's marks, owners first, {@link limits.markedMembers} at most. */
export function createMarkReader(sql: Sql): (roomId: string) => Promise<MemberMark[]> {
  return gatherReads<string, MemberMark[]>({
    async read(asked) {
      const roomIds = [...new Set(asked)];
      const rows = await sql<
        { roomId: string; userId: string; role: MemberRole; mutedUntil: Date | null }[]
      >`
        select asked.room_id as "roomId", marked.user_id as "userId", marked.role,
          marked.muted_until as "mutedUntil"
        from unnest(${roomIds}::uuid[]) as asked(room_id), lateral (
          select user_id, role, muted_until from memberships
          where room_id = asked.room_id and (role <> 'member' or muted_until > now())
          order by role = 'member', role = 'moderator', user_id
          limit ${limits.markedMembers}
        ) as marked`;
      const byRoom = Map.groupBy(rows, ({ roomId }) => roomId);
      return asked.map((roomId) =>
        (byRoom.get(roomId) ?? []).map(({ userId, role, mutedUntil }) => {
          return { userId, role, mutedUntil: mutedUntil?.toISOString() ?? null };
        }),
      );
    },
  });
}

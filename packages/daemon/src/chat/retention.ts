// Retention: what a room keeps only for a time is purged, and leaves tombstones.

import type { Scope } from '../accounts/index.ts';
import type { Sql } from '../repo/index.ts';
import type { Clock } from '../telemetry/index.ts';
import type { Access } from './access.ts';
import type { MessageWriter } from './writer.ts';

export interface Retention {
  /** How many messages the next purge of a room would take, were this its rule. */
  countPurgeable(scope: Scope, ref: string, retentionDays: number): Promise<number>;
  /** Purges what is too old in all rooms; answers how many messages that were. */
  purgeMessages(): Promise<number>;
}

const batchSize = 500;
const dayMs = 86_400_000;

/**
 * A tombstone keeps its number, so seq stays dense. The purge goes in batches of a room, each a change
 * of the room's like any other: short locks, and whoever is connected is told by the next look.
 */
export function createRetention(deps: {
  sql: Sql;
  clock: Clock;
  access: Access;
  writer: MessageWriter;
}): Retention {
  const { sql, clock, access, writer } = deps;
  const before = (days: number) => new Date(clock.now().getTime() - days * dayMs);

  async function purgeBatch(roomId: string, oldest: Date): Promise<number> {
    return writer.change(roomId, () =>
      sql.begin(async (tx) => {
        const [room] = await tx<{ lastChange: string; lastSeq: string }[]>`
          update rooms set last_change = last_change + 1 where id = ${roomId}
          returning last_change as "lastChange", last_seq as "lastSeq"`;
        const purged = await tx<{ id: string; seq: string }[]>`
          update messages set body = '', reactions = '{}', pinned_at = null, deleted_at = ${clock.now()},
            change = ${room!.lastChange}, changed_at_seq = ${room!.lastSeq}
          where room_id = ${roomId} and seq in (
            select seq from messages
            where room_id = ${roomId} and created_at < ${oldest} and deleted_at is null
            order by seq limit ${batchSize}
          ) returning id, seq`;
        const ids = purged.map(({ id }) => id);
        await tx`delete from message_edits where message_id = any(${ids}::uuid[])`;
        const seqs = purged.map(({ seq }) => seq);
        await tx`
          with called as (
            delete from mentions where room_id = ${roomId} and seq = any(${seqs}::bigint[])
            returning user_id, seq
          ), counts as (
            select m.user_id, count(*)::int as count from called
            join memberships m on m.room_id = ${roomId} and m.user_id = called.user_id
              and m.last_read_seq < called.seq
            group by m.user_id
          )
          update memberships m set unread_mentions = greatest(0, unread_mentions - counts.count)
          from counts where m.room_id = ${roomId} and m.user_id = counts.user_id`;
        return purged.length;
      }),
    );
  }

  return {
    async countPurgeable(scope, ref, retentionDays) {
      const { room } = await access.authorize(scope, 'update', ref);
      const [row] = await sql<{ count: number }[]>`
        select count(*)::int as count from messages
        where room_id = ${room.id} and created_at < ${before(retentionDays)} and deleted_at is null`;
      return row!.count;
    },

    async purgeMessages() {
      const rooms = await sql<{ id: string; retentionDays: number }[]>`
        select r.id, r.retention_days as "retentionDays" from rooms r
        where r.retention_days is not null and exists (
          select from messages m where m.room_id = r.id and m.deleted_at is null
            and m.created_at < ${clock.now()}::timestamptz - make_interval(days => r.retention_days)
        )`;
      let total = 0;
      for (const { id, retentionDays } of rooms) {
        let purged: number;
        do {
          purged = await purgeBatch(id, before(retentionDays));
          total += purged;
        } while (purged === batchSize);
      }
      return total;
    },
  };
}

// Retention: what a room keeps only for a time is purged, and leaves tombstones.

import { sql } from 'drizzle-orm';
import type { Scope } from '../accounts/index.ts';
import type { Repo, Transaction } from '../repo/index.ts';
import type { Clock } from '../telemetry/index.ts';
import type { Access } from './access.ts';
import { forgetCalls } from './calls.ts';
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
  repo: Repo;
  clock: Clock;
  access: Access;
  writer: MessageWriter;
}): Retention {
  const { repo, clock, access, writer } = deps;
  const before = (days: number) => new Date(clock.now().getTime() - days * dayMs);

  function purgeBatch(roomId: string, oldest: Date): Promise<number> {
    const now = clock.now().toISOString();
    const purge = async (tx: Transaction) => {
      const [room] = await tx.execute<{ lastChange: string; lastSeq: string }>(sql`
        select last_change as "lastChange", last_seq as "lastSeq" from rooms
        where id = ${roomId} for no key update`);
      // Each has a number of its own: whoever has heard one of them has not heard the next.
      const purged = await tx.execute<{ id: string; seq: string }>(sql`
        with old as (
          select seq, row_number() over (order by seq) as place from (
            select seq from messages
            where room_id = ${roomId} and created_at < ${oldest.toISOString()} and deleted_at is null
            order by seq limit ${batchSize}
          ) as oldest
        )
        update messages set body = '', reactions = '[]', pinned_at = null, deleted_at = ${now},
          change = ${room!.lastChange}::bigint + old.place, changed_at_seq = ${room!.lastSeq}
        from old where room_id = ${roomId} and messages.seq = old.seq
        returning id, messages.seq`);
      if (purged.length === 0) return 0;
      await tx.execute(sql`
        update rooms set last_change = last_change + ${purged.length} where id = ${roomId}`);
      const ids = purged.map(({ id }) => id);
      await tx.execute(sql`
        delete from message_edits where message_id = any(${sql.param(ids)}::uuid[])`);
      const seqs = purged.map(({ seq }) => seq);
      await forgetCalls(tx, roomId, seqs);
      return purged.length;
    };
    return writer.change(roomId, () => repo.transact(purge));
  }

  return {
    async countPurgeable(scope, ref, retentionDays) {
      const { room } = await access.authorize(scope, 'update', ref);
      const [row] = await repo.sql<{ count: number }[]>`
        select count(*)::int as count from messages
        where room_id = ${room.id} and created_at < ${before(retentionDays)} and deleted_at is null`;
      return row!.count;
    },

    async purgeMessages() {
      const rooms = await repo.sql<{ id: string; retentionDays: number }[]>`
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

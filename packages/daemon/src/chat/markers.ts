// Read markers: what moving one answers, and tells the devices of who moved it.

import type { ActivityEvent } from '@parley/shared/events';
import type { Sql } from '../repo/index.ts';

/** A membership's marker and the calls that are left, as {@link markerColumns} answers them. */
export interface Marker {
  /** As text from a row, as a number from JSON. */
  lastReadSeq: string | number;
  readMain: string | number;
  unreadMentions: number;
  threadMentions: number;
}

/** Of memberships `m`. */
export function markerColumns(sql: Sql) {
  return sql`
    m.last_read_seq as "lastReadSeq", m.read_main as "readMain",
    m.unread_mentions as "unreadMentions", m.thread_mentions as "threadMentions"`;
}

export function toRoomRead(
  roomId: string,
  { lastReadSeq, readMain, unreadMentions, threadMentions }: Marker,
): Extract<ActivityEvent, { type: 'room.read' }> {
  return {
    type: 'room.read',
    roomId,
    lastReadSeq: Number(lastReadSeq),
    readMain: Number(readMain),
    mentions: unreadMentions + threadMentions,
    threadMentions,
  };
}

/** As whoever stores messages in it does: they wait for each other. */
export function lockRoom(tx: Sql, roomId: string) {
  return tx`select 1 from rooms where id = ${roomId} for no key update`;
}

/**
 * Takes a lock, and reads after it: a statement that waits sees what there was before it waited, and
 * would count calls that are gone, or none that came.
 */
export function holdThenRead<Row>(
  sql: Sql,
  of: { hold(tx: Sql): PromiseLike<unknown>; read(tx: Sql): PromiseLike<readonly Row[]> },
): Promise<readonly Row[]> {
  return sql.begin(async (held) => {
    const tx = held as unknown as Sql;
    await of.hold(tx);
    return of.read(tx);
  }) as Promise<readonly Row[]>;
}

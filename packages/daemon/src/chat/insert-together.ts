// Storing plain messages of many rooms in one statement and one commit, and asking there who may write.

import { type Sql, violatedConstraint } from '../repo/index.ts';
import type { InsertedMessage, NewMessage } from './insert.ts';

/** A message with nothing around it: it calls nobody, quotes nothing and is in no thread. */
export function isPlain(message: NewMessage): boolean {
  const { replyTo, threadId, names, callsRoom, keywords } = message;
  const callsNobody = names.length === 0 && !callsRoom && keywords.length === 0;
  return replyTo === null && threadId === null && callsNobody;
}

/**
 * Stores messages of a room, together with those of other rooms that wait at the same time. By id; or
 * null when nothing of this room was stored: somebody else is writing in it, it is no ordinary room, a
 * `grant` holds no more, or one of the messages is known already.
 */
export type InsertTogether = (
  roomId: string,
  messages: readonly NewMessage[],
) => Promise<Map<string, InsertedMessage> | null>;

interface Pending {
  roomId: string;
  messages: readonly NewMessage[];
  resolve(rows: Map<string, InsertedMessage> | null): void;
  reject(error: unknown): void;
}

interface RoomNumbers {
  id: string;
  base: string;
  baseMain: string;
  lastChange: string;
  isPrivate: boolean;
}

/** PostgreSQL works on one while the other is answered and made ready; more would only make each smaller. */
export const mostUnderWay = 2;
const mostRows = 500;
/** Fewer than this are not worth two statements. */
const leastHalf = 8;

/** How many of those that wait go next: half when nothing is under way, so that the other half can be. */
export function countNext(waiting: number, underWay: number): number {
  const isHalved = underWay === 0 && waiting >= 2 * leastHalf;
  return isHalved ? Math.ceil(waiting / 2) : mostRows;
}

/**
 * Rooms answer in the order in which they were asked, also each room in itself.
 * @param pipeline must store, and answer, in the order of the statements.
 */
export function createInsertTogether(pipeline: Sql): InsertTogether {
  const waiting: Pending[] = [];
  let underWay = 0;

  function start(): void {
    while (underWay < mostUnderWay && waiting.length > 0) {
      const lot = takeLot(waiting, underWay);
      underWay += 1;
      void run(lot).finally(() => {
        underWay -= 1;
        start();
      });
    }
  }

  async function run(lot: readonly Pending[]): Promise<void> {
    try {
      const rooms = await insert(pipeline, lot, { isPatient: false });
      const numbers = new Map(rooms.map((room) => [room.id, room]));
      for (const { roomId, messages, resolve } of lot) {
        const room = numbers.get(roomId);
        resolve(room ? toInserted(room, messages) : null);
      }
    } catch (error) {
      const isKnown = violatedConstraint(error) === 'messages_author_client_key';
      for (const { resolve, reject } of lot) isKnown ? resolve(null) : reject(error);
    }
  }

  return (roomId, messages) =>
    new Promise((resolve, reject) => {
      waiting.push({ roomId, messages, resolve, reject });
      if (waiting.length === 1) queueMicrotask(start);
    });
}

/** The same for one room alone, waiting for whoever writes in it. */
export async function insertPatiently(
  sql: Sql,
  roomId: string,
  messages: readonly NewMessage[],
): Promise<Map<string, InsertedMessage> | null> {
  try {
    const [room] = await insert(sql, [{ roomId, messages }], { isPatient: true });
    return room ? toInserted(room, messages) : null;
  } catch (error) {
    if (violatedConstraint(error) === 'messages_author_client_key') return null;
    throw error;
  }
}

/** A room once, as it is numbered once. */
function takeLot(waiting: Pending[], underWay: number): Pending[] {
  const all = waiting.reduce((sum, { messages }) => sum + messages.length, 0);
  const enough = countNext(all, underWay);
  const rooms = new Set<string>();
  let rows = 0;
  const next = waiting.findIndex(({ roomId, messages }) => {
    if (rooms.has(roomId) || rows >= enough) return true;
    rooms.add(roomId);
    rows += messages.length;
    return false;
  });
  return waiting.splice(0, next === -1 ? waiting.length : next);
}

/**
 * Unless it is patient, a room that somebody else is writing in is left out, so that it holds up no other, and no two
 * daemons wait for each other crosswise; it is tried again, patiently, in a statement of its own. The
 * rooms' rows stay locked to the commit.
 *
 * Each value is said once, in one list per column: PostgreSQL reads them from text, and that was an
 * eighth of its work.
 */
function insert(
  sql: Sql,
  lot: readonly Pick<Pending, 'roomId' | 'messages'>[],
  { isPatient }: { isPatient: boolean },
): Promise<RoomNumbers[]> {
  const all = lot.flatMap(({ messages }) => messages);
  const roomIds = lot.map(({ roomId }) => roomId);
  const counts = lot.map(({ messages }) => messages.length);
  const places = lot.flatMap(({ messages }, index) => messages.map(() => index + 1));
  const before = lot.map((_, index) => places.indexOf(index + 1));
  const begin = Math.min(...all.map(({ createdAt }) => createdAt.getTime()));
  return sql<RoomNumbers[]>`
    with given as materialized (
      select (${roomIds}::uuid[])[each.place] as room_id, each.*
      from unnest(
        ${places}::int[],
        ${all.map(({ id }) => id)}::uuid[],
        ${all.map(({ author }) => author.id)}::uuid[],
        ${all.map(({ grant }) => grant ?? null)}::text[],
        ${all.map(({ clientId }) => clientId)}::text[],
        ${all.map(({ body }) => body)}::text[],
        ${all.map(({ createdAt }) => createdAt.getTime() - begin)}::bigint[]
      ) with ordinality as each(place, id, author_id, role, client_id, body, ms, position)
    ), refused as (
      select given.room_id from given
      left join memberships m on m.room_id = given.room_id and m.user_id = given.author_id
      where given.role is not null and (m.role is distinct from given.role or m.muted_until is not null)
    ), locked as (
      select r.id from rooms r
      where r.id = any(${roomIds}::uuid[])
        and r.archived_at is null and not r.is_read_only and r.slow_mode_seconds = 0
        and r.id not in (select room_id from refused)
      for no key update of r ${isPatient ? sql`` : sql`skip locked`}
    ), room as (
      update rooms set last_seq = last_seq + wanted.count, last_main = last_main + wanted.count
      from locked join unnest(
        ${roomIds}::uuid[],
        ${counts}::bigint[],
        ${before}::bigint[]
      ) as wanted(id, count, before) using (id)
      where rooms.id = locked.id
      returning rooms.id, rooms.last_seq - wanted.count as base,
        rooms.last_main - wanted.count as base_main, wanted.before, rooms.last_change,
        rooms.visibility = 'private' as is_private
    ), inserted as (
      insert into messages (id, room_id, seq, main_no, author_id, client_id, body, created_at)
      select given.id, room.id, room.base + given.position - room.before,
        room.base_main + given.position - room.before, given.author_id, given.client_id, given.body,
        ${new Date(begin).toISOString()}::timestamptz + given.ms * interval '1 ms'
      from room join given on given.room_id = room.id
    )
    select id, base, base_main as "baseMain", last_change as "lastChange",
      is_private as "isPrivate"
    from room`;
}

function toInserted(
  { id: roomId, base, baseMain, lastChange, isPrivate }: RoomNumbers,
  messages: readonly NewMessage[],
): Map<string, InsertedMessage> {
  return new Map(
    messages.map(({ id, createdAt, body }, index) => [
      id,
      {
        id,
        roomId,
        seq: String(Number(base) + index + 1),
        mainNo: String(Number(baseMain) + index + 1),
        createdAt,
        body,
        replyTo: null,
        threadId: null,
        threadNo: null,
        lastChange,
        isPrivate,
        mentioned: [],
      },
    ]),
  );
}

// The history of rooms: pages of it, what a joining subscriber missed, and what the bus lost.

import type {
  MemberMark,
  MembershipView,
  MessagePage,
  MessageView,
  RoomView,
} from '@parley/shared/chat';
import { limits } from '@parley/shared/limits';
import type { Scope } from '../accounts/index.ts';
import type { Fragment, Sql } from '../repo/index.ts';
import type { Access } from './access.ts';
import { createBacklogReader } from './backlog.ts';
import { createMarkReader } from './marks.ts';
import { hideQuote, type MessageRow, planBacklog, toMessageView } from './message.ts';

/** What a join of a room's channel starts with. */
export interface RoomBacklog {
  room: RoomView;
  membership: MembershipView | null;
  messages: MessageView[];
  gap: { afterSeq: number; beforeSeq: number } | null;
  changed: MessageView[];
  marked: MemberMark[];
}

/** How far a subscriber has heard: the newest message, and the newest change to an earlier one. */
export interface Heard {
  readonly seq: number;
  readonly change: number;
}

/** A message that was not heard of, or a change to one; `change` is 0 for the former. */
export interface Missed {
  readonly message: MessageView;
  readonly change: number;
}

export interface History {
  /** A page of history by seq, oldest first; without a position the newest page. */
  listMessages(
    scope: Scope,
    input: { room: string; before?: number; after?: number; around?: number; limit?: number },
  ): Promise<MessagePage>;
  /** The room as it is now with what a joining subscriber missed, and up to where that reaches. */
  readBacklog(
    scope: Scope,
    roomId: string,
    cursor: number | null,
  ): Promise<{ backlog: RoomBacklog; heard: Heard; visibleAfter: number }>;
  /**
   * What came after the given places of each room, in an order that can be heard in: for channels,
   * whose subscribers were let in when they joined. `isComplete` is false when there is more.
   */
  readMissed(heard: ReadonlyMap<string, Heard>): Promise<{ missed: Missed[]; isComplete: boolean }>;
}

export interface MessageFinder {
  /** The message, for nobody's eyes yet. */
  findMessage(id: string): Promise<MessageRow | null>;
}

export interface ThreadReader extends MessageFinder {
  /** Replies of a thread after a seq, oldest first. */
  listReplies(rootId: string, range: { after: number; limit: number }): Promise<MessageView[]>;
}

/** For queries of others that answer messages `m`, as {@link MessageRow}. */
export interface MessageReader {
  readonly columns: Fragment;
  readonly joins: Fragment;
}

const end = Number.MAX_SAFE_INTEGER;

/** The message `q` that is quoted, and `qu`, who wrote it, as {@link QuoteColumns}. */
export function quoteColumns(sql: Sql): Fragment {
  return sql`
    q.seq as "quoteSeq", left(q.body, ${limits.quoteExcerpt}::int) as "quoteExcerpt",
    q.author_id as "quoteAuthorId", qu.username as "quoteUsername",
    qu.display_name as "quoteDisplayName"`;
}

export function createHistory(sql: Sql, access: Access): History & ThreadReader & MessageReader {
  const columns = sql`
    m.id, m.room_id as "roomId", m.seq, m.author_id as "authorId", u.username,
    u.display_name as "displayName", u.is_bot as "isBot", m.client_id as "clientId", m.body, m.reply_to as "replyTo",
    m.thread_id as "threadId", m.thread_no as "threadNo", m.main_no as "mainNo", m.reactions, m.change, m.changed_at_seq as "changedAtSeq", m.created_at as "createdAt",
    m.edited_at as "editedAt", m.deleted_at as "deletedAt", m.pinned_at as "pinnedAt",
    ${quoteColumns(sql)}, t.last_no as "replyCount",
    t.last_reply_at as "lastReplyAt"`;
  const joins = sql`
    join users u on u.id = m.author_id
    left join messages q on q.id = m.reply_to
    left join users qu on qu.id = q.author_id
    left join threads t on t.root_id = m.id`;

  /** Messages with `after < seq < before`, oldest first; `newest`: those nearest to `before`. */
  async function listRange(
    roomId: string,
    range: { after: number; before: number; newest: boolean; limit: number },
  ): Promise<MessageView[]> {
    const order = range.newest ? sql`desc` : sql`asc`;
    const rows = await sql<MessageRow[]>`
      select ${columns} from messages m ${joins}
      where m.room_id = ${roomId} and m.seq > ${range.after} and m.seq < ${range.before}
      order by m.seq ${order} limit ${range.limit}`;
    const views = rows.map(toMessageView);
    return range.newest ? views.reverse() : views;
  }

  async function listAround(
    roomId: string,
    { seq, after, limit }: { seq: number; after: number; limit: number },
  ): Promise<MessageView[]> {
    const half = Math.ceil(limit / 2);
    const rest = Math.max(1, limit - half);
    const [older, newer] = await Promise.all([
      listRange(roomId, { after, before: seq + 1, newest: true, limit: half }),
      listRange(roomId, { after: Math.max(after, seq), before: end, newest: false, limit: rest }),
    ]);
    return [...older, ...newer];
  }

  const readParts = createBacklogReader(sql, { columns, joins });
  const readMarks = createMarkReader(sql);

  return {
    columns,
    joins,

    async listReplies(rootId, { after, limit }) {
      const rows = await sql<MessageRow[]>`
        select ${columns} from messages m ${joins}
        where m.thread_id = ${rootId} and m.seq > ${after} order by m.seq limit ${limit}`;
      return rows.map(toMessageView);
    },

    async findMessage(id) {
      const [row] = await sql<MessageRow[]>`
        select ${columns} from messages m ${joins} where m.id = ${id}`;
      return row ?? null;
    },

    async listMessages(scope, { room: ref, before, after, around, limit = limits.joinBacklog }) {
      const { room, visibleAfter } = await access.authorize(scope, 'read', ref);
      let items: MessageView[];
      if (around !== undefined) {
        items = await listAround(room.id, { seq: around, after: visibleAfter, limit });
      } else {
        const from = Math.max(after ?? 0, visibleAfter);
        const range = { after: from, before: before ?? end, newest: after === undefined, limit };
        items = await listRange(room.id, range);
      }
      const first = items[0]?.seq ?? (after ?? visibleAfter) + 1;
      const last = items.at(-1)?.seq ?? (before ?? room.lastSeq + 1) - 1;
      return {
        items: items.map((message) => hideQuote(message, visibleAfter)),
        hasBefore: first > visibleAfter + 1,
        hasAfter: last < room.lastSeq,
      };
    },

    async readBacklog(scope, roomId, cursor) {
      const { room, membership, visibleAfter, lastChange } = await access.authorize(
        scope,
        'read',
        roomId,
      );
      const { afterSeq, gap } = planBacklog({
        lastSeq: room.lastSeq,
        cursor: cursor === null ? null : Math.max(cursor, visibleAfter),
        newest: limits.joinBacklog,
        most: limits.resumeBacklog,
      });
      const isResumed = cursor !== null && cursor <= room.lastSeq;
      // Neither further than the room's row told: what came since is heard live, in its place.
      const [{ messages, changed }, marked] = await Promise.all([
        readParts({
          roomId: room.id,
          visibleAfter,
          after: Math.max(afterSeq, visibleAfter),
          upTo: room.lastSeq,
          changed: isResumed ? { cursor, upTo: lastChange } : null,
        }),
        readMarks(room.id),
      ]);
      // Of very many changes the rest is heard live, as whatever else was missed.
      const isCut = changed.length >= limits.resumeBacklog;
      const change = isCut ? changed.at(-1)!.change : lastChange;
      return {
        backlog: { room, membership, messages, gap, changed, marked },
        heard: { seq: room.lastSeq, change },
        visibleAfter,
      };
    },

    async readMissed(heard) {
      if (heard.size === 0) return { missed: [], isComplete: true };
      const places = [...heard];
      const given = sql`unnest(
        ${places.map(([roomId]) => roomId)}::uuid[],
        ${places.map(([, { seq }]) => seq)}::bigint[],
        ${places.map(([, { change }]) => change)}::bigint[]
      ) as heard(room_id, seq, change)`;
      const most = limits.resumeBacklog;
      // In one statement, so of one moment: a message is never read without a change before it.
      const rows = await sql<(MessageRow & { isChange: boolean })[]>`
        (select ${columns}, true as "isChange"
        from ${given} join messages m on m.room_id = heard.room_id and m.change > heard.change
          and m.change > 0 ${joins}
        order by m.room_id, m.change limit ${most})
        union all
        (select ${columns}, false
        from ${given} join messages m on m.room_id = heard.room_id and m.seq > heard.seq ${joins}
        order by m.room_id, m.seq limit ${most})`;
      return orderMissed(rows, most);
    },
  };
}

/**
 * Puts changes and messages in the order in which they were made: a change comes before every
 * message that is later than the room's newest at its time. Where changes were cut off, so are the
 * messages that may come after the missing ones.
 */
export function orderMissed(
  rows: readonly (MessageRow & { isChange: boolean })[],
  most: number,
): { missed: Missed[]; isComplete: boolean } {
  const changes = rows.filter(({ isChange }) => isChange);
  const created = rows.filter(({ isChange }) => !isChange);
  const last = changes.at(-1);
  const isCut = changes.length >= most && last !== undefined;
  const heardOf = isCut
    ? created.filter(
        (row) =>
          row.roomId < last.roomId ||
          (row.roomId === last.roomId && Number(row.seq) <= Number(last.changedAtSeq)),
      )
    : created;
  const placeOf = (row: MessageRow & { isChange: boolean }) =>
    row.isChange ? Number(row.changedAtSeq) + 0.5 : Number(row.seq);
  const ordered = [...changes, ...heardOf].sort(
    (a, b) =>
      (a.roomId < b.roomId ? -1 : a.roomId > b.roomId ? 1 : placeOf(a) - placeOf(b)) ||
      Number(a.change) - Number(b.change),
  );
  return {
    missed: ordered.map((row) => ({
      message: toMessageView(row),
      change: row.isChange ? Number(row.change) : 0,
    })),
    isComplete: !isCut && created.length < most,
  };
}

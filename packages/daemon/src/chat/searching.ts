// Searching messages: the words of all that the caller may read, the newest first.

import { DomainError } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import type { FoundMessage, SearchMessagesInput } from '@parley/shared/message-search';
import { requireUser, type Scope } from '../accounts/index.ts';
import {
  decodeCursor,
  isCancelled,
  isId,
  type KeysetCursor,
  type Repo,
  takePage,
} from '../repo/index.ts';
import type { Access } from './access.ts';
import type { MessageReader } from './history.ts';
import { hideQuote, type MessageRow, toMessageView } from './message.ts';
import { type MessageQuery, parseMessageQuery } from './search-query.ts';

export interface MessageSearching {
  /**
   * A page of the messages with these words in rooms that the caller may read, the newest first; what
   * was written within the last seconds may be missing. What may not be seen is found by nobody.
   * @throws unavailable for words that take too long to look for.
   */
  searchMessages(
    scope: Scope,
    input: SearchMessagesInput,
  ): Promise<{ items: FoundMessage[]; nextCursor: string | null }>;
}

type FoundRow = MessageRow & {
  slug: string;
  name: string;
  kind: FoundMessage['room']['kind'];
  visibleAfter: string;
  snippet: string;
};

/** What marks a found word may not stand in the text itself: nobody forges it. */
const marks = '\u0002\u0003';
const found = 'StartSel="\u0002", StopSel="\u0003"';
const fragments = `${found}, MaxFragments=2, MinWords=8, MaxWords=24, FragmentDelimiter=" … "`;
/** A short message is shown whole. */
const whole = `${found}, HighlightAll=true`;

export function createMessageSearching(
  deps: { bounded: Repo['bounded']; access: Access } & MessageReader,
): MessageSearching {
  const { bounded: sql, access, columns, joins } = deps;

  /** Ids of the authors, and of rooms where some are named; null when one of the lists leads nowhere. */
  async function resolve(
    userId: string,
    { from, rooms, directs }: MessageQuery,
  ): Promise<{ authors: string[] | null; within: string[] | null } | null> {
    let authors: string[] | null = null;
    if (from.length > 0) {
      const rows = await sql<{ id: string }[]>`
        select id from users where username = any(${from}::citext[])`;
      if (rows.length === 0) return null;
      authors = rows.map(({ id }) => id);
    }
    if (rooms.length + directs.length === 0) return { authors, within: null };
    // Whether they may be read is asked where the messages are, for all rooms alike.
    const rows = await sql<{ id: string }[]>`
      select id from rooms where slug = any(${rooms}::citext[])
      union select room_id from room_old_slugs where slug = any(${rooms}::citext[])
      union select id from rooms where id = any(${rooms.filter(isId)}::uuid[])
      union select mine.room_id from memberships mine
        join rooms r on r.id = mine.room_id and r.kind = 'direct'
        join memberships theirs on theirs.room_id = r.id and theirs.user_id <> mine.user_id
        join users u on u.id = theirs.user_id
        where mine.user_id = ${userId} and u.username = any(${directs}::citext[])`;
    return rows.length === 0 ? null : { authors, within: rows.map(({ id }) => id) };
  }

  function find(options: {
    userId: string;
    query: MessageQuery;
    authors: string[] | null;
    within: string[] | null;
    cursor: KeysetCursor | null;
    count: number;
  }) {
    const { userId, query, authors, within, cursor, count } = options;
    const { words, before, after, hasLink } = query;
    const asked = sql`websearch_to_tsquery('english', searchable(${words}))`;
    // An edited message may have lost a word before the index hears of it.
    const matching = sql`and w.words @@ ${asked}
      and (m.change = w.change or to_tsvector('english', searchable(m.body)) @@ ${asked})`;
    // Of one the index is in the order of times.
    const isOneOf = (ids: string[]) =>
      ids.length === 1 ? sql`= ${ids[0]!}::uuid` : sql`= any(${ids}::uuid[])`;
    return sql<FoundRow[]>`
      select ${columns}, r.slug, r.name, r.kind, hit.visible_after as "visibleAfter",
        ${
          words === ''
            ? sql`left(translate(m.body, ${marks}, ''), ${limits.quoteExcerpt}::int)`
            : sql`translate(ts_headline('english', searchable(translate(m.body, ${marks}, '')), ${asked},
                case when length(m.body) <= ${limits.quoteExcerpt}::int then ${whole}::text
                  else ${fragments}::text end), E'\\u0001\\u0004', '<')`
        } as snippet
      from (
        select w.message_id, w.created_at, coalesce(mine.visible_after, 0) as visible_after
        from message_words w
        join rooms r on r.id = w.room_id
        left join memberships mine on mine.room_id = w.room_id and mine.user_id = ${userId}
        join messages m on m.id = w.message_id and m.deleted_at is null
        where (r.visibility = 'public' or mine.user_id is not null)
          and w.seq > coalesce(mine.visible_after, 0)
          ${within === null ? sql`` : sql`and w.room_id ${isOneOf(within)}`}
          ${authors === null ? sql`` : sql`and w.author_id ${isOneOf(authors)}`}
          ${words === '' ? sql`` : matching}
          ${before === null ? sql`` : sql`and w.created_at < ${before}`}
          ${after === null ? sql`` : sql`and w.created_at >= ${after}`}
          ${hasLink ? sql`and w.has_link` : sql``}
          ${
            cursor === null
              ? sql``
              : sql`and (w.created_at, w.message_id) < (${cursor.at}, ${cursor.id}::uuid)`
          }
        order by w.created_at desc, w.message_id desc limit ${count}
      ) hit join messages m on m.id = hit.message_id join rooms r on r.id = m.room_id ${joins}
      order by hit.created_at desc, hit.message_id desc`;
  }

  return {
    async searchMessages(scope, input) {
      requireUser(scope);
      const perPage = Math.min(input.perPage ?? limits.pageDefault, limits.pageMax);
      const cursor = input.cursor === undefined ? null : decodeCursor(input.cursor);
      const query = parseMessageQuery(input.query);
      const only = input.room && (await access.authorize(scope, 'read', input.room)).room.id;
      const userId = scope.user.id;
      const resolved = await resolve(userId, query).catch(explainCancel);
      if (!resolved) return { items: [], nextCursor: null };
      const within = only
        ? (resolved.within?.filter((id) => id === only) ?? [only])
        : resolved.within;
      if (within?.length === 0) return { items: [], nextCursor: null };
      const { authors } = resolved;
      const looking = find({ userId, query, authors, within, cursor, count: perPage + 1 });
      const rows = await looking.catch(explainCancel);
      const page = takePage([...rows], perPage, ({ createdAt, id }) => ({ at: createdAt, id }));
      return { ...page, items: page.items.map(toFound) };
    },
  };
}

function toFound(row: FoundRow): FoundMessage {
  const { roomId, slug, name, kind, snippet } = row;
  const message = hideQuote(toMessageView(row), Number(row.visibleAfter));
  return { message, room: { id: roomId, slug, name, kind }, snippet };
}

/** @throws unavailable with what to do about it; any other error as it is. */
function explainCancel(error: unknown): never {
  if (!isCancelled(error)) throw error;
  const advice = 'Ask for rarer words, in one room, of one author or of a shorter time.';
  throw new DomainError('unavailable', `That takes too long to look for. ${advice}`, {
    cause: error,
  });
}

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
import { type Access, newcomerSeesAfter } from './access.ts';
import { slugOf as directSlug } from './directs.ts';
import type { MessageReader } from './history.ts';
import { hideQuote, type MessageRow, toMessageView } from './message.ts';
import { type MessageQuery, parseMessageQuery, refuse } from './search-query.ts';

export interface MessageSearching {
  /**
   * A page of the messages with these words in rooms that the caller may read, the newest first; what
   * was written within the last seconds may be missing. What may not be seen is found by nobody.
   * @throws invalid for an operator that leads nowhere; unavailable for words that take too long to look for.
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

  /** Ids by name, whatever its case. @throws invalid for who is not there, naming the operator. */
  async function findPeople(
    names: readonly string[],
  ): Promise<(name: string, of: string) => string> {
    const rows =
      names.length === 0
        ? []
        : await sql<{ id: string; username: string }[]>`
            select id, username from users where username = any(${[...names]}::citext[])`;
    const ids = new Map(rows.map(({ id, username }) => [username.toLowerCase(), id]));
    return (name, of) => {
      const id = ids.get(name.toLowerCase());
      if (id === undefined) throw refuse(of, `there is nobody called @${name}`);
      return id;
    };
  }

  /** Ids of the rooms that the caller may read, by what they were asked for as. */
  async function findRooms(userId: string, refs: readonly string[]): Promise<Map<string, string>> {
    const rows = await sql<{ ref: string; id: string }[]>`
      select asked.ref, r.id
      from (
        select ref, r.id from unnest(${[...refs]}::text[]) as ref join rooms r on r.slug = ref::citext
        union select ref, old.room_id from unnest(${[...refs]}::text[]) as ref
          join room_old_slugs old on old.slug = ref::citext
        union select r.id::text, r.id from rooms r where r.id = any(${refs.filter(isId)}::uuid[])
      ) asked
      join rooms r on r.id = asked.id
      left join memberships mine on mine.room_id = r.id and mine.user_id = ${userId}
      where r.visibility = 'public' or mine.user_id is not null`;
    return new Map(rows.map(({ ref, id }) => [ref, id]));
  }

  /**
   * Ids of the authors, and of the rooms, where some are named.
   * @throws invalid for what leads nowhere; what the caller may not read is as if it were not there.
   */
  async function resolve(
    userId: string,
    { from, rooms, directs }: MessageQuery,
  ): Promise<{ authors: string[] | null; within: string[] | null }> {
    const idOf = await findPeople([...from, ...directs.flat()]);
    const authors = from.length === 0 ? null : from.map((name) => idOf(name, `from:@${name}`));
    const places = [
      ...rooms.map((room) => ({ of: `in:#${room}`, ref: room, why: 'there is no such room' })),
      ...directs.map((names) => {
        const of = `in:${names.map((name) => `@${name}`).join(',')}`;
        const ids = new Set([userId, ...names.map((name) => idOf(name, of))]);
        return { of, ref: directSlug([...ids]), why: 'you have no such talk' };
      }),
    ];
    if (places.length === 0) return { authors, within: null };
    const found = await findRooms(
      userId,
      places.map(({ ref }) => ref),
    );
    const within = places.map(({ of, ref, why }) => {
      const id = found.get(ref);
      if (id === undefined) throw refuse(of, why);
      return id;
    });
    return { authors, within };
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
    const asked = sql`websearch_to_tsquery('parley', searchable(${words}))`;
    // An edited message may have lost a word before the index hears of it.
    const matching = sql`and w.words @@ ${asked}
      and (m.change = w.change or to_tsvector('parley', searchable(m.body)) @@ ${asked})`;
    // As for who comes into the room now.
    const seenAfter = sql`coalesce(mine.visible_after, ${newcomerSeesAfter(sql)})`;
    // Of one the index is in the order of times.
    const isOneOf = (ids: string[]) =>
      ids.length === 1 ? sql`= ${ids[0]!}::uuid` : sql`= any(${ids}::uuid[])`;
    return sql<FoundRow[]>`
      select ${columns}, r.slug, r.name, r.kind, hit.visible_after as "visibleAfter",
        ${
          words === ''
            ? sql`left(translate(m.body, ${marks}, ''), ${limits.quoteExcerpt}::int)`
            : sql`translate(ts_headline('parley', searchable(translate(m.body, ${marks}, '')), ${asked},
                case when length(m.body) <= ${limits.quoteExcerpt}::int then ${whole}::text
                  else ${fragments}::text end), E'\\u0001\\u0004', '<')`
        } as snippet
      from (
        select w.message_id, w.created_at, ${seenAfter} as visible_after
        from message_words w
        join rooms r on r.id = w.room_id
        left join memberships mine on mine.room_id = w.room_id and mine.user_id = ${userId}
        join messages m on m.id = w.message_id and m.deleted_at is null
        where (r.visibility = 'public' or mine.user_id is not null)
          and w.seq > ${seenAfter}
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

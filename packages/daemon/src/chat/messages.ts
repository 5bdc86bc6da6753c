// Messages: sending, history, what a joining subscriber missed, and being read.

import type { MembershipView, MessagePage, MessageView, RoomView } from '@parley/shared/chat';
import { invalidField } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { stripForStorage } from '@parley/shared/text';
import type { Scope } from '../accounts/index.ts';
import type { Access } from './access.ts';
import type { ChatDeps } from './chat.ts';
import { roomTopic } from './events.ts';
import { type MessageRow, planBacklog, toMessageView } from './message.ts';
import { createTypingThrottle } from './typing.ts';
import { createMessageWriter } from './writer.ts';

/** What a join of a room's channel starts with. */
export interface RoomBacklog {
  room: RoomView;
  membership: MembershipView | null;
  messages: MessageView[];
  gap: { afterSeq: number; beforeSeq: number } | null;
}

export interface Messages {
  /** Stored exactly once per (author, clientId). Broadcasts `message.created` after the commit. */
  sendMessage(
    scope: Scope,
    input: { room: string; body: string; clientId: string; replyTo?: string },
  ): Promise<{ id: string; seq: number }>;
  /** A page of history by seq, oldest first; without a position the newest page. */
  listMessages(
    scope: Scope,
    input: { room: string; before?: number; after?: number; around?: number; limit?: number },
  ): Promise<MessagePage>;
  /** The room as it is now with what a joining subscriber missed; `cursor` is its last seq. */
  readBacklog(scope: Scope, roomId: string, cursor: number | null): Promise<RoomBacklog>;
  /**
   * Messages after the given seq of each room, by room and seq: for channels, whose subscribers were
   * let in when they joined. `isComplete` is false when there are more than one answer holds.
   */
  readMissed(
    heard: ReadonlyMap<string, number>,
  ): Promise<{ messages: MessageView[]; isComplete: boolean }>;
  /** Markers only move forward. */
  markRead(scope: Scope, ref: string, seq: number): Promise<void>;
  /** Throttled; broadcasts `typing`. */
  sendTyping(scope: Scope, ref: string): Promise<void>;
}

const end = Number.MAX_SAFE_INTEGER;

export function createMessages({ repo, pubsub, clock, ids }: ChatDeps, access: Access): Messages {
  const { sql } = repo;
  const canType = createTypingThrottle(clock);
  const columns = sql`
    m.id, m.room_id as "roomId", m.seq, m.author_id as "authorId", u.username,
    u.display_name as "displayName", m.client_id as "clientId", m.body, m.reply_to as "replyTo",
    m.created_at as "createdAt", m.edited_at as "editedAt", m.deleted_at as "deletedAt"`;
  const writer = createMessageWriter({
    sql,
    onStored(roomId, stored, { author, clientId }) {
      const message = toMessageView({
        ...stored,
        authorId: author.id,
        username: author.username,
        displayName: author.displayName,
        clientId,
        editedAt: null,
        deletedAt: null,
      });
      pubsub.publish(roomTopic(roomId), { type: 'message.created', seq: message.seq, message });
    },
  });

  /** Messages with `after < seq < before`, oldest first; `newest`: those nearest to `before`. */
  async function listRange(
    roomId: string,
    range: { after: number; before: number; newest: boolean; limit: number },
  ): Promise<MessageView[]> {
    const order = range.newest ? sql`desc` : sql`asc`;
    const rows = await sql<MessageRow[]>`
      select ${columns} from messages m join users u on u.id = m.author_id
      where m.room_id = ${roomId} and m.seq > ${range.after} and m.seq < ${range.before}
      order by m.seq ${order} limit ${range.limit}`;
    const views = rows.map(toMessageView);
    return range.newest ? views.reverse() : views;
  }

  async function listAround(roomId: string, seq: number, limit: number): Promise<MessageView[]> {
    const half = Math.ceil(limit / 2);
    const rest = Math.max(1, limit - half);
    const [older, newer] = await Promise.all([
      listRange(roomId, { after: 0, before: seq + 1, newest: true, limit: half }),
      listRange(roomId, { after: seq, before: end, newest: false, limit: rest }),
    ]);
    return [...older, ...newer];
  }

  return {
    async sendMessage(scope, input) {
      const { room, user } = await access.authorize(scope, 'send', input.room);
      if (input.replyTo) {
        const [parent] =
          await sql`select 1 from messages where id = ${input.replyTo} and room_id = ${room.id}`;
        if (!parent) throw invalidField('replyTo', 'is no message of this room');
      }
      const { stored } = await writer.write(room.id, {
        id: ids.uuid(),
        author: { id: user.id, username: user.username, displayName: user.displayName },
        clientId: input.clientId,
        body: stripForStorage(input.body),
        replyTo: input.replyTo ?? null,
        createdAt: clock.now(),
      });
      return { id: stored.id, seq: Number(stored.seq) };
    },

    async listMessages(scope, { room: ref, before, after, around, limit = limits.joinBacklog }) {
      const { room } = await access.authorize(scope, 'read', ref);
      let items: MessageView[];
      if (around !== undefined) items = await listAround(room.id, around, limit);
      else if (after !== undefined)
        items = await listRange(room.id, { after, before: end, newest: false, limit });
      else
        items = await listRange(room.id, { after: 0, before: before ?? end, newest: true, limit });
      const first = items[0]?.seq ?? (after ?? 0) + 1;
      const last = items.at(-1)?.seq ?? (before ?? room.lastSeq + 1) - 1;
      return { items, hasBefore: first > 1, hasAfter: last < room.lastSeq };
    },

    async readBacklog(scope, roomId, cursor) {
      const { room, membership } = await access.authorize(scope, 'read', roomId);
      const { afterSeq, gap } = planBacklog({
        lastSeq: room.lastSeq,
        cursor,
        newest: limits.joinBacklog,
        most: limits.resumeBacklog,
      });
      const messages = await listRange(roomId, {
        after: afterSeq,
        before: end,
        newest: false,
        // Some more may have come between the two statements.
        limit: limits.resumeBacklog + limits.pageMax,
      });
      return { room, membership, messages, gap };
    },

    async readMissed(heard) {
      if (heard.size === 0) return { messages: [], isComplete: true };
      const rows = await sql<MessageRow[]>`
        select ${columns}
        from unnest(${[...heard.keys()]}::uuid[], ${[...heard.values()]}::bigint[])
          as heard(room_id, seq)
        join messages m on m.room_id = heard.room_id and m.seq > heard.seq
        join users u on u.id = m.author_id
        order by m.room_id, m.seq limit ${limits.resumeBacklog}`;
      return {
        messages: rows.map(toMessageView),
        isComplete: rows.length < limits.resumeBacklog,
      };
    },

    async markRead(scope, ref, seq) {
      const { room, membership, user } = await access.authorize(scope, 'read', ref);
      if (!membership) return;
      const read = Math.min(seq, room.lastSeq);
      await sql`
        update memberships set last_read_seq = ${read}
        where room_id = ${room.id} and user_id = ${user.id} and last_read_seq < ${read}`;
    },

    async sendTyping(scope, ref) {
      const { room, user } = await access.authorize(scope, 'send', ref);
      if (!canType(`${room.id} ${user.id}`)) return;
      pubsub.publish(roomTopic(room.id), {
        type: 'typing',
        user: { id: user.id, username: user.username },
        expiresInMs: limits.typingExpiresMs,
      });
    },
  };
}

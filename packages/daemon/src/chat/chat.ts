// Chat: rooms, membership, and messages.

import type {
  CreateRoomInput,
  MembershipView,
  MemberView,
  MessagePage,
  MessageView,
  RoomListItem,
  RoomView,
} from '@parley/shared/chat';
import { invalidField } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { stripForStorage } from '@parley/shared/text';
import { and, eq } from 'drizzle-orm';
import { requireUser, type Scope, type UserScope } from '../accounts/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import { explainConstraints, isId, type Repo, type Transaction } from '../repo/index.ts';
import type { Clock, Ids } from '../telemetry/index.ts';
import { roomTopic } from './events.ts';
import { type MessageRow, planBacklog, toMessageView } from './message.ts';
import { authorizeRoom, canInRoom } from './policy.ts';
import { type RoomAccess, type RoomRow, toRoomAccess, toRoomListItem } from './room.ts';
import { memberships, rooms } from './tables.ts';
import { createTypingThrottle } from './typing.ts';
import { createMessageWriter } from './writer.ts';

export interface ChatDeps {
  repo: Repo;
  pubsub: PubSub;
  clock: Clock;
  ids: Ids;
}

/** What a join of a room's channel starts with. */
export interface RoomBacklog {
  room: RoomView;
  membership: MembershipView | null;
  messages: MessageView[];
  gap: { afterSeq: number; beforeSeq: number } | null;
}

export interface Chat {
  /** Makes `#lobby` when there is none; everybody is put into it at registration. */
  ensureLobby(): Promise<void>;
  enterLobby(tx: Transaction, userId: string): Promise<void>;
  /** Public rooms and those the caller is in, by slug. */
  listRooms(scope: Scope): Promise<RoomListItem[]>;
  getRoom(scope: Scope, ref: string): Promise<RoomListItem>;
  /** The creator becomes owner. */
  createRoom(scope: Scope, input: CreateRoomInput): Promise<RoomListItem>;
  /** Joining twice is no error. Broadcasts `member.joined`. */
  joinRoom(scope: Scope, ref: string): Promise<RoomListItem>;
  /** Broadcasts `member.left`. */
  leaveRoom(scope: Scope, ref: string): Promise<void>;
  listMembers(scope: Scope, ref: string): Promise<MemberView[]>;
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
  /** Markers only move forward. */
  markRead(scope: Scope, ref: string, seq: number): Promise<void>;
  /** Throttled; broadcasts `typing`. */
  sendTyping(scope: Scope, ref: string): Promise<void>;
  /** The room behind a channel, if the caller may read it. */
  authorizeChannel(scope: Scope, ref: string): Promise<RoomAccess>;
  /** The room as it is now with what a joining subscriber missed; `cursor` is its last seq. */
  readBacklog(scope: Scope, roomId: string, cursor: number | null): Promise<RoomBacklog>;
  /** Whether the caller may see who is present on a topic. */
  canSeePresence(scope: Scope, topic: string): Promise<boolean>;
}

const lobby = { slug: 'lobby', name: 'Lobby', topic: 'Where everybody comes in' };

export function createChat({ repo, pubsub, clock, ids }: ChatDeps): Chat {
  const { db, sql } = repo;
  const canType = createTypingThrottle(clock);
  const writer = createMessageWriter({
    sql,
    onStored(roomId, stored, message) {
      const view = toMessageView({
        ...stored,
        authorId: message.author.id,
        username: message.author.username,
        displayName: message.author.displayName,
        clientId: message.clientId,
        editedAt: null,
        deletedAt: null,
      });
      pubsub.publish(roomTopic(roomId), { type: 'message.created', seq: view.seq, message: view });
    },
  });

  async function findAccess(scope: Scope, ref: string): Promise<RoomAccess | null> {
    const [row] = await sql<RoomRow[]>`
      select ${roomColumns(sql)} from rooms r
      left join memberships m on m.room_id = r.id and m.user_id = ${scope.user?.id ?? null}
      where ${isId(ref) ? sql`r.id = ${ref}` : sql`r.slug = ${ref}`}`;
    return row ? toRoomAccess(row) : null;
  }

  async function authorize(
    scope: Scope,
    action: Parameters<typeof canInRoom>[1],
    ref: string,
  ): Promise<RoomAccess> {
    requireUser(scope);
    const access = await findAccess(scope, ref);
    authorizeRoom(scope, action, ref, access);
    return access;
  }

  async function getRoom(scope: Scope, ref: string): Promise<RoomListItem> {
    const { room, membership } = await authorize(scope, 'see', ref);
    const unread = membership ? Math.max(0, room.lastSeq - membership.lastReadSeq) : 0;
    return { ...room, membership, unread };
  }

  async function listRange(
    roomId: string,
    range: { after: number; before: number; newest: boolean; limit: number },
  ): Promise<MessageView[]> {
    const order = range.newest ? sql`desc` : sql`asc`;
    const rows = await sql<MessageRow[]>`
      select m.id, m.room_id as "roomId", m.seq, m.author_id as "authorId", u.username,
        u.display_name as "displayName", m.client_id as "clientId", m.body, m.reply_to as "replyTo",
        m.created_at as "createdAt", m.edited_at as "editedAt", m.deleted_at as "deletedAt"
      from messages m join users u on u.id = m.author_id
      where m.room_id = ${roomId} and m.seq > ${range.after} and m.seq < ${range.before}
      order by m.seq ${order} limit ${range.limit}`;
    const views = rows.map(toMessageView);
    return range.newest ? views.reverse() : views;
  }

  return {
    async ensureLobby() {
      const now = clock.now();
      await db
        .insert(rooms)
        .values({ id: ids.uuid(), ...lobby, visibility: 'public', createdAt: now, updatedAt: now })
        .onConflictDoNothing();
    },

    async enterLobby(tx, userId) {
      const [room] = await tx
        .select({ id: rooms.id, lastSeq: rooms.lastSeq })
        .from(rooms)
        .where(eq(rooms.slug, lobby.slug));
      if (!room) return;
      await tx.insert(memberships).values({
        roomId: room.id,
        userId,
        role: 'member',
        lastReadSeq: room.lastSeq,
        joinedAt: clock.now(),
      });
    },

    async listRooms(scope) {
      requireUser(scope);
      const rows = await sql<RoomRow[]>`
        select ${roomColumns(sql)} from rooms r
        left join memberships m on m.room_id = r.id and m.user_id = ${scope.user.id}
        where r.visibility = 'public' or m.user_id is not null
        order by r.slug`;
      return rows.map(toRoomListItem);
    },

    getRoom,

    async createRoom(scope, { slug, name, topic = '', visibility }) {
      requireUser(scope);
      const now = clock.now();
      await explainConstraints(
        { rooms_slug_key: { field: 'slug', message: 'has already been taken' } },
        repo.transact(async (tx) => {
          const id = ids.uuid();
          await tx.insert(rooms).values({
            id,
            slug,
            name: name || slug,
            topic,
            visibility,
            creatorId: scope.user.id,
            createdAt: now,
            updatedAt: now,
          });
          await tx
            .insert(memberships)
            .values({ roomId: id, userId: scope.user.id, role: 'owner', joinedAt: now });
        }),
      );
      return getRoom(scope, slug);
    },

    async joinRoom(scope, ref) {
      const { room } = await authorize(scope, 'join', ref);
      const { user } = scope as UserScope;
      const joinedAt = clock.now();
      const joined = await db
        .insert(memberships)
        .values({
          roomId: room.id,
          userId: user.id,
          role: 'member',
          lastReadSeq: room.lastSeq,
          joinedAt,
        })
        .onConflictDoNothing()
        .returning();
      if (joined.length > 0) {
        const member: MemberView = { user, role: 'member', joinedAt: joinedAt.toISOString() };
        pubsub.publish(roomTopic(room.id), { type: 'member.joined', member });
      }
      return getRoom(scope, room.id);
    },

    async leaveRoom(scope, ref) {
      const { room } = await authorize(scope, 'leave', ref);
      const { user } = scope as UserScope;
      await db
        .delete(memberships)
        .where(and(eq(memberships.roomId, room.id), eq(memberships.userId, user.id)));
      pubsub.publish(roomTopic(room.id), {
        type: 'member.left',
        userId: user.id,
        username: user.username,
      });
    },

    async listMembers(scope, ref) {
      const { room } = await authorize(scope, 'list_members', ref);
      const rows = await sql<
        (MemberView['user'] & { memberRole: MemberView['role']; joinedAt: Date })[]
      >`
        select u.id, u.username, u.display_name as "displayName", u.role,
          m.role as "memberRole", m.joined_at as "joinedAt"
        from memberships m join users u on u.id = m.user_id
        where m.room_id = ${room.id} order by u.username limit 1000`;
      return rows.map(({ memberRole, joinedAt, ...user }) => ({
        user,
        role: memberRole,
        joinedAt: joinedAt.toISOString(),
      }));
    },

    async sendMessage(scope, input) {
      const { room } = await authorize(scope, 'send', input.room);
      const { user } = scope as UserScope;
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
      const { room } = await authorize(scope, 'read', ref);
      const end = Number.MAX_SAFE_INTEGER;
      const half = Math.ceil(limit / 2);
      const ranges = {
        after: () => listRange(room.id, { after: after!, before: end, newest: false, limit }),
        around: async () => {
          const [older, newer] = await Promise.all([
            listRange(room.id, { after: 0, before: around! + 1, newest: true, limit: half }),
            listRange(room.id, {
              after: around!,
              before: end,
              newest: false,
              limit: Math.max(1, limit - half),
            }),
          ]);
          return [...older, ...newer];
        },
        before: () => listRange(room.id, { after: 0, before: before ?? end, newest: true, limit }),
      };
      const items =
        await ranges[after !== undefined ? 'after' : around !== undefined ? 'around' : 'before']();
      const first = items[0]?.seq ?? (after ?? 0) + 1;
      const last = items.at(-1)?.seq ?? (before ?? room.lastSeq + 1) - 1;
      return { items, hasBefore: first > 1, hasAfter: last < room.lastSeq };
    },

    async markRead(scope, ref, seq) {
      const { room, membership } = await authorize(scope, 'read', ref);
      if (!membership) return;
      const { user } = scope as UserScope;
      await sql`
        update memberships set last_read_seq = ${Math.min(seq, room.lastSeq)}
        where room_id = ${room.id} and user_id = ${user.id}
          and last_read_seq < ${Math.min(seq, room.lastSeq)}`;
    },

    async sendTyping(scope, ref) {
      const { room } = await authorize(scope, 'send', ref);
      const { user } = scope as UserScope;
      if (!canType(`${room.id} ${user.id}`)) return;
      pubsub.publish(roomTopic(room.id), {
        type: 'typing',
        user: { id: user.id, username: user.username },
        expiresInMs: limits.typingExpiresMs,
      });
    },

    authorizeChannel: (scope, ref) => authorize(scope, 'read', ref),

    async readBacklog(scope, roomId, cursor) {
      const { room, membership } = await authorize(scope, 'read', roomId);
      const { afterSeq, gap } = planBacklog({
        lastSeq: room.lastSeq,
        cursor,
        newest: limits.joinBacklog,
        most: limits.resumeBacklog,
      });
      const messages = await listRange(roomId, {
        after: afterSeq,
        before: Number.MAX_SAFE_INTEGER,
        newest: false,
        limit: limits.resumeBacklog + limits.pageMax,
      });
      return { room, membership, messages, gap };
    },

    async canSeePresence(scope, topic) {
      const roomId = /^room:(.+)$/.exec(topic)?.[1];
      if (!roomId || !isId(roomId) || !scope.user) return false;
      const access = await findAccess(scope, roomId);
      return access !== null && canInRoom(scope, 'read', access);
    },
  };
}

function roomColumns(sql: Repo['sql']) {
  return sql`
    r.id, r.slug, r.name, r.topic, r.visibility, r.last_seq as "lastSeq", r.created_at as "createdAt",
    m.role, m.last_read_seq as "lastReadSeq", m.joined_at as "joinedAt"`;
}

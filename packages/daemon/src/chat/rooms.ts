// Rooms: making them, finding them, coming and going.

import type { CreateRoomInput, MemberView, RoomListItem } from '@parley/shared/chat';
import { and, eq } from 'drizzle-orm';
import { requireUser, type Scope } from '../accounts/index.ts';
import { explainConstraints, type Transaction } from '../repo/index.ts';
import { type Access, roomListColumns } from './access.ts';
import type { ChatDeps } from './chat.ts';
import { roomTopic, userTopic } from './events.ts';
import { type RoomListRow, toRoomListItem } from './room.ts';
import { memberships, rooms } from './tables.ts';

export interface Rooms {
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
  /** At most the first 1,000, by name. */
  listMembers(scope: Scope, ref: string): Promise<MemberView[]>;
}

const lobby = { slug: 'lobby', name: 'Lobby', topic: 'Where everybody comes in' };

export function createRooms({ repo, pubsub, clock, ids }: ChatDeps, access: Access): Rooms {
  const { db, sql } = repo;

  async function getRoom(scope: Scope, ref: string): Promise<RoomListItem> {
    const { room, user } = await access.authorize(scope, 'see', ref);
    const [row] = await sql<RoomListRow[]>`
      select ${roomListColumns(sql)} from rooms r
      left join memberships m on m.room_id = r.id and m.user_id = ${user.id}
      where r.id = ${room.id}`;
    return toRoomListItem(row!);
  }

  return {
    getRoom,

    async ensureLobby() {
      const now = clock.now();
      await db
        .insert(rooms)
        .values({ id: ids.uuid(), ...lobby, visibility: 'public', createdAt: now, updatedAt: now })
        .onConflictDoNothing();
    },

    async enterLobby(tx, userId) {
      const [room] = await tx
        .select({ id: rooms.id, lastSeq: rooms.lastSeq, lastMain: rooms.lastMain })
        .from(rooms)
        .where(eq(rooms.slug, lobby.slug));
      if (!room) return;
      await tx.insert(memberships).values({
        roomId: room.id,
        userId,
        role: 'member',
        lastReadSeq: room.lastSeq,
        readMain: room.lastMain,
        joinedAt: clock.now(),
      });
    },

    async listRooms(scope) {
      requireUser(scope);
      const rows = await sql<RoomListRow[]>`
        select ${roomListColumns(sql)} from rooms r
        left join memberships m on m.room_id = r.id and m.user_id = ${scope.user.id}
        where r.visibility = 'public' or m.user_id is not null
        order by r.slug`;
      return rows.map(toRoomListItem);
    },

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
      const { room, user } = await access.authorize(scope, 'join', ref);
      const joinedAt = clock.now();
      const joined = await db
        .insert(memberships)
        .values({
          roomId: room.id,
          userId: user.id,
          role: 'member',
          lastReadSeq: room.lastSeq,
          readMain: room.lastMain,
          joinedAt,
        })
        .onConflictDoNothing()
        .returning();
      if (joined.length > 0) {
        const member: MemberView = { user, role: 'member', joinedAt: joinedAt.toISOString() };
        pubsub.publish(roomTopic(room.id), { type: 'member.joined', member });
        pubsub.publish(userTopic(user.id), { type: 'room.entered', roomId: room.id });
      }
      return getRoom(scope, room.id);
    },

    async leaveRoom(scope, ref) {
      const { room, user } = await access.authorize(scope, 'leave', ref);
      await db
        .delete(memberships)
        .where(and(eq(memberships.roomId, room.id), eq(memberships.userId, user.id)));
      pubsub.publish(roomTopic(room.id), {
        type: 'member.left',
        userId: user.id,
        username: user.username,
      });
      pubsub.publish(userTopic(user.id), { type: 'room.gone', roomId: room.id });
    },

    async listMembers(scope, ref) {
      const { room } = await access.authorize(scope, 'list_members', ref);
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
  };
}

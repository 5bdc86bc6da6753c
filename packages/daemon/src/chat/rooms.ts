// Rooms: making them, coming in and going, their names and rules.

import type { CreateRoomInput, RoomListItem, RoomView, UpdateRoomInput } from '@parley/shared/chat';
import { eq, sql } from 'drizzle-orm';
import { createAttempts, requireUser, type Scope } from '../accounts/index.ts';
import type { Transaction } from '../repo/index.ts';
import { type Access, roomColumns, roomListColumns } from './access.ts';
import type { ChatDeps } from './chat.ts';
import type { Entrance } from './entrance.ts';
import { publicRoomTopic, roomTopic, userTopic } from './events.ts';
import { createNaming, takenName } from './naming.ts';
import { type RoomListRow, type RoomRow, toRoomAccess, toRoomListItem } from './room.ts';
import { memberships, oldRoomSlugs, rooms } from './tables.ts';

export interface Rooms {
  /** Makes `#lobby` when there is none; everybody is put into it at registration. */
  ensureLobby(): Promise<void>;
  enterLobby(tx: Transaction, userId: string): Promise<void>;
  /** Public rooms and those the caller is in, by slug. */
  listRooms(scope: Scope): Promise<RoomListItem[]>;
  getRoom(scope: Scope, ref: string): Promise<RoomListItem>;
  /** Of these rooms the public ones, archived or not, as everybody may see them. */
  readPublicRooms(roomIds: readonly string[]): Promise<RoomView[]>;
  /** The creator becomes owner; their devices hear of it, and everybody of a public one. */
  createRoom(scope: Scope, input: CreateRoomInput): Promise<RoomListItem>;
  /** Joining twice is no error. Broadcasts `member.joined`. */
  joinRoom(scope: Scope, ref: string): Promise<RoomListItem>;
  /**
   * Broadcasts `member.left`. A direct talk is put away instead, until somebody writes in it: nobody's
   * words go nowhere. @throws conflict for the last owner while others are in it.
   */
  leaveRoom(scope: Scope, ref: string): Promise<void>;
  /**
   * Of a changed slug the old one goes on leading to the room. What was written before it became public
   * stays with those who were in it. Broadcasts `room.updated`, which puts outsiders out of a private room.
   */
  updateRoom(scope: Scope, input: UpdateRoomInput): Promise<RoomListItem>;
  /** An archived room is read, not written in, and listed for its members only. Broadcasts `room.updated`. */
  archiveRoom(scope: Scope, ref: string, isArchived: boolean): Promise<RoomListItem>;
}

const lobby = { slug: 'lobby', name: 'Lobby', topic: 'Where everybody comes in' };

export function createRooms(
  { repo, pubsub, clock, ids, audit }: ChatDeps,
  { access, entrance }: { access: Access; entrance: Entrance },
): Rooms {
  const { db } = repo;
  const naming = createNaming(createAttempts(repo.sql));

  const { enter, leave, leaveAsOwner } = entrance;

  function tellEverybody({ id, visibility }: Pick<RoomView, 'id' | 'visibility'>): void {
    if (visibility === 'public') pubsub.publish(publicRoomTopic, { roomId: id });
  }

  async function putAway(roomId: string, userId: string): Promise<void> {
    await repo.sql`
      update memberships m set hidden_seq = r.last_seq, last_read_seq = r.last_seq,
        read_main = r.last_main, unread_mentions = 0
      from rooms r where r.id = m.room_id and m.room_id = ${roomId} and m.user_id = ${userId}`;
    pubsub.publish(userTopic(userId), { type: 'room.hidden', roomId });
  }

  async function tellUpdated(scope: Scope, roomId: string): Promise<RoomListItem> {
    const { room } = await access.authorize(scope, 'see', roomId);
    pubsub.publish(roomTopic(roomId), { type: 'room.updated', room });
    tellEverybody(room);
    return getRoom(scope, roomId);
  }

  async function getRoom(scope: Scope, ref: string): Promise<RoomListItem> {
    const { room, user } = await access.authorize(scope, 'see', ref);
    const [row] = await repo.sql<RoomListRow[]>`
      select ${roomListColumns(repo.sql)} from rooms r
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
      const rows = await repo.sql<RoomListRow[]>`
        select ${roomListColumns(repo.sql)} from rooms r
        left join memberships m on m.room_id = r.id and m.user_id = ${scope.user.id}
        where (r.visibility = 'public' and r.archived_at is null)
          or (m.user_id is not null and r.last_seq > coalesce(m.hidden_seq, -1))
        order by r.slug`;
      return rows.map(toRoomListItem);
    },

    async readPublicRooms(roomIds) {
      const rows = await repo.sql<RoomRow[]>`
        select ${roomColumns(repo.sql)} from rooms r left join memberships m on false
        where r.id = any(${[...roomIds]}::uuid[]) and r.visibility = 'public'
        order by r.slug`;
      return rows.map((row) => toRoomAccess(row).room);
    },

    async createRoom(scope, { slug, name, topic = '', visibility }) {
      requireUser(scope);
      const now = clock.now();
      const id = ids.uuid();
      await naming.name(scope, () =>
        repo.transact(async (tx) => {
          const [old] = await tx.execute(sql`select 1 from room_old_slugs where slug = ${slug}`);
          if (old) throw takenName();
          await tx.insert(rooms).values({
            id,
            slug,
            name: name || slug,
            topic,
            visibility,
            showsPast: visibility === 'public',
            creatorId: scope.user.id,
            createdAt: now,
            updatedAt: now,
          });
          await tx
            .insert(memberships)
            .values({ roomId: id, userId: scope.user.id, role: 'owner', joinedAt: now });
        }),
      );
      pubsub.publish(userTopic(scope.user.id), { type: 'room.entered', roomId: id });
      tellEverybody({ id, visibility });
      return getRoom(scope, slug);
    },

    async joinRoom(scope, ref) {
      const { room, user } = await access.authorize(scope, 'join', ref);
      await enter(room.id, user);
      return getRoom(scope, room.id);
    },

    async leaveRoom(scope, ref) {
      const { room, user, membership } = await access.authorize(scope, 'leave', ref);
      if (room.kind === 'direct') return putAway(room.id, user.id);
      const isOwner = membership?.role === 'owner' && room.archivedAt === null;
      await (isOwner ? leaveAsOwner(room, user) : leave(room.id, user));
    },

    async updateRoom(scope, { room: ref, slug, name, visibility, ...others }) {
      const { room } = await access.authorize(scope, 'update', ref);
      const isTurned = visibility !== undefined && visibility !== room.visibility;
      if (isTurned) await access.authorize(scope, 'set_visibility', ref);
      const showsPast = visibility === 'public';
      const changes = isTurned ? { visibility, showsPast, ...others } : others;
      const isMoved = slug !== undefined && slug !== room.slug;
      const update = () =>
        repo.transact(async (tx) => {
          if (isMoved) await moveSlug(tx, room, slug);
          await tx
            .update(rooms)
            .set({
              ...changes,
              ...(isMoved && { slug }),
              ...(name !== undefined && { name: name || (slug ?? room.slug) }),
              ...(isTurned && { openAfter }),
              updatedAt: clock.now(),
            })
            .where(eq(rooms.id, room.id));
          await audit.record(tx, scope, {
            action: 'chat.update_room',
            subject: `room:${room.id}`,
            detail: { ...changes, ...(isMoved && { slug }), ...(name !== undefined && { name }) },
          });
        });
      await (isMoved ? naming.name(scope, update) : update());
      const updated = await tellUpdated(scope, room.id);
      if (isTurned && updated.visibility === 'private') {
        pubsub.publish(publicRoomTopic, { roomId: room.id, isClosed: true });
      }
      return updated;
    },

    async archiveRoom(scope, ref, isArchived) {
      const { room } = await access.authorize(scope, 'archive', ref);
      if ((room.archivedAt !== null) === isArchived) return getRoom(scope, room.id);
      await repo.transact(async (tx) => {
        const now = clock.now();
        await tx
          .update(rooms)
          .set({ archivedAt: isArchived ? now : null, updatedAt: now })
          .where(eq(rooms.id, room.id));
        await audit.record(tx, scope, {
          action: isArchived ? 'chat.archive_room' : 'chat.revive_room',
          subject: `room:${room.id}`,
        });
      });
      return tellUpdated(scope, room.id);
    },
  };
}

/** Of one that is public already it stays, whatever is asked at once. */
const openAfter = sql`
  case when ${rooms.visibility} = 'private' then ${rooms.lastSeq} else ${rooms.openAfter} end`;

/** Takes a slug; the present one goes on leading here, and an own old one is taken back. */
async function moveSlug(tx: Transaction, room: RoomView, slug: string): Promise<void> {
  await tx.execute(sql`delete from room_old_slugs where slug = ${slug} and room_id = ${room.id}`);
  const [taken] = await tx.execute(sql`select 1 from room_old_slugs where slug = ${slug}`);
  if (taken) throw takenName();
  await tx
    .insert(oldRoomSlugs)
    .values({ slug: room.slug, roomId: room.id, createdAt: new Date(room.createdAt) });
}

// The entrance of rooms: the one place where people come in and go out, and where it is told.

import type { MemberView, RoomView } from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import type { PutOut } from '@parley/shared/events';
import type { ScopeUser } from '../accounts/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import type { Sql } from '../repo/index.ts';
import type { Clock } from '../telemetry/index.ts';
import { newcomerSeesAfter } from './access.ts';
import { roomTopic, userTopic } from './events.ts';
import { holdThenRead, lockRoom } from './markers.ts';

export interface Entrance {
  /**
   * Coming in twice is no error; false for who is in already. Who went out muted comes in muted.
   * Broadcasts `member.joined`.
   * @throws forbidden when banned.
   * @param by username of who brings them in
   */
  enter(roomId: string, user: ScopeUser, by?: string): Promise<boolean>;
  /**
   * A mute outlives it; what called and concerned them goes with it, so that who comes back begins anew.
   * Broadcasts `member.left`, at which the room's channel lets go of this user; false for who was out already.
   */
  leave(roomId: string, user: Leaver, putOut?: PutOut): Promise<boolean>;
  /** The same for an owner. @throws conflict for the only one while others are in the room. */
  leaveAsOwner(room: Pick<RoomView, 'id' | 'slug'>, user: Leaver): Promise<boolean>;
}

interface Leaver {
  id: string;
  username: string;
}

interface Ban {
  reason: string;
  /** ISO 8601, with the database's offset. */
  until: string | null;
}

function sayBan({ reason, until }: Ban): string {
  const [day, clock = ''] = until === null ? [] : new Date(until).toISOString().split('T');
  const end = day === undefined ? '' : ` until ${day} ${clock.slice(0, 5)} UTC`;
  return `You are banned from this room${end}${reason === '' ? '.' : `: ${reason}`}`;
}

const onlyOwner = (slug: string) =>
  new DomainError(
    'conflict',
    `You are the only owner of #${slug}. Make somebody else an owner first, or archive it.`,
  );

/**
 * Who comes and goes takes the room's row lock, as sending does: so a message calls whoever is in when
 * it is stored, and what one stay leaves behind never counts in the next.
 */
export function createEntrance(deps: { sql: Sql; pubsub: PubSub; clock: Clock }): Entrance {
  const { sql, pubsub, clock } = deps;

  /** What somebody's stay leaves in a room: the threads they follow, and what called them. */
  const stay = (roomId: string, userId: string) => ({
    follows: sql`
      thread_follows f using threads t
      where f.user_id = ${userId} and t.root_id = f.root_id and t.room_id = ${roomId}`,
    calls: sql`mentions where user_id = ${userId} and room_id = ${roomId}`,
  });

  /** @param may throws for whoever may not go. */
  async function takeOut(
    roomId: string,
    { id: userId, username }: Leaver,
    { putOut, may }: { putOut?: PutOut | undefined; may?(tx: Sql): Promise<void> },
  ): Promise<boolean> {
    const gone = await holdThenRead(sql, {
      async hold(tx) {
        await lockRoom(tx, roomId);
        await may?.(tx);
        // Before the membership: who reads in a thread holds its row while they count there.
        const { follows, calls } = stay(roomId, userId);
        await tx`with uncalled as (delete from ${calls}) delete from ${follows}`;
      },
      read: (tx) => tx`
        with gone as (
          delete from memberships where room_id = ${roomId} and user_id = ${userId}
          returning room_id, user_id, muted_until
        ), muted as (
          insert into room_mutes (room_id, user_id, until)
          select room_id, user_id, muted_until from gone where muted_until > ${clock.now()}
          on conflict (room_id, user_id) do update set until = excluded.until
        )
        select from gone`,
    });
    if (gone.length === 0) return false;
    const left = { type: 'member.left', userId, username } as const;
    pubsub.publish(roomTopic(roomId), { ...left, ...(putOut && { by: putOut.by }) });
    pubsub.publish(userTopic(userId), { type: 'room.gone', roomId, ...(putOut && { putOut }) });
    return true;
  }

  return {
    async enter(roomId, user, by) {
      const joinedAt = clock.now();
      const { follows, calls } = stay(roomId, user.id);
      // What was written before is read already, or not for newcomers at all. Whose message was stored
      // when they were out already follows no thread because of it.
      const [entered] = await holdThenRead(sql, {
        hold: (tx) => lockRoom(tx, roomId),
        read: (tx) => tx<{ ban: Ban | null; isNew: boolean; mutedUntil: Date | null }[]>`
          with ban as (
            select reason, until from room_bans where room_id = ${roomId} and user_id = ${user.id}
              and (until is null or until > ${joinedAt})
          ), muted as (
            delete from room_mutes where room_id = ${roomId} and user_id = ${user.id}
              and not exists (select from ban)
            returning until
          ), joined as (
            insert into memberships
              (room_id, user_id, role, last_read_seq, read_main, visible_after, muted_until, joined_at)
            select r.id, ${user.id}, 'member', r.last_seq, r.last_main,
              ${newcomerSeesAfter(sql)},
              (select until from muted where until > ${joinedAt}), ${joinedAt}
            from rooms r where r.id = ${roomId} and not exists (select from ban)
            on conflict do nothing returning muted_until
          ), unfollowed as (
            delete from ${follows} and exists (select from joined)
          ), uncalled as (
            delete from ${calls} and exists (select from joined)
          )
          select (select to_json(ban) from ban) as ban, exists (select from joined) as "isNew",
            (select muted_until from joined) as "mutedUntil"`,
      });
      if (entered!.ban !== null) throw new DomainError('forbidden', sayBan(entered!.ban));
      if (!entered!.isNew) return false;
      const { id, username, displayName, role } = user;
      const member: MemberView = {
        user: { id, username, displayName, role },
        role: 'member',
        mutedUntil: entered!.mutedUntil?.toISOString() ?? null,
        joinedAt: joinedAt.toISOString(),
      };
      pubsub.publish(roomTopic(roomId), { type: 'member.joined', member });
      pubsub.publish(userTopic(id), { type: 'room.entered', roomId, ...(by && { by }) });
      return true;
    },

    leave: (roomId, user, putOut) => takeOut(roomId, user, { putOut }),

    // Nobody could look after a room whose owners have all gone; they go one after another.
    leaveAsOwner: ({ id, slug }, user) =>
      takeOut(id, user, {
        async may(tx) {
          const [others] = await tx<{ areThere: boolean; own: boolean }[]>`
            select count(*) > 0 as "areThere", coalesce(bool_or(role = 'owner'), false) as own
            from memberships where room_id = ${id} and user_id <> ${user.id}`;
          if (!others!.own && others!.areThere) throw onlyOwner(slug);
        },
      }),
  };
}

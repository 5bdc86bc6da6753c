// The entrance of rooms: the one place where people come in and go out, and where it is told.

import type { MemberView, RoomView } from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import type { PutOut } from '@parley/shared/events';
import type { ScopeUser } from '../accounts/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import type { Sql } from '../repo/index.ts';
import type { Clock } from '../telemetry/index.ts';
import { roomTopic, userTopic } from './events.ts';

export interface Entrance {
  /**
   * Coming in twice is no error; false for who is in already. Who went out muted comes in muted.
   * Broadcasts `member.joined`.
   * @throws forbidden when banned.
   * @param by username of who brings them in
   */
  enter(roomId: string, user: ScopeUser, by?: string): Promise<boolean>;
  /**
   * A mute outlives it. Broadcasts `member.left`, at which the room's channel lets go of this user; false
   * for who was out already.
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

export function createEntrance(deps: { sql: Sql; pubsub: PubSub; clock: Clock }): Entrance {
  const { sql, pubsub, clock } = deps;

  /** False for who was out already. */
  async function takeOut(on: Sql, roomId: string, userId: string): Promise<boolean> {
    const gone = await on`
      with gone as (
        delete from memberships where room_id = ${roomId} and user_id = ${userId}
        returning room_id, user_id, muted_until
      ), muted as (
        insert into room_mutes (room_id, user_id, until)
        select room_id, user_id, muted_until from gone where muted_until > ${clock.now()}
        on conflict (room_id, user_id) do update set until = excluded.until
      )
      select from gone`;
    return gone.length > 0;
  }

  /** Tells of a membership that is gone, and ends what goes with it. */
  async function endStay(roomId: string, user: Leaver, putOut?: PutOut): Promise<void> {
    const { id: userId, username } = user;
    const left = { type: 'member.left', userId, username } as const;
    pubsub.publish(roomTopic(roomId), { ...left, ...(putOut && { by: putOut.by }) });
    pubsub.publish(userTopic(userId), { type: 'room.gone', roomId, ...(putOut && { putOut }) });
    // Whoever comes back begins anew: what called and concerned them before counts no more. It is
    // not shown to them either, so nothing is wrong where this fails.
    await sql`
      with uncalled as (delete from mentions where user_id = ${userId} and room_id = ${roomId})
      delete from thread_follows f using threads t
      where f.user_id = ${userId} and t.root_id = f.root_id and t.room_id = ${roomId}`.catch(
      () => {},
    );
  }

  async function leave(roomId: string, user: Leaver, putOut?: PutOut): Promise<boolean> {
    const isGone = await takeOut(sql, roomId, user.id);
    if (isGone) await endStay(roomId, user, putOut);
    return isGone;
  }

  return {
    async enter(roomId, user, by) {
      const joinedAt = clock.now();
      // What was written before is read already, or not for newcomers at all.
      const [entered] = await sql<{ ban: Ban | null; isNew: boolean; mutedUntil: Date | null }[]>`
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
            case when r.shows_past then r.open_after else r.last_seq end,
            (select until from muted where until > ${joinedAt}), ${joinedAt}
          from rooms r where r.id = ${roomId} and not exists (select from ban)
          on conflict do nothing returning muted_until
        )
        select (select to_json(ban) from ban) as ban, exists (select from joined) as "isNew",
          (select muted_until from joined) as "mutedUntil"`;
      if (entered!.ban !== null) throw new DomainError('forbidden', sayBan(entered!.ban));
      if (!entered!.isNew) return false;
      // A ban that was laid down while they came in found nobody to put out.
      const [late] = await sql<Ban[]>`
        select reason, to_json(until)#>>'{}' as until from room_bans
        where room_id = ${roomId} and user_id = ${user.id} and (until is null or until > ${joinedAt})`;
      if (late) {
        await leave(roomId, user);
        throw new DomainError('forbidden', sayBan(late));
      }
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

    leave,

    async leaveAsOwner({ id, slug }, user) {
      const isGone = await sql.begin(async (held) => {
        const tx = held as unknown as Sql;
        // Nobody could look after a room whose owners have all gone: owners go one after another.
        await tx`select 1 from rooms where id = ${id} for update`;
        const [others] = await tx<{ areThere: boolean; own: boolean }[]>`
          select count(*) > 0 as "areThere", coalesce(bool_or(role = 'owner'), false) as own
          from memberships where room_id = ${id} and user_id <> ${user.id}`;
        if (!others!.own && others!.areThere) throw onlyOwner(slug);
        return takeOut(tx, id, user.id);
      });
      if (isGone) await endStay(id, user);
      return isGone;
    },
  };
}

// Slow rooms: a member waits between two messages, however many are sent at once, and wherever.

import { DomainError } from '@parley/shared/errors';
import type { Sql } from '../repo/index.ts';
import type { Clock } from '../telemetry/index.ts';
import type { RoomAccess } from './room.ts';

type Place = Pick<RoomAccess, 'room' | 'membership'>;

export interface SlowMode {
  /** Asked first, so that who has to wait is told nothing else. @throws limited */
  requirePause(place: Place, userId: string, clientId: string): Promise<void>;
  /**
   * Of messages sent at once, also through several daemons, one gets the turn; the same one again is no
   * other. Taken last: what is refused takes none. @throws limited
   */
  takeTurn(place: Place, userId: string, clientId: string): Promise<void>;
}

export function createSlowMode({ sql, clock }: { sql: Sql; clock: Clock }): SlowMode {
  const isSlow = ({ room, membership }: Place) =>
    room.slowModeSeconds > 0 && membership?.role === 'member';

  function waitSince({ room }: Place, last: Date): DomainError | null {
    const waitMs = last.getTime() + room.slowModeSeconds * 1_000 - clock.now().getTime();
    if (waitMs <= 0) return null;
    const retryAfter = Math.ceil(waitMs / 1_000);
    return new DomainError('limited', `#${room.slug} is slow: write again in ${retryAfter} s.`, {
      retryAfter,
    });
  }

  return {
    async requirePause(place, userId, clientId) {
      if (!isSlow(place)) return;
      const [last] = await sql<{ clientId: string; createdAt: Date }[]>`
        select client_id as "clientId", created_at as "createdAt" from messages
        where author_id = ${userId} and room_id = ${place.room.id} order by seq desc limit 1`;
      const refusal = last && last.clientId !== clientId && waitSince(place, last.createdAt);
      if (refusal) throw refusal;
    },

    async takeTurn(place, userId, clientId) {
      if (!isSlow(place)) return;
      const { id: roomId, slowModeSeconds } = place.room;
      const now = clock.now();
      const due = new Date(now.getTime() - slowModeSeconds * 1_000);
      const [turn] = await sql<{ isTaken: boolean; last: Date | null }[]>`
        with taken as (
          insert into room_turns as t (room_id, user_id, taken_at, client_id)
          values (${roomId}, ${userId}, ${now}, ${clientId})
          on conflict (room_id, user_id) do update
            set taken_at = excluded.taken_at, client_id = excluded.client_id
            where t.taken_at <= ${due} or t.client_id = excluded.client_id
          returning 1
        )
        select exists (select from taken) as "isTaken", (
          select taken_at from room_turns where room_id = ${roomId} and user_id = ${userId}
        ) as last`;
      if (turn!.isTaken) return;
      // Where another took it in this moment, the turn that was read is the one before.
      throw (turn!.last && waitSince(place, turn!.last)) ?? waitSince(place, now)!;
    },
  };
}

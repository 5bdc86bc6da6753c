// Keeps bots from talking each other into a loop.

import { DomainError } from '@parley/shared/errors';
import type { Sql } from '../repo/index.ts';

/** So many messages of bots in a row, of at least two of them, within a minute are a loop. */
export const mostInARow = 20;
const withinMs = 60_000;

/**
 * One bot may say as much as its rate limit allows, as where builds are told of; people may say
 * what they like at any time, and end the row.
 * @throws limited for a bot in a room where bots answer bots.
 */
export async function refuseLoop(sql: Sql, roomId: string, now: Date): Promise<void> {
  const [row] = await sql<{ bots: number; authors: number; since: Date | null }[]>`
    select count(*) filter (where u.is_bot)::int as bots, count(distinct u.id)::int as authors,
      min(latest.created_at) as since
    from (
      select author_id, created_at from messages where room_id = ${roomId}
      order by seq desc limit ${mostInARow}
    ) as latest join users u on u.id = latest.author_id`;
  const { bots, authors, since } = row!;
  if (bots < mostInARow || authors < 2 || since === null) return;
  const waitMs = since.getTime() + withinMs - now.getTime();
  if (waitMs <= 0) return;
  const retryAfter = Math.ceil(waitMs / 1_000);
  throw new DomainError('limited', `Only bots speak here: write again in ${retryAfter} s.`, {
    retryAfter,
  });
}

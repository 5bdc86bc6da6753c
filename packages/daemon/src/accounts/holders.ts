// Who tokens belong to: read for all who present one at about the same time, in one statement.

import type { TokenScope } from '@parley/shared/accounts';
import { gatherReads, type Sql } from '../repo/index.ts';
import { type Scope, type ScopeUser, userScope } from './scope.ts';
import type { TokenContext } from './tables.ts';
import { hashToken, sessionIdleMs, sessionScopes, tokenContext, touchIntervalMs } from './token.ts';
import { toScopeUser, type UserRow } from './user.ts';

export interface Holders {
  /** The scope of a presented token; anonymous for an unknown, expired or revoked one. */
  authenticate(token: string, address: string): Promise<Scope | null>;
  /** Whose these token ids are; those that hold no longer are missing. One query for all sockets. */
  readHolders(tokenIds: readonly string[]): Promise<Map<string, ScopeUser>>;
}

type HolderRow = Pick<UserRow, 'id' | 'username' | 'displayName' | 'role' | 'isBot' | 'status'> & {
  tokenId: string;
};

interface PresentedRow extends HolderRow {
  place: string;
  scopes: TokenScope[];
  device: string;
  isStale: boolean;
}

interface Presented {
  hash: Buffer;
  context: TokenContext;
}

export function createHolders(sql: Sql): Holders {
  const columns = sql`
    t.id as "tokenId", u.id, u.username, u.display_name as "displayName", u.role, u.is_bot as "isBot",
    u.status`;

  async function readPresented(
    presented: readonly Presented[],
  ): Promise<(PresentedRow | undefined)[]> {
    const hashes = presented.map(({ hash }) => hash.toString('hex'));
    const contexts = presented.map(({ context }) => context);
    // The database's clock decides on validity: a daemon whose clock is off lets nobody in.
    const rows = await sql<PresentedRow[]>`
      select asked.place, ${columns}, t.scopes, t.device,
        coalesce(t.last_used_at < now() - ${`${touchIntervalMs} milliseconds`}::interval, true) as "isStale"
      from unnest(${hashes}::text[], ${contexts}::text[]) with ordinality as asked(hash, context, place)
      join tokens t on t.hash = decode(asked.hash, 'hex') and t.context = asked.context
      join users u on u.id = t.user_id
      where (t.expires_at is null or t.expires_at > now())
        and (t.context <> 'session' or t.last_used_at > now() - ${`${sessionIdleMs} milliseconds`}::interval)
        and u.suspended_at is null`;
    const stale = [...new Set(rows.filter(({ isStale }) => isStale).map(({ tokenId }) => tokenId))];
    if (stale.length > 0) {
      // A row that somebody else holds is being touched or ended by them: nobody waits for it.
      await sql`
        update tokens set last_used_at = now() where id in (
          select id from tokens where id = any(${stale}::uuid[]) for no key update skip locked)`;
    }
    const byPlace = new Map(rows.map((row) => [Number(row.place) - 1, row]));
    return presented.map((_, place) => byPlace.get(place));
  }

  const present = gatherReads({ read: readPresented });

  return {
    async authenticate(token, address) {
      const context = tokenContext(token);
      if (!context) return null;
      const row = await present({ hash: hashToken(token), context });
      if (!row) return null;
      const { tokenId, device } = row;
      const scopes = context === 'session' ? sessionScopes : row.scopes;
      return userScope(toScopeUser(row), { id: tokenId, context, scopes, device }, address);
    },

    async readHolders(tokenIds) {
      // A live socket is use, though it never logs in again.
      await sql`
        update tokens set last_used_at = now()
        where id = any(${[...tokenIds]}::uuid[]) and last_used_at < now() - interval '1 hour'`;
      const rows = await sql<HolderRow[]>`
        select ${columns} from tokens t join users u on u.id = t.user_id
        where t.id = any(${[...tokenIds]}::uuid[]) and u.suspended_at is null
          and (t.expires_at is null or t.expires_at > now())`;
      return new Map(rows.map((row) => [row.tokenId, toScopeUser(row)]));
    },
  };
}

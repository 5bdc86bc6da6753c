// Many different people for benches: accounts, their places in the lobby and their sessions, written by PostgreSQL itself.

import { createHash, randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { parseConnection } from '../../packages/daemon/src/repo/connect.ts';

/** @returns a session's token for each. Nobody can log in as one: they have no passwords. */
export async function createPeople(databaseUrl: string, count: number): Promise<string[]> {
  const tokens = Array.from(
    { length: count },
    () => `ses_${randomBytes(32).toString('base64url')}`,
  );
  const hashes = tokens.map((token) => createHash('sha256').update(token).digest('hex'));
  const sql = postgres({ ...parseConnection(databaseUrl), max: 1 });
  await sql`
    with people as (
      insert into users (id, username, email, display_name, role, password_hash, created_at, updated_at)
      select gen_random_uuid(), 'person' || n, 'person' || n || '@example.org', 'Person ' || n, 'member', 'none',
        now(), now()
      from generate_series(1, ${count}::int) n returning id, username
    ), members as (
      insert into memberships (room_id, user_id, role, joined_at)
      select r.id, p.id, 'member', now() from people p join rooms r on r.slug = 'lobby'
    )
    insert into tokens (id, user_id, context, hash, scopes, device, created_at, last_used_at)
    select gen_random_uuid(), p.id, 'session', decode(h.hash, 'hex'), '{read,write,admin}', 'bench', now(), now()
    from people p join unnest(${hashes}::text[]) with ordinality as h(hash, n) on p.username = 'person' || h.n`;
  for (const table of ['users', 'memberships', 'tokens']) await sql.unsafe(`analyze ${table}`);
  await sql.end();
  return tokens;
}

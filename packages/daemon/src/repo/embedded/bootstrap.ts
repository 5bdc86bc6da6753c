// Creates the daemon's role and databases in a cluster it owns.

import { type Client, escapeIdentifier, escapeLiteral } from 'pg';

export interface Bootstrap {
  role: string;
  password: string;
  databases: string[];
}

/** Creates what is missing. The role owns the databases, and so may install trusted extensions. */
export async function bootstrapCluster(superuser: Client, wanted: Bootstrap): Promise<void> {
  const { role, password, databases } = wanted;
  const { rows } = await superuser.query<{ hasRole: boolean; missing: string[] }>(
    `select exists (select from pg_roles where rolname = $1) as "hasRole",
       array(select unnest($2::text[]) except select datname from pg_database) as missing`,
    [role, databases],
  );
  const [found] = rows;
  const owner = escapeIdentifier(role);
  if (!found?.hasRole) {
    await superuser.query(
      `create role ${owner} login createdb password ${escapeLiteral(password)}`,
    );
  }
  for (const database of found?.missing ?? []) {
    await superuser.query(`create database ${escapeIdentifier(database)} owner ${owner}`);
  }
}

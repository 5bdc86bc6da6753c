// Chooses the system account PostgreSQL runs as when the daemon is root, whom PostgreSQL refuses.

import { readFile } from 'node:fs/promises';
import { EmbeddedPostgresError } from './error.ts';

export interface Account {
  uid: number;
  gid: number;
}

/**
 * The account for PostgreSQL, or undefined when the daemon's own will do.
 *
 * @param owner who owns the cluster so far, else the directory it goes into: when that is an
 * ordinary user, root serves it under that user, so both can start the same checkout in turn.
 */
export async function chooseAccount(owner: Account): Promise<Account | undefined> {
  if (process.geteuid?.() !== 0) return undefined;
  if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = parseAccounts(await readFile('/etc/passwd', 'utf8'));
  const account = accounts.get('postgres') ?? accounts.get('nobody');
  if (account) return account;
  throw new EmbeddedPostgresError(
    'unsupported',
    'PostgreSQL does not run as root, and this system has neither an account "postgres" nor "nobody". ' +
      'Create one (useradd --system postgres), start Parley as an ordinary user, or set DATABASE_URL.',
  );
}

/** Accounts by name out of the text of `/etc/passwd`, without root's. */
export function parseAccounts(passwd: string): Map<string, Account> {
  const accounts = new Map<string, Account>();
  for (const line of passwd.split('\n')) {
    const [name, , uid, gid] = line.split(':');
    const account = { uid: Number(uid), gid: Number(gid) };
    if (name && account.uid > 0 && Number.isInteger(account.gid)) accounts.set(name, account);
  }
  return accounts;
}

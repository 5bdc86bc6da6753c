// Creates the cluster: whole or not at all, whoever else tries at the same time.

import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { EmbeddedPostgresError, errorCode } from './error.ts';
import type { Home } from './home.ts';
import { readStart, run } from './process.ts';

export interface InitializeOptions {
  superuser: string;
  password: string;
  /** False only where losing the cluster costs nothing: tests. */
  isDurable: boolean;
  signal?: AbortSignal;
}

/**
 * Runs initdb in a directory of its own and renames it to `data` once complete, so a kill half way
 * leaves no half cluster behind, and of two daemons one wins.
 */
export async function initializeCluster(
  home: Home,
  binaries: Binaries,
  options: InitializeOptions,
): Promise<void> {
  await removeAbandoned(home);
  const fresh = join(home.directory, `init-${process.pid}-${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(fresh, { mode: 0o700 });
    await chmod(fresh, 0o700);
    if (home.account) await chown(fresh, home.account.uid, home.account.gid);
    await runInitdb(home, fresh, binaries, options);
    await rename(fresh, home.data);
    await using directory = await open(home.directory);
    await directory.sync();
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  } finally {
    await remove(fresh);
  }
}

async function runInitdb(
  home: Home,
  fresh: string,
  binaries: Binaries,
  options: InitializeOptions,
): Promise<void> {
  const password = await openPasswordFile(home, options.password);
  try {
    const { status, output } = await run(
      join(binaries.directory, 'bin/initdb'),
      [
        '--pgdata=/proc/self/cwd',
        `--username=${options.superuser}`,
        '--pwfile=/proc/self/fd/0',
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
        ...(options.isDurable ? [] : ['--no-sync']),
      ],
      { cwd: fresh, account: home.account, stdin: password.fd, signal: options.signal },
    );
    options.signal?.throwIfAborted();
    if (status === 0) return;
    throw new EmbeddedPostgresError(
      'failed',
      `PostgreSQL could not create its data in ${home.directory} (initdb: ${status}).\n${output.trim()}`,
    );
  } finally {
    await password.close();
  }
}

/** An open file with the password and no name: nobody else can come to read it, now or later. */
async function openPasswordFile(home: Home, password: string) {
  const path = join(home.directory, `init-${process.pid}-${randomBytes(6).toString('hex')}.pw`);
  const file = await open(path, 'wx+', 0o600);
  try {
    await rm(path);
    if (home.account) await file.chown(home.account.uid, home.account.gid);
    await file.write(`${password}\n`, 0);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Clears what daemons left that were killed while they created the cluster. */
async function removeAbandoned(home: Home): Promise<void> {
  for (const name of await readdir(home.directory)) {
    const pid = /^init-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || (await readStart(Number(pid)))) continue;
    await remove(join(home.directory, name));
  }
}

/** A killed daemon's initdb may still be at work in it, until this pulls the ground away. */
async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 10 }).catch(() => {});
}

// Parley's own PostgreSQL: starts one on a directory, for the one daemon that owns it.

import { acquirePostmaster } from './acquire.ts';
import { provideBinaries } from './binaries.ts';
import { bootstrapCluster } from './bootstrap.ts';
import { requireUnclaimed, writeClaim } from './claim.ts';
import { buildCommand } from './command.ts';
import type { Connection } from './connection-url.ts';
import { hasCluster, openCluster, openHome } from './home.ts';
import { initializeCluster } from './initialize.ts';
import { type JoinedPostgres, joinPostgres } from './join.ts';
import { stopPostmaster } from './postmaster.ts';
import { derivePassword, openSecret } from './secret.ts';
import { openSocketDirectory, port } from './socket.ts';
import { superviseOwnership } from './supervise.ts';

export { type Connection, connectionUrl } from './connection-url.ts';
export type { JoinedPostgres } from './join.ts';

export interface EmbeddedPostgresOptions {
  /** A private directory, made when missing, e.g. `.parley/postgres`. */
  dataDirectory: string;
  /** Databases of the daemon's role, created when missing. */
  databases?: string[];
  /** Settings of PostgreSQL by name, over Parley's; the socket's are not up for change. */
  settings?: Record<string, string>;
  /** Where else than in the dependencies `bin/`, `lib/` and `share/` of PostgreSQL lie. */
  binaries?: string;
  /** Told what happens, in short lines without secrets. */
  log?: (line: string) => void;
  signal?: AbortSignal;
}

export interface EmbeddedPostgres {
  /** Directory of the Unix socket; short enough for its 107 bytes, valid until `stop`. */
  readonly socketDirectory: string;
  readonly port: number;
  /** The postmaster's. */
  readonly pid: number;
  /** How the daemon's own role, owner of its databases, connects to one of them. */
  connection(database: string): Connection;
  /** Called once when PostgreSQL, or the sole ownership of it, is lost other than by `stop`. */
  onExit(listener: (reason: string) => void): void;
  /** Shuts PostgreSQL down and waits until it is gone. May be called again. */
  stop(): Promise<void>;
}

const superuser = 'postgres';
const role = 'parley';

/**
 * Starts PostgreSQL on the directory, or takes over the one that a killed daemon left running.
 *
 * It listens on a Unix socket only, in a directory of mode 0700, with scram and a random secret.
 * Every failure is an {@link EmbeddedPostgresError} that says what to do and has done no damage.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { databases = [], settings = {}, log = () => {}, signal } = options;
  const home = await openHome(options.dataDirectory);
  await requireUnclaimed(home);
  const binaries = await provideBinaries(home.account, options.binaries);
  const isNew = !(await hasCluster(home, binaries.major));
  const secret = await openSecret(home, isNew);
  const superuserPassword = derivePassword(secret, superuser);
  if (isNew) {
    log(`creating a PostgreSQL ${binaries.version} cluster in ${home.directory}`);
    await initializeCluster(home, binaries, {
      superuser,
      password: superuserPassword,
      isDurable: settings.fsync !== 'off',
      signal,
    });
  }

  const cluster = await openCluster(home);
  const socket = await openSocketDirectory(home.data);
  const connect = (username: string, database: string): Connection => ({
    host: socket.path,
    port,
    username,
    password: derivePassword(secret, username),
    database,
  });
  const control = connect(superuser, 'postgres');
  const acquired = await acquirePostmaster(cluster, {
    command: buildCommand(cluster, binaries, settings),
    superuser: control,
    log,
    signal,
  }).catch(async (error) => {
    await socket.close();
    throw error;
  });
  const { pid, owner, isAdopted } = acquired;
  log(`${isAdopted ? 'took over' : 'started'} PostgreSQL ${binaries.version} (pid ${pid})`);

  const supervision = superviseOwnership(cluster, pid, owner, control);
  let stopped: Promise<void> | undefined;
  const shutDown = async () => {
    supervision.expectEnd();
    if (!supervision.isLost()) await stopPostmaster(cluster, pid);
    await supervision.release();
    await socket.close();
    log(`stopped PostgreSQL (pid ${pid})`);
  };
  const postgres: EmbeddedPostgres = {
    socketDirectory: socket.path,
    port,
    pid,
    connection: (database) => connect(role, database),
    onExit: supervision.onExit,
    stop: () => {
      stopped ??= shutDown();
      return stopped;
    },
  };
  try {
    await writeClaim(home);
    await bootstrapCluster(owner, { role, password: derivePassword(secret, role), databases });
    signal?.throwIfAborted();
    return postgres;
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/**
 * Connects to the PostgreSQL that a daemon runs on the directory, for commands beside the daemon.
 * Undefined when none runs: then it can be started.
 */
export function joinEmbeddedPostgres(dataDirectory: string): Promise<JoinedPostgres | undefined> {
  return joinPostgres(dataDirectory, role);
}

// Gets hold of a running postmaster as its only daemon: adopts the one that runs, else launches one.

import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { type Command, hasCommand } from './command.ts';
import type { Connection } from './connection-url.ts';
import { EmbeddedPostgresError, errorCode } from './error.ts';
import type { Cluster } from './home.ts';
import { readLock } from './lock.ts';
import { takeOwnership } from './ownership.ts';
import { type Launched, launchPostmaster, stopPostmaster } from './postmaster.ts';

/** How long PostgreSQL may go without a sign of life; recovering after a crash is one. */
const patienceMs = 30_000;

const pollMs = 10;
const relaunchMs = 250;

/** Deaths that end by themselves: another starter was first, or a killed one's backends linger. */
const transientDeath =
  /lock file "[^"]+" already exists|pre-existing shared memory block|lock file .+ is empty/;

export interface Acquired {
  pid: number;
  /** The connection that holds the ownership. */
  owner: Client;
  isAdopted: boolean;
}

export interface AcquireOptions {
  command: Command;
  /** How the superuser connects. */
  superuser: Connection;
  log: (line: string) => void;
  signal?: AbortSignal;
}

/**
 * Looks again and again, until one of these ends it:
 *
 * - PostgreSQL answers: whoever gets the ownership owns the postmaster, whoever launched it.
 * - It answers but was launched with other settings or binaries: stop it and go on.
 * - It runs but does not answer yet (starting, recovering, shutting down): wait.
 * - Nothing runs: launch it; a launch that dies for good ends it with PostgreSQL's last words.
 */
export async function acquirePostmaster(
  cluster: Cluster,
  options: AcquireOptions,
): Promise<Acquired> {
  const { command, superuser, log, signal } = options;
  let launched: Launched | undefined;
  let lastSign = Date.now();
  try {
    for (;;) {
      signal?.throwIfAborted();
      if (launched?.exit !== undefined) {
        const words = await launched.readLog();
        if (!transientDeath.test(words) || isOver(lastSign)) throw describeDeath(launched, words);
        launched = undefined;
        await delay(relaunchMs);
      }
      const answer = await connect(cluster, superuser);
      const lock = await readLock(cluster);
      if (!(answer instanceof Error)) {
        if (lock.state !== 'running') throw await describeElsewhere(cluster, answer);
        const isAdopted = launched?.pid !== lock.pid;
        if (!isAdopted || (await hasCommand(cluster, command))) {
          return { pid: lock.pid, owner: answer, isAdopted };
        }
        log(`restarting PostgreSQL (pid ${lock.pid}), which runs with other settings`);
        await stopPostmaster(cluster, lock.pid);
        await answer.end();
      } else if (errorCode(answer) === '57P03') {
        lastSign = Date.now();
      } else if (isOver(lastSign)) {
        throw describeSilence(cluster, answer);
      } else if (lock.state !== 'running' && !launched) {
        launched = await launchPostmaster(cluster, command, lock);
      }
      await delay(pollMs);
    }
  } catch (error) {
    if (launched && !isInUse(error)) await abandon(cluster, launched, superuser);
    throw error;
  }
}

/** The ownership, or why not yet; throws what waiting does not heal. */
async function connect(cluster: Cluster, superuser: Connection): Promise<Client | Error> {
  try {
    return await takeOwnership(superuser, cluster.directory);
  } catch (error) {
    if (errorCode(error) === '28P01') {
      throw new EmbeddedPostgresError(
        'failed',
        `PostgreSQL on ${cluster.directory} refuses the password: the file "secret" there is not ` +
          'the one its data were created with. Put that one back.',
      );
    }
    if (isInUse(error) || !(error instanceof Error)) throw error;
    return error;
  }
}

/** Stops what was launched in vain, unless another daemon has made it its own meanwhile. */
async function abandon(cluster: Cluster, launched: Launched, superuser: Connection): Promise<void> {
  if (launched.pid === undefined || launched.exit !== undefined) return;
  const owner = await takeOwnership(superuser, cluster.directory).catch((error: unknown) => error);
  if (isInUse(owner)) return;
  await stopPostmaster(cluster, launched.pid);
  if (owner instanceof Client) await owner.end();
}

function isInUse(error: unknown): boolean {
  return error instanceof EmbeddedPostgresError && error.reason === 'in_use';
}

function isOver(lastSign: number): boolean {
  return Date.now() - lastSign > patienceMs;
}

function describeDeath({ exit }: Launched, words: string): EmbeddedPostgresError {
  const lastWords = words.split('\n').slice(-12).join('\n');
  return new EmbeddedPostgresError('failed', `PostgreSQL does not start (${exit}):\n${lastWords}`);
}

function describeSilence(cluster: Cluster, cause: Error): EmbeddedPostgresError {
  const message =
    `PostgreSQL on ${cluster.directory} does not answer: ${cause.message}. ` +
    `See ${cluster.log}.`;
  return new EmbeddedPostgresError('failed', message, { cause });
}

/** Its socket is in reach and its process is not: two containers share the directory. */
async function describeElsewhere(cluster: Cluster, owner: Client): Promise<EmbeddedPostgresError> {
  await owner.end();
  return new EmbeddedPostgresError(
    'in_use',
    `A PostgreSQL that runs outside of this system or container serves ${cluster.directory}. ` +
      'Stop it there first.',
  );
}

// Gets hold of a running postmaster as its only daemon: adopts the one that runs, else launches one.

import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Connection } from './connection-url.ts';
import { EmbeddedPostgresError, errorCode } from './error.ts';
import type { Home } from './home.ts';
import { takeOwnership } from './ownership.ts';
import {
  type Command,
  hasCommand,
  type Launched,
  launchPostmaster,
  readLock,
  stopPostmaster,
} from './postmaster.ts';

/** How long PostgreSQL may go without a sign of life; recovering after a crash is one. */
const patienceMs = 30_000;

const pollMs = 10;

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
 * The states, by what PostgreSQL's own lock file says each time round:
 *
 * - nothing runs: launch, and look again; a launch that dies for good ends it with its last words.
 * - one runs but does not answer yet (starting, recovering, shutting down): look again.
 * - one answers: take the ownership. Whoever gets it owns the postmaster, whoever launched it.
 * - one answers that was launched with other settings or binaries: stop it, and look again.
 */
export async function acquirePostmaster(home: Home, options: AcquireOptions): Promise<Acquired> {
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
      }
      const lock = await readLock(home);
      if (lock.state === 'running') {
        const answer = await connect(home, superuser);
        if (!(answer instanceof Error)) {
          const isAdopted = launched?.pid !== lock.pid;
          if (!isAdopted || (await hasCommand(home, command.text))) {
            return { pid: lock.pid, owner: answer, isAdopted };
          }
          log(`restarting PostgreSQL (pid ${lock.pid}), which runs with other settings`);
          await stopPostmaster(home, lock.pid);
          await answer.end();
        } else if (errorCode(answer) === '57P03') {
          lastSign = Date.now();
        } else if (isOver(lastSign)) {
          throw new EmbeddedPostgresError(
            'failed',
            `PostgreSQL (pid ${lock.pid}) runs on ${home.directory} but does not answer: ` +
              `${answer.message}. See ${home.log}.`,
            { cause: answer },
          );
        }
      } else if (!launched) {
        launched = await launchPostmaster(home, command, lock);
      } else if (isOver(lastSign)) {
        throw describeDeath(launched, await launched.readLog());
      }
      await delay(pollMs);
    }
  } catch (error) {
    if (launched && launched.exit === undefined && !isInUse(error)) {
      await abandon(home, launched.pid, superuser);
    }
    throw error;
  }
}

/** The ownership, or why not yet; throws what waiting does not heal. */
async function connect(home: Home, superuser: Connection): Promise<Client | Error> {
  try {
    return await takeOwnership(superuser, home.directory);
  } catch (error) {
    if (errorCode(error) === '28P01') {
      throw new EmbeddedPostgresError(
        'failed',
        `PostgreSQL on ${home.directory} refuses the password: the file "secret" there is not ` +
          'the one its data were created with. Put that one back.',
      );
    }
    if (isInUse(error) || !(error instanceof Error)) throw error;
    return error;
  }
}

/** Stops what was launched in vain, unless another daemon has made it its own meanwhile. */
async function abandon(home: Home, pid: number | undefined, superuser: Connection): Promise<void> {
  if (pid === undefined) return;
  try {
    const owner = await takeOwnership(superuser, home.directory);
    await stopPostmaster(home, pid);
    await owner.end();
  } catch (error) {
    if (!isInUse(error)) await stopPostmaster(home, pid);
  }
}

function isInUse(error: unknown): boolean {
  return error instanceof EmbeddedPostgresError && error.reason === 'in_use';
}

function isOver(lastSign: number): boolean {
  return Date.now() - lastSign > patienceMs;
}

function describeDeath({ exit }: Launched, words: string): EmbeddedPostgresError {
  const lastWords = words.split('\n').slice(-12).join('\n');
  const message = `PostgreSQL does not start (${exit ?? 'no answer'}):\n${lastWords}`;
  return new EmbeddedPostgresError('failed', message);
}

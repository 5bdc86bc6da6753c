// Directories of a test run, named after it: what a run that was killed left behind is known by its name and cleared away.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../../src/repo/embedded/index.ts';

const memory = '/dev/shm';
const roomBytes = 4 * 1_024 ** 3;
/** In memory where that has room: a database is there in 20 ms, and not in half a second as on a slow disk. */
const place = isRoomy() ? memory : tmpdir();

const nameOfRun = /^parley-test-(\d+)-/;

/** The process that began the run; what it starts inherits this. */
const variable = 'PARLEY_TEST_RUN';

/** An empty directory that goes with the run, if not before. */
export function makeRunDirectory(kind: string): Promise<string> {
  const run = process.env[variable] ?? String(process.pid);
  return mkdtemp(join(place, `parley-test-${run}-${kind}-`));
}

/**
 * From now on this process is a run. However it ends, a watcher clears away what it left: PostgreSQL that
 * outlived its daemon, and data.
 */
export function beginRun(): void {
  process.env[variable] = String(process.pid);
  const script = fileURLToPath(new URL('run-watcher.ts', import.meta.url));
  // Its standard input ends with this process; a Ctrl-C for this one is not for it.
  const watcher = spawn(process.execPath, [script, String(process.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watcher.unref();
  watcher.on('error', () => {});
  (watcher.stdin as unknown as { unref(): void }).unref();
}

/** Clears the directories of runs, and ends PostgreSQL in them. Answers how many are left. */
export async function clearRuns(isOver: (run: number) => boolean): Promise<number> {
  let left = 0;
  for (const name of await readdir(place)) {
    const run = nameOfRun.exec(name)?.[1];
    if (run === undefined || !isOver(Number(run))) continue;
    const directory = join(place, name);
    try {
      for (const dataDirectory of [directory, join(directory, 'postgres')]) {
        // Claimed and not given back: taking it over ends it.
        if (existsSync(join(dataDirectory, 'daemon.pid'))) await endPostgres(dataDirectory);
      }
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    } catch {
      // Another user's, or its daemon is still on its way out.
      left += 1;
    }
  }
  return left;
}

async function endPostgres(dataDirectory: string): Promise<void> {
  const abandoned = await startEmbeddedPostgres({ dataDirectory, settings: { fsync: 'off' } });
  await abandoned.stop();
}

/** Containers often have little there, or let nothing be run. */
function isRoomy(): boolean {
  try {
    const mount = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
      .find(([, path]) => path === memory);
    if (!mount || /\b(?:noexec|ro)\b/.test(mount[3]!)) return false;
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= roomBytes;
  } catch {
    return false;
  }
}

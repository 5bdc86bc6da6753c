// Directories of a test run, named after it: what a run that was killed left behind is known by its name and cleared away.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../../src/repo/embedded/index.ts';

const nameOfRun = /^parley-test-(\d+)-/;

/** The process that began the run; what it starts inherits this. */
const variable = 'PARLEY_TEST_RUN';

/** An empty directory that goes with the run, if not before. */
export function makeRunDirectory(kind: string): Promise<string> {
  const run = process.env[variable] ?? String(process.pid);
  return mkdtemp(join(tmpdir(), `parley-test-${run}-${kind}-`));
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
  for (const name of await readdir(tmpdir())) {
    const run = nameOfRun.exec(name)?.[1];
    if (run === undefined || !isOver(Number(run))) continue;
    const directory = join(tmpdir(), name);
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

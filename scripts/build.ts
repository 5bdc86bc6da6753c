// Builds what is not fresh: `tsc -b` for all packages, then the client as one file.

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { bundleTui } from './bundle-tui.ts';
import { cacheDirectory, isFresh, markFresh, readFingerprint, root } from './freshness.ts';

const projects = ['packages/shared', 'packages/daemon', 'packages/tui'];
const patienceMs = 300_000;

/** The sources cannot be built; the message is what the compiler said. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}

/** Builds unless all is fresh. Silent; throws BuildError. */
export async function ensureBuilt(): Promise<void> {
  if (isFresh(readFingerprint())) return;
  using _lock = takeLock();
  // Taken before building: what changes meanwhile is built the next time.
  const fingerprint = readFingerprint();
  // Whoever held the lock built it for us.
  if (isFresh(fingerprint)) return;
  compile();
  await bundleTui();
  markFresh(fingerprint);
}

function compile(): void {
  const tsc = spawnSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-b', ...projects],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  if (tsc.error) throw tsc.error;
  if (tsc.status !== 0) throw new BuildError(`${tsc.stdout}${tsc.stderr}`.trim());
}

/** One build at a time. SQLite's lock is the kernel's, so a killed build leaves none behind. */
function takeLock(): Disposable {
  mkdirSync(cacheDirectory, { recursive: true });
  const lock = new DatabaseSync(join(cacheDirectory, 'build.lock'), { timeout: patienceMs });
  lock.exec('begin exclusive');
  return { [Symbol.dispose]: () => lock.close() };
}

if (import.meta.main) {
  try {
    await ensureBuilt();
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

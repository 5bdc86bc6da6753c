// `pnpm -s parleyd …`, `pnpm -s tui …`: builds what is not fresh, then becomes the program.

import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheDirectory, isFresh, type Program, programs, readFingerprint } from './freshness.ts';
import { endWithLaunchers } from './launchers.ts';

/**
 * Runs the built program in this process, with these arguments, as if Node had been started on it:
 * streams, signals and exit status are its own.
 */
export async function become(program: Program, args: readonly string[]): Promise<void> {
  enableCompileCache(join(cacheDirectory, 'compiled'));
  process.argv = [process.execPath, programs[program], ...args];
  await import(pathToFileURL(programs[program]).href);
}

/** Builds when sources changed; ends the process with the compiler's words when they do not compile. */
export async function buildOrExit(): Promise<void> {
  if (isFresh(readFingerprint())) return;
  const { BuildError, ensureBuilt } = await import('./build.ts');
  try {
    await ensureBuilt();
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

if (import.meta.main) {
  const [program, ...args] = process.argv.slice(2);
  if (program !== 'parleyd' && program !== 'tui') throw new Error('launch parleyd or tui');
  // pnpm runs scripts in the workspace's root: paths among the arguments mean the caller's directory.
  const { INIT_CWD: caller, npm_lifecycle_event: script } = process.env;
  if (caller && script === program) process.chdir(caller);
  endWithLaunchers();
  await buildOrExit();
  await become(program, args);
}

// `pnpm bench`: builds, then runs every script of `bench/` in turn; names on the command line choose some, or a long one.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './freshness.ts';
import { buildOrExit } from './launch.ts';

await buildOrExit();
const wanted = process.argv.slice(2);
/** Take a quarter of an hour each, and find no figures but faults: they run only when they are named. */
const long = ['faults.ts', 'history.ts'];
const scripts = readdirSync(join(root, 'bench'))
  .filter((name) => name.endsWith('.ts'))
  .filter((name) =>
    wanted.length === 0 ? !long.includes(name) : wanted.includes(name.replace(/\.ts$/, '')),
  )
  .sort();
if (scripts.length === 0) {
  console.error(`No bench is called ${wanted.join(' or ')}.`);
  process.exitCode = 2;
}
for (const name of scripts) {
  const { status } = spawnSync(process.execPath, [join(root, 'bench', name)], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}

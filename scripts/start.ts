// `pnpm start`: builds, then serves from `.parley/`; in a terminal it also opens the client.

import { join } from 'node:path';
import { root } from './freshness.ts';
import { become, buildOrExit } from './launch.ts';
import { endWithLaunchers } from './launchers.ts';

const args = process.argv.slice(2);
const isInteractive = process.stdin.isTTY && process.stdout.isTTY;

process.env.PARLEY_DATA_DIR ||= join(root, '.parley');
endWithLaunchers();
await buildOrExit();
if (isInteractive) {
  const { openClient } = await import('./interactive.ts');
  process.exitCode = await openClient(args);
} else {
  await become('parleyd', ['start', ...args]);
}

// `tui`: opens the client in this terminal, or runs one command for a script.

import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import type { ClientConfig } from './config/index.ts';
import { readEnvironment } from './config/index.ts';

/** Set when the client is bundled. */
declare const PARLEY_VERSION: string;

const environment = readEnvironment();
// Compiled code is kept between starts: what is loaded from here on is loaded from there.
enableCompileCache(join(environment.cacheHome, 'parley', 'compiled'));

async function openApp(config: ClientConfig, start: { open?: string } = {}): Promise<number> {
  const { stdin, stdout, stderr } = process;
  if (!stdin.isTTY || !stdout.isTTY || environment.terminal.TERM === 'dumb') {
    stderr.write(
      'The client needs a terminal that can draw. For scripts there are commands: tui --help\n',
    );
    return 2;
  }
  const { parseCachedScreen, renderFirstFrame } = await import('./terminal/first-frame.ts');
  // Shown before Ink and React are loaded: a start feels immediate.
  stdout.write(
    renderFirstFrame({
      columns: stdout.columns,
      rows: stdout.rows,
      cached: parseCachedScreen(
        readMemory(join(config.places.cache, `${config.profile}-screen.json`)),
      ),
      isPlain: !environment.isColorful,
    }),
  );
  const { runApp } = await import('./app.tsx');
  return runApp({ config, ...start });
}

function readMemory(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

let code = 0;
// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? code : 1);
});
// Nobody is left to be told that nobody listens.
process.stderr.on('error', () => {});

const { flush, runCommandLine } = await import('./commands/index.ts');
code = await runCommandLine(process.argv.slice(2), {
  streams: process,
  environment,
  version: PARLEY_VERSION,
  openApp,
});
await flush(process.stdout);
await flush(process.stderr);
process.exit(code);

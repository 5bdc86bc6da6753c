// Runs the client as a script does: words in, data and words out, an exit status.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from './daemon.ts';

/** The bundled client; `global-setup.ts` builds it. */
export const tuiPath = fileURLToPath(new URL('../../packages/tui/dist/tui.js', import.meta.url));

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A person's own places: configuration, state, cache, and nothing of the real person's. */
export interface Person extends AsyncDisposable {
  readonly env: NodeJS.ProcessEnv;
  tui(args: string[], options?: { input?: string; env?: NodeJS.ProcessEnv }): Promise<Outcome>;
}

export async function createPerson(server: string): Promise<Person> {
  const home = await mkdtemp(join(tmpdir(), 'parley-home-'));
  const env: NodeJS.ProcessEnv = {
    ...cleanEnvironment(),
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_STATE_HOME: join(home, '.local/state'),
    XDG_CACHE_HOME: join(home, '.cache'),
    PARLEY_SERVER: server,
  };
  return {
    env,
    async tui(args, { input = '', env: more = {} } = {}) {
      const child = spawn(process.execPath, [tuiPath, ...args], { env: { ...env, ...more } });
      child.stdin.on('error', () => {});
      child.stdin.end(input);
      const [stdout, stderr, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'exit') as Promise<[number | null]>,
      ]);
      return { code, stdout, stderr };
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}

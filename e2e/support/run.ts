// Runs the client as a script does: words in, data and words out, an exit status.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
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
  /** What another program reads of its output, through a pipe as a shell lays one. */
  pipe(args: string[], reader: string): Promise<Outcome>;
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
    pipe: (args, reader) => pipe([tuiPath, ...args], reader, env),
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/**
 * `node ARGS | READER`. Node gives its children sockets for pipes, which hold more. The status is that
 * of the program; what it says on stderr is kept apart from what the reader prints.
 */
export async function pipe(
  args: readonly string[],
  reader: string,
  env: NodeJS.ProcessEnv,
): Promise<Outcome> {
  const line = `{ "$@" 3>&-; echo $? >&3; } | { ${reader}; }`;
  const child = spawn('sh', ['-c', line, 'sh', process.execPath, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    text(child.stdio[3] as Readable),
  ]);
  return { code: Number(code), stdout, stderr };
}

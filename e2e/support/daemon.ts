// A real daemon in a process of its own, on its own data, that a test may kill and start again.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { makeRunDirectory } from '../../packages/daemon/test/support/run-directory.ts';

const main = fileURLToPath(new URL('../../packages/daemon/src/main.ts', import.meta.url));

/** Strong enough for every policy. */
export const password = 'Quartz-lantern-71-meadow';

export interface DaemonProcess extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly dataDirectory: string;
  readonly pid: number;
  /** The ready line, as printed. */
  readonly ready: string;
  /** Ends it without a word, as a crash or the kernel would. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data, after `kill` or `stop`. */
  restart(): Promise<void>;
  /** SIGTERM; answers the exit status. */
  stop(): Promise<number | null>;
}

export async function startDaemon(env: NodeJS.ProcessEnv = {}): Promise<DaemonProcess> {
  const dataDirectory = await makeRunDirectory('daemon');
  const port = await findFreePort();
  let child: ChildProcess;
  let ready = '';

  async function launch(): Promise<void> {
    child = spawn(process.execPath, ['-C', 'parley-source', main, 'start'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...cleanEnvironment(),
        PARLEY_DATA_DIR: dataDirectory,
        PARLEY_PORT: String(port),
        PARLEY_RATE_API: 'off',
        PARLEY_RATE_MESSAGES: 'off',
        PARLEY_RATE_LOGIN: 'off',
        ...env,
      },
    });
    let log = '';
    child.stderr!.on('data', (data) => {
      log = (log + data).slice(-10_000);
    });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`parleyd ended with ${code} before it was ready:\n${log}`);
    });
    ended.catch(() => {});
    const line = once(createInterface(child.stdout!), 'line') as Promise<[string]>;
    [ready] = await Promise.race([line, ended]);
  }

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exited = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    return (await exited)[0];
  }

  await launch();
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    dataDirectory,
    get pid() {
      return child.pid!;
    },
    get ready() {
      return ready;
    },
    kill: async () => {
      await end('SIGKILL');
    },
    restart: launch,
    stop: () => end('SIGTERM'),
    async [Symbol.asyncDispose]() {
      // Killed daemons leave their PostgreSQL behind for the next one: be the next one.
      if (child.signalCode === 'SIGKILL') await launch();
      await end('SIGTERM');
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** The environment without what would change a program's manners: CI, colours, a person's Parley. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (/^(?:CI|NO_COLOR|FORCE_COLOR|NODE_OPTIONS|VITEST.*|PARLEY_.*|DATABASE_URL)$/.test(name)) {
      delete env[name];
    }
  }
  return env;
}

export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

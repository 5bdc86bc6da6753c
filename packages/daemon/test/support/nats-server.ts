// A NATS server of a test's own, when the machine has the program.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

export const hasNatsServer = spawnSync('nats-server', ['--version']).status === 0;

/** Continuous integration must not pass because it tried less. */
export const isNatsRequired = Boolean(process.env.CI) || Boolean(process.env.PARLEY_TEST_NATS);

export interface NatsServer extends AsyncDisposable {
  readonly port: number;
  /** Ends it at once. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  restart(): Promise<void>;
}

export async function startNatsServer(args: string[] = []): Promise<NatsServer> {
  const port = await findFreePort();
  let child = await launch();

  async function launch() {
    const server = spawn('nats-server', ['-a', '127.0.0.1', '-p', String(port), ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    for await (const line of createInterface(server.stderr)) {
      if (line.includes('Server is ready')) return server;
    }
    throw new Error('nats-server does not start');
  }

  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return {
    port,
    kill,
    async restart() {
      child = await launch();
    },
    [Symbol.asyncDispose]: kill,
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

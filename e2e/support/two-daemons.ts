// Two real daemons on one PostgreSQL of their own, all of which may be killed and started again.

import { rm } from 'node:fs/promises';
import postgres, { type Sql } from 'postgres';
import {
  connectionUrl,
  startEmbeddedPostgres,
} from '../../packages/daemon/src/repo/embedded/index.ts';
import { makeRunDirectory } from '../../packages/daemon/test/support/run-directory.ts';
import { type DaemonProcess, startDaemon } from './daemon.ts';

export interface TwoDaemons extends AsyncDisposable {
  readonly daemons: readonly [DaemonProcess, DaemonProcess];
  /** Ends PostgreSQL as `pg_ctl stop -m immediate` does, and starts it again. */
  crashDatabase(): Promise<void>;
  /** A look into the database past the daemons. */
  query<T>(run: (sql: Sql) => Promise<T>): Promise<T>;
}

export async function startTwoDaemons(env: NodeJS.ProcessEnv = {}): Promise<TwoDaemons> {
  const dataDirectory = await makeRunDirectory('two');
  const start = () => startEmbeddedPostgres({ dataDirectory, databases: ['parley'] });
  let server = await start();
  const connection = server.connection('parley');
  const settings = { DATABASE_URL: connectionUrl(connection), PARLEY_PUBSUB: 'postgres', ...env };
  const first = await startDaemon(settings);
  const daemons = [first, await startDaemon(settings)] as const;
  return {
    daemons,
    async crashDatabase() {
      const ended = new Promise<void>((resolve) => server.onExit(() => resolve()));
      process.kill(server.pid, 'SIGQUIT');
      await ended;
      await server.stop();
      server = await start();
    },
    async query(run) {
      const { username: user, ...rest } = connection;
      const sql = postgres({ ...rest, user, max: 1, onnotice: () => {} });
      try {
        return await run(sql);
      } finally {
        await sql.end();
      }
    },
    async [Symbol.asyncDispose]() {
      for (const daemon of daemons.toReversed()) await daemon[Symbol.asyncDispose]();
      await server.stop();
      await rm(dataDirectory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

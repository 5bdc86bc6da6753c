// The database for commands beside the daemon: one's own, the running daemon's, or one started for the while.

import { join } from 'node:path';
import type { Config } from '../config/index.ts';
import {
  connectionUrl,
  joinEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../repo/embedded/index.ts';

export interface DatabaseAccess extends AsyncDisposable {
  url: string;
}

export async function openDatabase(config: Config): Promise<DatabaseAccess> {
  if (config.databaseUrl) {
    return { url: config.databaseUrl, [Symbol.asyncDispose]: async () => {} };
  }
  const dataDirectory = join(config.dataDirectory, 'postgres');
  const joined = await joinEmbeddedPostgres(dataDirectory);
  if (joined) {
    return {
      url: connectionUrl(joined.connection('parley')),
      [Symbol.asyncDispose]: () => joined.close(),
    };
  }
  const started = await startEmbeddedPostgres({ dataDirectory, databases: ['parley'] });
  return {
    url: connectionUrl(started.connection('parley')),
    [Symbol.asyncDispose]: () => started.stop(),
  };
}

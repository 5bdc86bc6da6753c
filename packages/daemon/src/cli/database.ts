// The database for commands beside the daemon: one's own, the running daemon's, or one started for the while.

import { join } from 'node:path';
import { causesOf } from '@parley/shared/errors';
import type { Config, LoadedConfig } from '../config/index.ts';
import {
  connectionUrl,
  joinEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../repo/embedded/index.ts';
import { requireDatabase, UnusableDatabaseError } from '../repo/index.ts';

export interface DatabaseAccess extends AsyncDisposable {
  url: string;
}

export async function openDatabase(config: Config): Promise<DatabaseAccess> {
  if (config.databaseUrl) {
    await requireDatabase(config.databaseUrl);
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

/** What is wrong with the database that was named, and where it was; null for any other error. */
export function explainUnusable(
  error: unknown,
  { sources }: LoadedConfig,
): { text: string; isAway: boolean } | null {
  for (const at of causesOf(error)) {
    if (!(at instanceof UnusableDatabaseError)) continue;
    const { text, source } = sources.databaseUrl;
    const place = text === undefined ? 'The database' : `DATABASE_URL (from ${source})`;
    return { text: `${place} cannot be used: ${at.message}`, isAway: at.isAway };
  }
  return null;
}

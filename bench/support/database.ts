// A PostgreSQL of a bench's own, for daemons that come and go on it.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  connectionUrl,
  startEmbeddedPostgres,
} from '../../packages/daemon/src/repo/embedded/index.ts';

export interface BenchDatabase extends AsyncDisposable {
  url: string;
}

export async function startDatabase(): Promise<BenchDatabase> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'parley-bench-postgres-'));
  const server = await startEmbeddedPostgres({ dataDirectory, databases: ['parley'] });
  return {
    url: connectionUrl(server.connection('parley')),
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

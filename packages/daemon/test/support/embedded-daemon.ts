// A daemon reduced to its embedded PostgreSQL: for tests that kill it or run it as another user.
// Writes one JSON line once it runs or has failed; SIGTERM stops it.

import { startEmbeddedPostgres } from '../../src/repo/embedded/index.ts';

const [dataDirectory = '', binaries] = process.argv.slice(2);
const report = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  const postgres = await startEmbeddedPostgres({
    dataDirectory,
    databases: ['parley'],
    settings: { fsync: 'off' },
    ...(binaries && { binaries }),
  });
  process.once('SIGTERM', () => void postgres.stop());
  report({ pid: postgres.pid, connection: postgres.connection('parley') });
} catch (error) {
  report({ error: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}

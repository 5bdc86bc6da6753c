// A test run reduced to its PostgreSQL: for the test that kills it. Writes one JSON line once it runs.

import { startEmbeddedPostgres } from '../../src/repo/embedded/index.ts';
import { beginRun, makeRunDirectory } from './run-directory.ts';

beginRun();
const directory = await makeRunDirectory('killed');
const { pid } = await startEmbeddedPostgres({
  dataDirectory: directory,
  databases: ['parley'],
  settings: { fsync: 'off' },
});
process.stdout.write(`${JSON.stringify({ pid, directory })}\n`);

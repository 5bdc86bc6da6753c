// The repo's door: connect, migrate, transact, and the small tools of every context's queries.

export { type Backfill, fillBatch, runBackfills } from './backfill.ts';
export {
  bytea,
  citext,
  createdAt,
  instant,
  primaryId,
  tsvector,
  updatedAt,
} from './columns.ts';
export {
  connectRepo,
  type Database,
  type Fragment,
  type Repo,
  type Sql,
  type Transaction,
} from './connect.ts';
export { type ConstraintTable, explainConstraints, violatedConstraint } from './constraints.ts';
export { gatherReads } from './gather.ts';
export { isId } from './ids.ts';
export { advisoryLocks } from './locks.ts';
export { listMigrations, type MigrationStatus, migrateDatabase } from './migrate.ts';
export {
  decodeCursor,
  decodeKey,
  encodeKey,
  type KeysetCursor,
  takeExportPage,
  takePage,
} from './pages.ts';
export { isCancelled } from './time-limit.ts';
export { UnusableDatabaseError } from './unusable.ts';
export { requireDatabase, waitForDatabase } from './wait.ts';

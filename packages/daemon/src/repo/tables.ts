// The repo's own table: how far each backfill has come.

import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

export const backfillProgress = pgTable('backfills', {
  name: text('name').primaryKey(),
  /** Where the last batch ended; null before the first. */
  position: text('position'),
  batches: integer('batches').notNull().default(0),
  finishedAt: instant('finished_at'),
});

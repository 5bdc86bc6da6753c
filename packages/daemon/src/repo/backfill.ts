// Backfills: what a newer version wants of older rows, filled in by small batches while all serves.
//
// A schema migration is quick and comes first; a backfill may take hours and runs beside everything
// else. Each batch is one short transaction that does a part and notes how far it came: killed at
// any point, it goes on from the last commit. Whoever holds the lock of the progress row is at work,
// so any number of daemons may run the same backfills, and none waits for another.

import { and, eq, isNull, sql } from 'drizzle-orm';
import { rest } from '../telemetry/index.ts';
import type { Repo, Transaction } from './connect.ts';
import { backfillProgress } from './tables.ts';

export interface Backfill {
  /** For ever: its progress is stored under it. */
  readonly name: string;
  /**
   * Fills a batch of the rows after `position` (null: from the start), idempotently, and answers
   * where the next one starts, or null when nothing is left. It may lock few rows, never a table.
   */
  fill(tx: Transaction, position: string | null): Promise<string | null>;
}

/** The parts of clock and log that are needed here. */
export interface BackfillContext {
  clock: {
    now(): Date;
    monotonic(): number;
    setTimeout(run: () => void, ms: number): Disposable;
  };
  log: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
  /** Ends the work between two batches. */
  signal: AbortSignal;
}

type Outcome = 'filled' | 'finished' | 'busy';

const busyRestMs = 1_000;
const longestRestMs = 60_000;

/** One batch. `busy`: another daemon is at it. */
export async function fillBatch(repo: Repo, backfill: Backfill, now: Date): Promise<Outcome> {
  const { name } = backfill;
  const isNamed = eq(backfillProgress.name, name);
  return repo.transact(async (tx) => {
    const [row] = await tx
      .select()
      .from(backfillProgress)
      .where(isNamed)
      .for('update', { skipLocked: true });
    if (!row) return 'busy';
    if (row.finishedAt) return 'finished';
    const position = await backfill.fill(tx, row.position);
    await tx
      .update(backfillProgress)
      .set({
        batches: sql`${backfillProgress.batches} + 1`,
        ...(position === null ? { finishedAt: now } : { position }),
      })
      .where(and(isNamed, isNull(backfillProgress.finishedAt)));
    return position === null ? 'finished' : 'filled';
  });
}

/**
 * Runs backfills to their end, one after another. It rests after each batch for as long as that
 * took, so half of the time is everybody else's. A batch that fails is tried again, ever more rarely:
 * the daemon can do without, so this never rejects.
 */
export async function runBackfills(
  repo: Repo,
  backfills: readonly Backfill[],
  { clock, log, signal }: BackfillContext,
): Promise<void> {
  for (const backfill of backfills) {
    const { name } = backfill;
    let failures = 0;
    let batches = 0;
    while (!signal.aborted) {
      const startedAt = clock.monotonic();
      let restMs: number;
      try {
        if (batches === 0) {
          await repo.db.insert(backfillProgress).values({ name }).onConflictDoNothing();
        }
        const outcome = await fillBatch(repo, backfill, clock.now());
        if (outcome === 'finished') break;
        batches += 1;
        failures = 0;
        restMs = outcome === 'busy' ? busyRestMs : clock.monotonic() - startedAt;
      } catch (error) {
        failures += 1;
        restMs = Math.min(longestRestMs, 1_000 * 2 ** failures);
        log.warn({ backfill: name, restMs, err: error }, 'a batch failed and will be tried again');
      }
      await rest(clock, restMs, signal);
    }
    if (!signal.aborted && batches > 1) log.info({ backfill: name, batches }, 'backfill finished');
  }
}

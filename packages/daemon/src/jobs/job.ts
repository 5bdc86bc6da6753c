// Typed job specs, and enqueueing inside the caller's transaction.

import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Transaction } from '../repo/index.ts';

/** A kind of job: what it is called and what it carries. Performers live in `workers/`. */
export interface JobSpec<Payload extends z.ZodType = z.ZodType> {
  /** `context.verb_noun` */
  readonly name: string;
  readonly payload: Payload;
  /** Attempts before the job is parked for an operator to look at. */
  readonly maxAttempts: number;
}

export function defineJob<Payload extends z.ZodType>(spec: {
  name: string;
  payload: Payload;
  maxAttempts?: number;
}): JobSpec<Payload> {
  return { maxAttempts: 10, ...spec };
}

export interface EnqueueOptions {
  runAt?: Date;
  /** A job with the same key that has not started is replaced instead of doubled. */
  key?: string;
}

/**
 * Adds a job inside the caller's transaction: it exists exactly when the rows it is about do.
 * @throws ZodError when the payload is not of the job's shape, before anything is written.
 */
export async function enqueue<Payload extends z.ZodType>(
  tx: Transaction,
  job: JobSpec<Payload>,
  payload: z.input<Payload>,
  options: EnqueueOptions = {},
): Promise<void> {
  const parsed = JSON.stringify(job.payload.parse(payload));
  await tx.execute(sql`select graphile_worker.add_job(
    ${job.name}, ${parsed}::json, max_attempts := ${job.maxAttempts}::int,
    run_at := ${options.runAt?.toISOString() ?? null}::timestamptz, job_key := ${options.key ?? null})`);
}

/** Takes back the job with this key, if one waits; one that runs is not tried again. */
export async function dequeue(tx: Transaction, key: string): Promise<void> {
  await tx.execute(sql`select graphile_worker.remove_job(${key})`);
}

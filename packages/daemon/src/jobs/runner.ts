// Runs jobs: graphile-worker on our own pool, with typed performers and a cron table.

import { parseCronItems, run, type Task, Logger as WorkerLogger } from 'graphile-worker';
import pg from 'pg';
import type { z } from 'zod';
import type { Logger } from '../telemetry/index.ts';
import type { JobSpec } from './job.ts';

export interface JobPerformer {
  readonly spec: JobSpec;
  readonly task: Task;
}

/** How long jobs may go on once the runner stops; what is not done by then goes back to be retried. */
const graceMs = 3_000;

/**
 * Binds a spec to the function that performs it. A payload of another shape fails the job, and so
 * does the end of the runner's patience, whether or not the function heeds its signal: a job that
 * was merely left behind would stay locked for hours.
 */
export function perform<Payload extends z.ZodType>(
  spec: JobSpec<Payload>,
  run: (payload: z.output<Payload>, job: { id: string; signal: AbortSignal }) => Promise<void>,
): JobPerformer {
  return {
    spec,
    task: async (raw, helpers) => {
      const { _cron, ...payload } = (raw ?? {}) as Record<string, unknown>;
      const signal = helpers.abortSignal ?? new AbortController().signal;
      const { promise: aborted, reject } = Promise.withResolvers<never>();
      const abort = () => reject(new Error('the daemon stopped before the job was done'));
      signal.addEventListener('abort', abort);
      try {
        const job = { id: String(helpers.job.id), signal };
        await Promise.race([run(spec.payload.parse(payload), job), aborted]);
      } finally {
        signal.removeEventListener('abort', abort);
      }
    },
  };
}

export interface CronEntry {
  readonly spec: JobSpec;
  /** Five fields, in UTC. */
  readonly at: string;
  readonly why: string;
}

export interface RunnerHandle {
  /** Resolves or rejects when the runner ended by itself. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export async function startRunner(options: {
  url: string;
  performers: readonly JobPerformer[];
  cron: readonly CronEntry[];
  log: Logger;
  concurrency?: number;
}): Promise<RunnerHandle> {
  const { log, concurrency = 4 } = options;
  // A pool of our own outlives the runner, so completions of its last jobs are written.
  const pool = new pg.Pool({ connectionString: options.url, max: concurrency + 2 });
  const warn = (error: Error) => log.warn({ error: error.message }, 'a job connection failed');
  pool.on('error', warn);
  pool.on('connect', (client) => client.on('error', warn));
  try {
    const runner = await run({
      pgPool: pool,
      concurrency,
      noHandleSignals: true,
      logger: new WorkerLogger((scope) => (level, message) => {
        if (level === 'error') log.error({ job: scope.taskIdentifier }, message);
        else if (level === 'warning') log.warn({ job: scope.taskIdentifier }, message);
        else log.debug({ job: scope.taskIdentifier }, message);
      }),
      preset: {
        worker: {
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
          gracefulShutdownAbortTimeout: graceMs,
        },
      },
      taskList: Object.fromEntries(options.performers.map(({ spec, task }) => [spec.name, task])),
      parsedCronItems: parseCronItems(
        options.cron.map(({ spec, at }) => ({ task: spec.name, match: at })),
      ),
    });
    const ended = runner.promise;
    // The supervisor listens to `ended`; a rejection before it does must not end the process.
    ended.catch(() => {});
    return {
      ended,
      stop: async () => {
        await runner.stop().catch(() => {});
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

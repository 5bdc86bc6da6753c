// The jobs' door: typed specs, enqueueing in a transaction, and the runner.

export { defineJob, enqueue, type EnqueueOptions, type JobSpec } from './job.ts';
export { type CronEntry, type JobPerformer, perform, startRunner } from './runner.ts';

// The jobs' door: typed specs, enqueueing in a transaction, and the runner.

export { defineJob, dequeue, type EnqueueOptions, enqueue, type JobSpec } from './job.ts';
export { type CronEntry, type JobPerformer, perform, startRunner } from './runner.ts';

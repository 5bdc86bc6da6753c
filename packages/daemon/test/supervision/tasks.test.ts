// Supervised tasks: bounded, logged, and ended at stop.

import { expect, it } from 'vitest';
import { createSupervisor, createTaskSupervisor } from '../../src/supervision/index.ts';
import { createStage } from './stage.ts';

function createTasks() {
  const { clock, log } = createStage();
  return { clock, log, tasks: createTaskSupervisor({ id: 'tasks', why: 'w', clock, log }) };
}

const never = () => new Promise<never>(() => {});

it('answers with a value, and logs nothing', async () => {
  const { clock, log, tasks } = createTasks();
  const task = tasks.start({ id: 't', timeoutMs: 100, run: () => 42 });
  expect(await task.outcome).toEqual({ kind: 'done', value: 42 });
  expect(log.lines).toEqual([]);
  expect(clock.pendingTimers).toBe(0);
});

it('logs a failure and never rejects', async () => {
  const { log, tasks } = createTasks();
  const error = new Error('no');
  const run = () => {
    throw error;
  };
  const task = tasks.start({ id: 't', timeoutMs: 100, run });
  expect(await task.outcome).toEqual({ kind: 'failed', error });
  expect(log.lines).toEqual(['task failed']);
});

it('ends a task whose time is up, also one that does not listen', async () => {
  const { clock, log, tasks } = createTasks();
  let signal: AbortSignal | undefined;
  const run = (its: AbortSignal) => {
    signal = its;
    return never();
  };
  const task = tasks.start({ id: 't', timeoutMs: 100, run });
  await clock.advance(99);
  expect(signal?.aborted).toBe(false);
  await clock.advance(1);
  expect(await task.outcome).toEqual({ kind: 'timed_out' });
  expect(signal?.aborted).toBe(true);
  expect(log.lines).toEqual(['task timed out']);
});

it('is cancelled by its owner', async () => {
  const { clock, tasks } = createTasks();
  const task = tasks.start({ id: 't', timeoutMs: 100, run: never });
  task.cancel();
  expect(await task.outcome).toEqual({ kind: 'cancelled' });
  expect(clock.pendingTimers).toBe(0);
});

it('at stop awaits some, cancels those that asked for it, and takes no more', async () => {
  const { clock, log, tasks } = createTasks();
  const supervisor = createSupervisor({
    id: 'root',
    strategy: 'one_for_one',
    children: [tasks.child],
    clock,
    log,
    onEscalate() {},
  });
  await supervisor.start();
  const work = Promise.withResolvers<string>();
  const awaited = tasks.start({ id: 'awaited', timeoutMs: 1_000, run: () => work.promise });
  const hung = tasks.start({ id: 'hung', timeoutMs: 1_000, run: never });
  const cancelled = tasks.start({ id: 'poll', timeoutMs: 1_000, atStop: 'cancel', run: never });
  expect(supervisor.status().children[0]?.details).toMatchObject({ running: 3 });

  let isStopped = false;
  const stopped = supervisor.stop().then(() => (isStopped = true));
  await clock.advance(500);
  work.resolve('sent');
  let ran = false;
  const tooLate = tasks.start({ id: 'late', timeoutMs: 1_000, run: () => (ran = true) });
  expect(await tooLate.outcome).toEqual({ kind: 'cancelled' });
  expect(await awaited.outcome).toEqual({ kind: 'done', value: 'sent' });
  expect(await cancelled.outcome).toEqual({ kind: 'cancelled' });
  expect([isStopped, ran]).toEqual([false, false]);

  await clock.advance(500);
  await stopped;
  expect(await hung.outcome).toEqual({ kind: 'timed_out' });
  expect(clock.pendingTimers).toBe(0);
});

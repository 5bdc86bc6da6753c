// Faults that take real daemons and many clients, in short; `pnpm bench faults` tries them at length.

import { expect, test } from 'vitest';
import { tryRollingRestart, tryStampede } from './support/faults-crowd.ts';

test('F18: all clients are cut off at once: they come back, within the pools, and have all they missed', async () => {
  const { problems } = await tryStampede({ listeners: 100, senders: 3, patienceMs: 60_000 });
  expect(problems).toEqual([]);
}, 240_000);

test('F19: two daemons start anew one by one under load: nothing lost, nothing heard twice, both exit with 0', async () => {
  const { problems } = await tryRollingRestart({
    listeners: 100,
    senders: 4,
    rounds: 1,
    exitMs: 20_000,
    patienceMs: 60_000,
  });
  expect(problems).toEqual([]);
}, 240_000);

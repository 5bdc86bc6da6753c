// A daemon appears while the database is away: what the others let pass is told once it is back.

import { expect, test } from 'vitest';
import { anonymousScope, type CountAsked } from '../../../src/accounts/index.ts';
import { createManualClock } from '../../../src/telemetry/index.ts';
import { createRateLimits } from '../../../src/web/rate-limits.ts';

async function startAlone() {
  const clock = createManualClock();
  const peers: string[] = [];
  const told: CountAsked[] = [];
  const state = { isAway: true, join: () => {} };
  const rate = { points: 10, seconds: 60 };
  const limits = createRateLimits(
    { api: rate, messages: rate, login: null },
    {
      clock,
      log: { warn: () => {} },
      presence: {
        listPeers: () => peers,
        watchPeers(listener) {
          state.join = () => {
            peers.push('other');
            listener();
          };
          return () => {};
        },
      },
      sessions: {
        takeAttempt: async () => 0,
        async countPoints(asked) {
          if (state.isAway) throw new Error('away');
          told.push(asked);
          return { isRecorded: true, granted: asked.wanted, waitMs: 0 };
        },
      },
    },
  );
  await clock.advance(10_000);
  const scope = anonymousScope('192.0.2.1');
  for (const bucket of ['api', 'messages'] as const) await limits.consume(bucket, scope);
  return { clock, state, told, limits };
}

test('it is tried again until all is told, each limit under a name of its own', async () => {
  const { clock, state, told, limits } = await startAlone();
  state.join();
  await clock.advance(20_000);
  expect(told).toEqual([]);
  state.isAway = false;
  await clock.advance(10_000);
  expect(told.map(({ key }) => key).sort()).toEqual(['api 192.0.2.1', 'messages 192.0.2.1']);
  await clock.advance(60_000);
  expect(told).toHaveLength(2);
  expect(clock.pendingTimers).toBe(0);
  limits.stop();
});

test('stopped, it tries no more', async () => {
  const { clock, state, limits } = await startAlone();
  state.join();
  limits.stop();
  await clock.advance(30_000);
  expect(clock.pendingTimers).toBe(0);
});

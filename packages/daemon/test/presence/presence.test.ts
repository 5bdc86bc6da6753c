// Presence: state plus diffs is always the truth, devices are counted, reconnects do not flicker.

import { applyPresenceDiff, type PresenceState } from '@parley/shared/presence';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPresence, presenceTopic } from '../../src/presence/index.ts';
import { createIsolatedPubSub } from '../../src/pubsub/index.ts';
import { createManualClock, createSequentialIds } from '../../src/telemetry/index.ts';

function setUp() {
  const pubsub = createIsolatedPubSub((error) => {
    throw error;
  });
  const clock = createManualClock();
  const presence = createPresence({ pubsub, clock, ids: createSequentialIds() });
  return { pubsub, clock, presence };
}

const refs = (state: PresenceState) =>
  Object.fromEntries(
    Object.entries(state).map(([key, { metas }]) => [key, metas.map(({ ref }) => ref).sort()]),
  );

test('a state read at any time plus all later diffs is the state', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          fc.record({ do: fc.constant('join' as const), key: fc.constantFrom('a', 'b', 'c') }),
          fc.record({ do: fc.constant('leave' as const), which: fc.nat(5) }),
          fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(10, 60) }),
        ),
        { maxLength: 40 },
      ),
      fc.nat(40),
      async (steps, readAt) => {
        const { pubsub, clock, presence } = setUp();
        let seen: PresenceState | undefined;
        const live: (() => void)[] = [];
        const model = new Map<() => void, string>();
        for (const [index, step] of steps.entries()) {
          if (index === Math.min(readAt, steps.length - 1)) {
            seen = presence.list('t');
            pubsub.subscribe(presenceTopic('t'), (diff) => {
              seen = applyPresenceDiff(seen!, diff);
            });
          }
          if (step.do === 'join') {
            const leave = presence.track('t', step.key, { username: step.key, device: '' });
            live.push(leave);
            model.set(leave, step.key);
          } else if (step.do === 'leave') {
            const [leave] = live.splice(step.which % Math.max(1, live.length), 1);
            leave?.();
            if (leave) model.delete(leave);
          } else {
            await clock.advance(step.ms);
          }
        }
        await clock.advance(3_000);
        const counts = Object.fromEntries(
          Object.entries(presence.list('t')).map(([key, { metas }]) => [key, metas.length]),
        );
        const expected: Record<string, number> = {};
        for (const key of model.values()) expected[key] = (expected[key] ?? 0) + 1;
        expect(counts).toEqual(expected);
        if (seen) expect(refs(seen)).toEqual(refs(presence.list('t')));
        presence.stop();
        expect(clock.pendingTimers).toBe(0);
      },
    ),
  );
});

test('whoever comes and goes within a moment is never told', async () => {
  const { pubsub, clock, presence } = setUp();
  const diffs: unknown[] = [];
  pubsub.subscribe(presenceTopic('t'), (diff) => diffs.push(diff));
  presence.track('t', 'ada', { username: 'ada', device: 'laptop' })();
  await clock.advance(3_000);
  expect(diffs).toEqual([]);
  expect(presence.topics()).toEqual([]);
});

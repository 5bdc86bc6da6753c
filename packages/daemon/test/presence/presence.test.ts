// Presence: state plus diffs is always the truth, devices are counted, reconnects do not flicker.

import { applyPresenceDiff, type PresenceState } from '@parley/shared/presence';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createPresence,
  type PresenceDiff,
  presenceTopic,
  type Tracking,
} from '../../src/presence/index.ts';
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

const looks = (state: PresenceState) =>
  Object.fromEntries(
    Object.entries(state).map(([key, { metas }]) => [
      key,
      metas.map(({ idleSince = '' }) => idleSince).sort(),
    ]),
  );

test('a state read at any time plus all later diffs is the state', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          fc.record({ do: fc.constant('join' as const), key: fc.constantFrom('a', 'b', 'c') }),
          fc.record({ do: fc.constant('leave' as const), which: fc.nat(5) }),
          fc.record({ do: fc.constant('look' as const), which: fc.nat(5), look: fc.nat(2) }),
          fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(10, 60) }),
        ),
        { maxLength: 40, size: 'max' },
      ),
      fc.nat(40),
      async (steps, readAt) => {
        const { pubsub, clock, presence } = setUp();
        let seen: PresenceState | undefined;
        const live: Tracking[] = [];
        const model = new Map<Tracking, { key: string; idleSince?: string }>();
        for (const [index, step] of steps.entries()) {
          if (index === Math.min(readAt, steps.length - 1)) {
            seen = presence.list('t');
            pubsub.subscribe(presenceTopic('t'), (diff) => {
              seen = applyPresenceDiff(seen!, diff);
            });
          }
          if (step.do === 'join') {
            const tracking = presence.track('t', step.key, { username: step.key, device: '' });
            live.push(tracking);
            model.set(tracking, { key: step.key });
          } else if (step.do === 'leave') {
            const [tracking] = live.splice(step.which % Math.max(1, live.length), 1);
            tracking?.end();
            // One that has ended shows nothing any more.
            tracking?.update({ idleSince: 'late' });
            if (tracking) model.delete(tracking);
          } else if (step.do === 'look') {
            const place = step.which % Math.max(1, live.length);
            const before = live[place];
            if (!before) continue;
            const look = step.look === 0 ? {} : { idleSince: `since ${step.look}` };
            const tracking = before.update(look);
            live[place] = tracking;
            const { key } = model.get(before)!;
            model.delete(before);
            model.set(tracking, { key, ...look });
            // What it stood for before stands for nothing any more.
            if (before !== tracking) before.end();
          } else {
            await clock.advance(step.ms);
          }
        }
        await clock.advance(3_000);
        const expected: Record<string, string[]> = {};
        for (const { key, idleSince = '' } of model.values()) {
          expected[key] = [...(expected[key] ?? []), idleSince].sort();
        }
        expect(looks(presence.list('t'))).toEqual(expected);
        if (seen) expect(looks(seen)).toEqual(expected);
        if (seen) expect(refs(seen)).toEqual(refs(presence.list('t')));
        presence.stop();
        expect(clock.pendingTimers).toBe(0);
      },
    ),
  );
});

test('who looks different from now on is never gone: one diff, the old device with the new one', async () => {
  const { pubsub, clock, presence } = setUp();
  const diffs: PresenceDiff[] = [];
  const tracking = presence.track('t', 'ada', { username: 'ada', device: 'laptop' });
  await clock.advance(3_000);
  const [before] = presence.list('t').ada!.metas;
  pubsub.subscribe(presenceTopic('t'), (diff) => diffs.push(diff));
  const status = {
    state: 'away',
    text: 'Tea',
    until: null,
    since: '2026-01-01T00:00:00Z',
  } as const;
  const shown = tracking.update({ status });
  expect(shown.update({ status })).toBe(shown);
  await clock.advance(3_000);
  const [after] = presence.list('t').ada!.metas;
  expect(after).toEqual({ ...before, ref: after!.ref, status });
  expect(diffs).toEqual([
    {
      joins: { ada: { metas: [after] } },
      leaves: { ada: { metas: [before] } },
      count: 1,
      newcomers: new Set(),
    },
  ]);
});

test('whoever comes and goes within a moment is never told', async () => {
  const { pubsub, clock, presence } = setUp();
  const diffs: unknown[] = [];
  pubsub.subscribe(presenceTopic('t'), (diff) => diffs.push(diff));
  presence.track('t', 'ada', { username: 'ada', device: 'laptop' }).end();
  await clock.advance(3_000);
  expect(diffs).toEqual([]);
  expect(presence.topics()).toEqual([]);
});

test('pages hold every key once, in order, and the number of keys is what they hold', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 20, size: 'max' }),
      fc.integer({ min: 1, max: 7 }),
      async (keys, limit) => {
        const { clock, presence } = setUp();
        for (const key of keys) presence.track('t', key, { username: key, device: '' });
        await clock.advance(1_000);
        const paged: PresenceState[] = [];
        for (let after = ''; ; after = Object.keys(paged.at(-1)!).at(-1)!) {
          const page = presence.list('t', { after, limit });
          if (Object.keys(page).length === 0) break;
          paged.push(page);
        }
        expect(Object.assign({}, ...paged)).toEqual(presence.list('t'));
        const order = paged.flatMap((page) => Object.keys(page));
        expect(order).toEqual([...new Set(keys)].sort());
        expect(presence.count('t')).toBe(order.length);
        presence.stop();
      },
    ),
  );
});

test('1,000 who come within five seconds, and go as fast, are a bounded number of diffs', async () => {
  const { pubsub, clock, presence } = setUp();
  const diffs: PresenceDiff[] = [];
  pubsub.subscribe(presenceTopic('t'), (diff) => diffs.push(diff));
  const trackings: Tracking[] = [];
  for (let index = 0; index < 1_000; index += 1) {
    trackings.push(presence.track('t', `user-${index}`, { username: 'x', device: '' }));
    await clock.advance(5);
  }
  await clock.advance(1_000);
  expect(diffs.length).toBeLessThanOrEqual(100);
  expect(diffs.at(-1)!.count).toBe(1_000);
  for (const tracking of trackings) {
    tracking.end();
    await clock.advance(5);
  }
  await clock.advance(3_000);
  expect(diffs.length).toBeLessThanOrEqual(200);
  expect(diffs.at(-1)!.count).toBe(0);
  presence.stop();
});

// Presence over several daemons: they agree whatever the network does, and no ghost stays.

import { applyPresenceDiff, type PresenceState } from '@parley/shared/presence';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { presenceTopic, type Tracking } from '../../src/presence/index.ts';
import { createNetwork, type Daemon, watch } from './network.ts';

const device = (username: string) => ({ username, device: 'laptop' });
const counts = (state: PresenceState) =>
  Object.fromEntries(Object.entries(state).map(([key, { metas }]) => [key, metas.length]));
const looks = (state: PresenceState) =>
  Object.fromEntries(
    Object.entries(state).map(([key, { metas }]) => [
      key,
      metas.map(({ idleSince = '' }) => idleSince).sort(),
    ]),
  );
const reliable = () => [1];

interface Present {
  tracking: Tracking;
  topic: string;
  key: string;
  idleSince: string;
}

const step = fc.oneof(
  fc.record({
    do: fc.constant('join' as const),
    at: fc.nat(2),
    key: fc.constantFrom('a', 'b', 'c'),
    topic: fc.constantFrom('x', 'y'),
  }),
  fc.record({ do: fc.constant('leave' as const), at: fc.nat(2), which: fc.nat(5) }),
  fc.record({
    do: fc.constant('look' as const),
    at: fc.nat(2),
    which: fc.nat(5),
    idleSince: fc.constantFrom('', 'one', 'two'),
  }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(10, 60, 700, 4_000, 12_000) }),
  fc.record({ do: fc.constant('cut' as const), at: fc.nat(2) }),
  fc.record({ do: fc.constant('mend' as const), at: fc.nat(2), isTold: fc.boolean() }),
  fc.record({ do: fc.constant('kill' as const), at: fc.nat(2) }),
  fc.record({ do: fc.constant('stop' as const), at: fc.nat(2) }),
);

test('I14: after quiet all daemons show exactly who is there, under loss, doubling, reordering, death and return', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 30, size: 'max' }),
      fc.infiniteStream(fc.nat(99)),
      async (steps, dice) => {
        const roll = () => dice.next().value as number;
        const network = createNetwork(() => {
          const fate = roll();
          if (fate < 10) return [];
          if (fate < 20) return [1 + (roll() % 300), 1 + (roll() % 300)];
          return [1 + (fate % 5) * 40];
        });
        const begin = () => {
          const daemon = network.start();
          const shown: Record<string, PresenceState> = { x: {}, y: {} };
          for (const topic of ['x', 'y']) {
            daemon.pubsub.subscribe(presenceTopic(topic), (diff) => {
              shown[topic] = applyPresenceDiff(shown[topic]!, diff);
            });
          }
          return { ...daemon, shown, live: [] as Present[] };
        };
        const daemons = [begin(), begin(), begin()];
        for (const one of steps) {
          if (one.do === 'wait') {
            await network.clock.advance(one.ms);
            continue;
          }
          const daemon = daemons[one.at]!;
          if (one.do === 'join') {
            const { topic, key } = one;
            const tracking = daemon.presence.track(topic, key, device(key));
            daemon.live.push({ tracking, topic, key, idleSince: '' });
          } else if (one.do === 'leave') {
            const [gone] = daemon.live.splice(one.which % Math.max(1, daemon.live.length), 1);
            gone?.tracking.end();
          } else if (one.do === 'look') {
            const present = daemon.live[one.which % Math.max(1, daemon.live.length)];
            if (!present) continue;
            const { idleSince } = one;
            present.idleSince = idleSince;
            present.tracking = present.tracking.update(idleSince === '' ? {} : { idleSince });
          } else if (one.do === 'cut') daemon.cut();
          else if (one.do === 'mend') daemon.mend(one.isTold);
          else {
            // A new life takes the place of the old one, with nobody on it.
            if (one.do === 'kill') daemon.kill();
            daemon.presence.stop();
            daemon.kill();
            daemons[one.at] = begin();
          }
        }
        network.heal();
        for (const daemon of daemons) daemon.mend(false);
        await network.clock.advance(15_000);
        for (const topic of ['x', 'y']) {
          const expected: Record<string, string[]> = {};
          for (const { live } of daemons) {
            for (const { key, idleSince } of live.filter((one) => one.topic === topic)) {
              expected[key] = [...(expected[key] ?? []), idleSince].sort();
            }
          }
          for (const { presence, shown } of daemons) {
            expect(looks(presence.list(topic))).toEqual(expected);
            expect(looks(shown[topic]!)).toEqual(expected);
          }
        }
        for (const { presence } of daemons) presence.stop();
        await network.clock.advance(1_000);
        expect(network.clock.pendingTimers).toBe(0);
      },
    ),
    { numRuns: 150 },
  );
}, 120_000);

async function startTwo(): Promise<{
  network: ReturnType<typeof createNetwork>;
  a: Daemon;
  b: Daemon;
}> {
  const network = createNetwork(reliable);
  const [a, b] = [network.start(), network.start()];
  await network.clock.advance(1_000);
  return { network, a, b };
}

test('F36: a daemon that dies: its people vanish within 15 s; who comes back elsewhere never flickers', async () => {
  const { network, a, b } = await startTwo();
  a.presence.track('room', 'ada', device('ada'));
  a.presence.track('room', 'bob', device('bob'));
  await network.clock.advance(1_000);
  expect(counts(b.presence.list('room'))).toEqual({ ada: 1, bob: 1 });
  const diffs = watch(b, 'room');
  a.kill();
  await network.clock.advance(500);
  b.presence.track('room', 'ada', device('ada'));
  await network.clock.advance(14_500);
  expect(counts(b.presence.list('room'))).toEqual({ ada: 1 });
  // Ada's second device came; then her first one and Bob went.
  expect(diffs).toEqual([
    { joins: ['ada'], leaves: [] },
    { joins: [], leaves: ['ada'] },
    { joins: [], leaves: ['bob'] },
  ]);
  expect(b.presence.listPeers().length).toBe(0);
});

test('a daemon that stops takes its people along; who moves on within a second is never gone', async () => {
  const { network, a, b } = await startTwo();
  a.presence.track('room', 'ada', device('ada'));
  a.presence.track('room', 'bob', device('bob'));
  await network.clock.advance(1_000);
  const diffs = watch(b, 'room');
  a.presence.stop();
  await network.clock.advance(300);
  b.presence.track('room', 'ada', device('ada'));
  await network.clock.advance(1_000);
  expect(counts(b.presence.list('room'))).toEqual({ ada: 1 });
  expect(diffs).toEqual([
    { joins: ['ada'], leaves: ['ada'] },
    { joins: [], leaves: ['bob'] },
  ]);
});

test('what a daemon said before its goodbye and comes late raises no ghost', async () => {
  let delay = 1;
  const network = createNetwork(() => [delay]);
  const a = network.start();
  a.presence.track('room', 'ada', device('ada'));
  await network.clock.advance(1_000);
  const b = network.start();
  const diffs = watch(b, 'room');
  await network.clock.advance(50);
  // The answer to the newcomer's question is on its way for this long.
  delay = 3_000;
  await network.clock.advance(100);
  delay = 1;
  a.presence.stop();
  await network.clock.advance(10_000);
  expect(diffs).toEqual([]);
});

test('many people cross in parts, and a newcomer hears of all', async () => {
  const { network, a, b } = await startTwo();
  const trackings = Array.from({ length: 300 }, (_, index) =>
    a.presence.track('room', `user-${index}`, device('ü'.repeat(60))),
  );
  await network.clock.advance(1_000);
  expect(Object.keys(b.presence.list('room'))).toHaveLength(300);
  const c = network.start();
  await network.clock.advance(2_000);
  expect(Object.keys(c.presence.list('room'))).toHaveLength(300);
  for (const tracking of trackings) tracking.end();
  await network.clock.advance(2_000);
  expect(c.presence.list('room')).toEqual({});
});

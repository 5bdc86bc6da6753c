// Laws that hold for any tree of children, however they die, fail, hang, and whenever it stops.

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { createSupervisor } from '../../src/supervision/index.ts';
import { createStage, type StartScript } from './stage.ts';

const strategies = fc.constantFrom('one_for_one', 'rest_for_one', 'one_for_all');
const ids = ['a', 'b', 'c', 'd', 'e'];

/** The first start succeeds, so that the tree boots; later ones do anything. */
const scripts = fc
  .array(fc.constantFrom<StartScript[number]>('ok', 'ok', 'throw', 'hang', 'deaf'), {
    maxLength: 4,
  })
  .map((later): StartScript => ['ok', ...later, 'ok']);
const casts = fc.array(
  fc.record({
    starts: scripts,
    stops: fc.constantFrom<'ok' | 'throw' | 'hang'>('ok', 'ok', 'throw', 'hang'),
    restart: fc.constantFrom<'permanent' | 'transient' | 'temporary'>(
      'permanent',
      'permanent',
      'transient',
      'temporary',
    ),
  }),
  { minLength: 1, maxLength: ids.length },
);
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('crash' as const), child: fc.nat(4) }),
    fc.record({ kind: fc.constant('finish' as const), child: fc.nat(4) }),
    fc.record({ kind: fc.constant('advance' as const), ms: fc.nat(400) }),
  ),
  { maxLength: 25 },
);

describe('a supervisor', () => {
  test.prop([strategies, casts, steps, fc.nat(12), fc.integer()], { numRuns: 300 })(
    'stops in reverse start order, whatever happened before, and leaves nothing behind',
    async (strategy, cast, program, maxRestarts, seed) => {
      const stage = createStage();
      let escalations = 0;
      const supervisor = createSupervisor({
        id: 'root',
        strategy,
        children: cast.map((options, index) => stage.actor(ids[index] ?? '', options)),
        clock: stage.clock,
        log: stage.log,
        random: createRandom(seed),
        backoff: { baseMs: 50, capMs: 300 },
        intensity: { maxRestarts, withinMs: 2_000 },
        onEscalate: () => escalations++,
      });
      await supervisor.start();
      for (const step of program) {
        if (step.kind === 'advance') await stage.clock.advance(step.ms);
        else stage[step.kind](ids[step.child] ?? '');
      }

      stage.take();
      const wasUp = ids.filter((id) => stage.alive.has(id));
      let timersLeft: number | undefined;
      const stopped = supervisor.stop().then(() => {
        timersLeft = stage.clock.pendingTimers;
      });
      // Each child may overrun its start and its stop, once per message still in the mailbox.
      await stage.clock.advance(10_000);
      await stopped;

      const after = stage.take();
      expect(after.filter((event) => event.startsWith('!'))).toEqual([]);
      expect(after.filter((event) => event.startsWith('+'))).toEqual([]);
      expect(after).toEqual(wasUp.toReversed().map((id) => `-${id}`));
      expect([...stage.alive]).toEqual([]);
      expect(timersLeft).toBe(0);
      expect(escalations).toBe(supervisor.status().state === 'failed' ? 1 : 0);
      expect(
        supervisor.status().children.every(({ state }) => state === 'stopped' || state === 'ended'),
      ).toBe(true);
    },
  );

  test.prop(
    [
      fc.constantFrom('rest_for_one', 'one_for_all'),
      fc.array(fc.constantFrom<'ok' | 'hang'>('ok', 'hang'), {
        minLength: 1,
        maxLength: ids.length,
      }),
      steps,
      fc.integer(),
    ],
    { numRuns: 300 },
  )(
    'never starts a child while one that it stands on is down',
    async (strategy, stops, program, seed) => {
      const stage = createStage();
      const cast = ids.slice(0, stops.length);
      const supervisor = createSupervisor({
        id: 'root',
        strategy,
        children: cast.map((id, index) => {
          const actor = stage.actor(id, {
            starts: ['ok', 'throw', 'hang', 'ok'],
            stops: stops[index],
          });
          return {
            ...actor,
            start: (context) => {
              const down = cast.slice(0, index).filter((below) => !stage.alive.has(below));
              if (down.length > 0) stage.events.push(`!${id} without ${down.join()}`);
              return actor.start(context);
            },
          };
        }),
        clock: stage.clock,
        log: stage.log,
        random: createRandom(seed),
        backoff: { baseMs: 50, capMs: 300 },
        intensity: { maxRestarts: 1_000, withinMs: 1_000 },
        onEscalate: () => stage.events.push('!escalated'),
      });
      await supervisor.start();
      for (const step of program) {
        if (step.kind === 'advance') await stage.clock.advance(step.ms);
        else stage[step.kind](ids[step.child] ?? '');
      }
      await stage.clock.advance(10_000);
      expect(stage.events.filter((event) => event.startsWith('!'))).toEqual([]);
      expect([...stage.alive].toSorted()).toEqual(cast);
      const stopped = supervisor.stop();
      await stage.clock.advance(10_000);
      await stopped;
    },
  );

  test.prop([fc.integer({ min: 1, max: 5 }), fc.nat(4)])(
    'restarts under rest_for_one exactly the later ones, in order',
    async (size, at) => {
      const stage = createStage();
      const cast = ids.slice(0, size);
      const dead = at % size;
      const supervisor = createSupervisor({
        id: 'root',
        strategy: 'rest_for_one',
        children: cast.map((id) => stage.actor(id)),
        clock: stage.clock,
        log: stage.log,
        onEscalate() {},
      });
      await supervisor.start();
      stage.take();
      stage.crash(ids[dead] ?? '');
      await stage.clock.advance(1_000);
      const fallen = cast.slice(dead);
      expect(stage.take()).toEqual([
        ...fallen.toReversed().map((id) => `-${id}`),
        ...fallen.map((id) => `+${id}`),
      ]);
      expect(supervisor.status().children.map(({ restarts }) => restarts)).toEqual(
        cast.map((_, index) => (index >= dead ? 1 : 0)),
      );
      await supervisor.stop();
    },
  );

  test.prop([strategies, fc.nat(6), fc.array(fc.nat(300), { minLength: 1, maxLength: 20 })])(
    'escalates when the model of its intensity says so, and not before',
    async (strategy, maxRestarts, gaps) => {
      const stage = createStage();
      const withinMs = 1_000;
      let isEscalated = false;
      const supervisor = createSupervisor({
        id: 'root',
        strategy,
        children: [stage.actor('a'), stage.actor('b')],
        clock: stage.clock,
        log: stage.log,
        random: () => 0,
        intensity: { maxRestarts, withinMs },
        onEscalate: () => (isEscalated = true),
      });
      await supervisor.start();
      const deaths: number[] = [];
      for (const gap of gaps) {
        await stage.clock.advance(gap);
        deaths.push(stage.clock.monotonic());
        stage.crash('b');
        await stage.clock.advance(0);
        const recent = deaths.filter((time) => stage.clock.monotonic() - time < withinMs);
        expect(isEscalated).toBe(recent.length > maxRestarts);
        if (isEscalated) break;
      }
      await supervisor.stop();
    },
  );
});

/** A small linear congruential generator: jitter that a seed repeats. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

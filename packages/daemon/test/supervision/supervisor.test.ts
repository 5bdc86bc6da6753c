// What a supervisor does in each situation that its prose names.

import { describe, expect, it, vi } from 'vitest';
import {
  type ChildSpec,
  ChildStartError,
  createSupervisor,
  formatTree,
  type Supervisor,
  type SupervisorOptions,
  SupervisorStoppedError,
  superviseNested,
} from '../../src/supervision/index.ts';
import { createStage, type Stage } from './stage.ts';

function supervise(stage: Stage, children: ChildSpec[], options: Partial<SupervisorOptions> = {}) {
  const onEscalate = vi.fn();
  const supervisor = createSupervisor({
    id: 'root',
    strategy: 'one_for_one',
    children,
    clock: stage.clock,
    log: stage.log,
    random: () => 0.5,
    backoff: { baseMs: 100, capMs: 1_000 },
    onEscalate,
    ...options,
  });
  return { supervisor, onEscalate };
}

const stateOf = (supervisor: Supervisor, id: string) =>
  supervisor.status().children.find((child) => child.id === id)?.state;

describe('boot', () => {
  it('starts in order, each child ready before the next', async () => {
    const stage = createStage();
    const gate = Promise.withResolvers<void>();
    const { supervisor } = supervise(stage, [
      stage.actor('a', { gate: gate.promise }),
      stage.actor('b'),
    ]);
    const started = supervisor.start();
    await stage.clock.advance(50);
    expect(stage.events).toEqual([]);
    gate.resolve();
    await started;
    expect(stage.take()).toEqual(['+a', '+b']);
    await supervisor.stop();
    expect(stage.take()).toEqual(['-b', '-a']);
  });

  it('stops what was started, last first, when a child does not start', async () => {
    const stage = createStage();
    const { supervisor, onEscalate } = supervise(stage, [
      stage.actor('a'),
      stage.actor('b'),
      stage.actor('c', { starts: ['throw'] }),
      stage.actor('d'),
    ]);
    await expect(supervisor.start()).rejects.toThrow('"c" did not start: c cannot start');
    expect(stage.take()).toEqual(['+a', '+b', '-b', '-a']);
    expect(supervisor.status().state).toBe('stopped');
    expect(onEscalate).not.toHaveBeenCalled();
    expect(stage.clock.pendingTimers).toBe(0);
  });

  it.each(['hang', 'deaf'] as const)('gives up a start that is %s after its time', async (how) => {
    const stage = createStage();
    const { supervisor } = supervise(stage, [stage.actor('a', { starts: [how] })]);
    const started = expect(supervisor.start()).rejects.toThrow(ChildStartError);
    await stage.clock.advance(100);
    expect(stage.contexts('a')[0]?.signal.aborted).toBe(true);
    await stage.clock.advance(100);
    await started;
    expect(stage.clock.pendingTimers).toBe(0);
  });

  it('stops a child that starts after it was given up', async () => {
    const stage = createStage();
    const gate = Promise.withResolvers<void>();
    const { supervisor } = supervise(stage, [stage.actor('a', { gate: gate.promise })]);
    const started = expect(supervisor.start()).rejects.toThrow('not ready within 100 ms');
    await stage.clock.advance(1_000);
    await started;
    gate.resolve();
    await stage.clock.advance(0);
    expect(stage.events).toEqual(['+a', '-a']);
  });

  it('takes a failure that is reported while starting for a failed start', async () => {
    const stage = createStage();
    const { supervisor } = supervise(stage, [stage.actor('a', { starts: ['hang'] })]);
    const started = expect(supervisor.start()).rejects.toThrow('"a" did not start: lost');
    await stage.clock.advance(1);
    stage.crash('a', 'lost');
    await started;
  });

  it('can be stopped while a child starts', async () => {
    const stage = createStage();
    const { supervisor } = supervise(stage, [
      stage.actor('a'),
      stage.actor('b', { starts: ['hang'] }),
      stage.actor('c'),
    ]);
    const started = expect(supervisor.start()).rejects.toThrow(SupervisorStoppedError);
    await stage.clock.advance(1);
    await supervisor.stop();
    await started;
    expect(stage.events).toEqual(['+a', '-a']);
    expect(stage.clock.pendingTimers).toBe(0);
  });

  it('refuses two children of one id, and a second start', async () => {
    const stage = createStage();
    expect(() => supervise(stage, [stage.actor('a'), stage.actor('a')])).toThrow('already has');
    const { supervisor } = supervise(stage, []);
    await supervisor.start();
    await expect(supervisor.start()).rejects.toThrow('was started before');
    await supervisor.stop();
    await expect(supervisor.start()).rejects.toThrow(SupervisorStoppedError);
  });
});

describe('deaths', () => {
  it.each([
    ['one_for_one', ['-b', '+b']],
    ['rest_for_one', ['-c', '-b', '+b', '+c']],
    ['one_for_all', ['-c', '-b', '-a', '+a', '+b', '+c']],
  ] as const)('are recovered %s', async (strategy, expected) => {
    const stage = createStage();
    const children = ['a', 'b', 'c'].map((id) => stage.actor(id));
    const { supervisor } = supervise(stage, children, { strategy });
    await supervisor.start();
    stage.take();
    stage.crash('b');
    await stage.clock.advance(49);
    expect(stateOf(supervisor, 'b')).toBe('backing_off');
    expect(stage.events.some((event) => event.startsWith('+'))).toBe(false);
    await stage.clock.advance(1);
    expect(stage.take()).toEqual(expected);
    expect(supervisor.status().children.every(({ state }) => state === 'running')).toBe(true);
    await supervisor.stop();
  });

  it('widen the group when an earlier sibling dies while it rests', async () => {
    const stage = createStage();
    const children = ['a', 'b', 'c'].map((id) => stage.actor(id));
    const { supervisor } = supervise(stage, children, { strategy: 'rest_for_one' });
    await supervisor.start();
    stage.crash('b');
    await stage.clock.advance(49);
    stage.take();
    stage.crash('a');
    await stage.clock.advance(49);
    expect(stage.take()).toEqual(['-a']);
    await stage.clock.advance(1);
    expect(stage.take()).toEqual(['+a', '+b', '+c']);
    await supervisor.stop();
  });

  it('rest longer each time, and start anew after a long life', async () => {
    const stage = createStage();
    const rests: number[] = [];
    const { supervisor } = supervise(stage, [stage.actor('a', { starts: ['ok', 'throw', 'ok'] })], {
      backoff: { baseMs: 100, capMs: 10_000, resetAfterMs: 5_000 },
    });
    await supervisor.start();
    const measure = async () => {
      const from = stage.clock.monotonic();
      do await stage.clock.advance(1);
      while (stateOf(supervisor, 'a') !== 'running');
      rests.push(stage.clock.monotonic() - from);
    };
    stage.crash('a');
    await measure(); // 50, and after the failed start 100
    stage.crash('a');
    await measure();
    await stage.clock.advance(5_000);
    stage.crash('a');
    await measure();
    expect(rests).toEqual([150, 200, 50]);
    await supervisor.stop();
  });

  it('count once, and only for the life that reports them', async () => {
    const stage = createStage();
    const { supervisor } = supervise(stage, [stage.actor('a')]);
    await supervisor.start();
    stage.crash('a');
    stage.crash('a');
    await stage.clock.advance(50);
    stage.contexts('a')[0]?.fail('again, from the grave');
    await stage.clock.advance(1_000);
    expect(stage.take()).toEqual(['+a', '-a', '+a']);
    expect(supervisor.status().children[0]).toMatchObject({ restarts: 1, lastError: 'a died' });
    await supervisor.stop();
  });

  it.each([
    ['permanent', 'crash', ['-a', '+a']],
    ['permanent', 'finish', ['-a', '+a']],
    ['transient', 'crash', ['-a', '+a']],
    ['transient', 'finish', ['-a']],
    ['temporary', 'crash', ['-a']],
    ['temporary', 'finish', ['-a']],
  ] as const)('%s child, %s', async (restart, how, expected) => {
    const stage = createStage();
    const { supervisor } = supervise(stage, [stage.actor('a', { restart }), stage.actor('b')]);
    await supervisor.start();
    stage.take();
    stage[how]('a');
    await stage.clock.advance(1_000);
    expect(stage.take()).toEqual(expected);
    await supervisor.stop();
    expect(stage.take()[0]).toBe('-b');
  });

  it('let a temporary sibling go for good', async () => {
    const stage = createStage();
    const { supervisor } = supervise(
      stage,
      [stage.actor('a'), stage.actor('b', { restart: 'temporary' }), stage.actor('c')],
      { strategy: 'one_for_all' },
    );
    await supervisor.start();
    stage.take();
    stage.crash('a');
    await stage.clock.advance(50);
    expect(stage.take()).toEqual(['-c', '-b', '-a', '+a', '+c']);
    expect(stateOf(supervisor, 'b')).toBe('ended');
    await supervisor.stop();
  });

  it('of a child whose work was done before its start resolved', async () => {
    const stage = createStage();
    const gate = Promise.withResolvers<void>();
    const { supervisor } = supervise(stage, [
      stage.actor('a', { restart: 'transient', gate: gate.promise }),
    ]);
    const started = supervisor.start();
    await stage.clock.advance(1);
    stage.finish('a');
    gate.resolve();
    await started;
    await stage.clock.advance(0);
    expect(stage.take()).toEqual(['+a', '-a']);
    expect(stateOf(supervisor, 'a')).toBe('ended');
    await supervisor.stop();
  });

  it('escalate when there are too many: all stops, last first, and the reason is told', async () => {
    const stage = createStage();
    const { supervisor, onEscalate } = supervise(stage, [stage.actor('a'), stage.actor('b')], {
      intensity: { maxRestarts: 2, withinMs: 10_000 },
    });
    await supervisor.start();
    for (let round = 0; round < 2; round++) {
      stage.crash('a');
      await stage.clock.advance(1_000);
    }
    expect(onEscalate).not.toHaveBeenCalled();
    stage.take();
    const cause = new Error('the last straw');
    stage.crash('a', cause);
    await stage.clock.advance(0);
    expect(stage.take()).toEqual(['-b', '-a']);
    expect(onEscalate).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ cause }));
    expect(supervisor.status().state).toBe('failed');
    await supervisor.stop();
    expect(stage.clock.pendingTimers).toBe(0);
  });

  it('that are spread out never escalate', async () => {
    const stage = createStage();
    const { supervisor, onEscalate } = supervise(stage, [stage.actor('a')], {
      intensity: { maxRestarts: 2, withinMs: 5_000 },
    });
    await supervisor.start();
    for (let round = 0; round < 20; round++) {
      stage.crash('a');
      await stage.clock.advance(2_500);
    }
    expect(onEscalate).not.toHaveBeenCalled();
    expect(supervisor.status().children[0]?.restarts).toBe(20);
    await supervisor.stop();
  });
});

describe('stop', () => {
  it('abandons a child that hangs, says so, and goes on', async () => {
    const stage = createStage();
    const { supervisor } = supervise(stage, [
      stage.actor('a'),
      stage.actor('b', { stops: 'hang' }),
      stage.actor('c', { stops: 'throw' }),
    ]);
    await supervisor.start();
    stage.take();
    const first = supervisor.stop();
    const second = supervisor.stop();
    await stage.clock.advance(99);
    expect(stage.events).toEqual(['-c', '-b']);
    await stage.clock.advance(1);
    await Promise.all([first, second]);
    expect(stage.take()).toEqual(['-c', '-b', '-a']);
    expect(stage.log.lines).toEqual([
      'child failed while stopping',
      'child does not stop; abandoned',
    ]);
    await supervisor.stop();
    expect(stage.events).toEqual([]);
    expect(stage.clock.pendingTimers).toBe(0);
  });

  it('cuts a rest and a restart short', async () => {
    const stage = createStage();
    const { supervisor } = supervise(stage, [
      stage.actor('a', { starts: ['ok', 'hang'] }),
      stage.actor('b'),
    ]);
    await supervisor.start();
    stage.crash('a');
    stage.crash('b');
    await stage.clock.advance(50);
    expect(stateOf(supervisor, 'a')).toBe('starting');
    await supervisor.stop();
    expect(stage.alive.size).toBe(0);
    expect(stage.clock.pendingTimers).toBe(0);
    expect(supervisor.status().children.map(({ state }) => state)).toEqual(['stopped', 'stopped']);
  });

  it('during a restart is no death, so it cannot escalate', async () => {
    const stage = createStage();
    const { supervisor, onEscalate } = supervise(
      stage,
      [stage.actor('a', { starts: ['ok', 'hang'] })],
      { intensity: { maxRestarts: 1, withinMs: 10_000 } },
    );
    await supervisor.start();
    stage.crash('a');
    await stage.clock.advance(50);
    await supervisor.stop();
    expect(onEscalate).not.toHaveBeenCalled();
    expect(supervisor.status().state).toBe('stopped');
  });

  it('tells children by their signal', async () => {
    const stage = createStage();
    const { supervisor } = supervise(stage, [stage.actor('a')]);
    await supervisor.start();
    expect(stage.contexts('a')[0]?.signal.aborted).toBe(false);
    await supervisor.stop();
    expect(stage.contexts('a')[0]?.signal.aborted).toBe(true);
  });
});

describe('dynamic children', () => {
  it('come last, are recovered, and are forgotten when they end', async () => {
    const stage = createStage();
    const { supervisor } = supervise(stage, [stage.actor('a')]);
    await supervisor.start();
    await supervisor.startChild(stage.actor('x'));
    await supervisor.startChild(stage.actor('y', { restart: 'transient' }));
    stage.crash('x');
    await stage.clock.advance(50);
    stage.finish('y');
    await stage.clock.advance(0);
    expect(supervisor.status().children.map(({ id }) => id)).toEqual(['a', 'x']);
    stage.take();
    expect(await supervisor.stopChild('x')).toBe(true);
    expect(await supervisor.stopChild('x')).toBe(false);
    await supervisor.startChild(stage.actor('z'));
    await supervisor.stop();
    expect(stage.take()).toEqual(['-x', '+z', '-z', '-a']);
    await expect(supervisor.startChild(stage.actor('w'))).rejects.toThrow(SupervisorStoppedError);
  });

  it('that do not start are an error for the caller alone', async () => {
    const stage = createStage();
    const { supervisor, onEscalate } = supervise(stage, [stage.actor('a')], {
      intensity: { maxRestarts: 0, withinMs: 1_000 },
    });
    await supervisor.start();
    const broken = stage.actor('x', { starts: ['throw', 'ok'] });
    await expect(supervisor.startChild(broken)).rejects.toThrow(ChildStartError);
    await supervisor.startChild(broken);
    expect(onEscalate).not.toHaveBeenCalled();
    await expect(supervisor.startChild(broken)).rejects.toThrow('already has a child "x"');
    await supervisor.stop();
  });

  it('can be stopped while they rest, and then stay down', async () => {
    const stage = createStage();
    const { supervisor } = supervise(stage, [stage.actor('a')]);
    await supervisor.start();
    stage.crash('a');
    await stage.clock.advance(1);
    await supervisor.stopChild('a');
    await stage.clock.advance(1_000);
    expect(stage.take()).toEqual(['+a', '-a']);
    expect(stateOf(supervisor, 'a')).toBe('stopped');
    await supervisor.stop();
  });
});

describe('nested supervisors', () => {
  const nest = (stage: Stage, children: ChildSpec[], onStart?: (nested: Supervisor) => void) =>
    superviseNested({
      id: 'inner',
      why: 'shares the fate of its own',
      strategy: 'one_for_one',
      children,
      clock: stage.clock,
      random: () => 0.5,
      intensity: { maxRestarts: 1, withinMs: 10_000 },
      onStart,
    });

  it('stop inside out and show their tree', async () => {
    const stage = createStage();
    const inner = nest(stage, [stage.actor('x'), stage.actor('y', { stops: 'hang' })]);
    const { supervisor } = supervise(stage, [stage.actor('a'), inner, stage.actor('b')]);
    await supervisor.start();
    expect(supervisor.status().children[1]).toMatchObject({
      kind: 'supervisor',
      strategy: 'one_for_one',
      children: [{ id: 'x', state: 'running' }, { id: 'y' }],
    });
    stage.take();
    const stopped = supervisor.stop();
    await stage.clock.advance(100);
    await stopped;
    expect(stage.take()).toEqual(['-b', '-y', '-x', '-a']);
  });

  it('escalate to the one above, which starts them afresh', async () => {
    const stage = createStage();
    const onStart = vi.fn();
    const inner = nest(stage, [stage.actor('x'), stage.actor('y')], onStart);
    const { supervisor, onEscalate } = supervise(stage, [inner, stage.actor('b')], {
      strategy: 'rest_for_one',
    });
    await supervisor.start();
    stage.crash('x');
    await stage.clock.advance(200);
    stage.take();
    stage.crash('x');
    await stage.clock.advance(200);
    expect(stage.take()).toEqual(['-y', '-x', '-b', '+x', '+y', '+b']);
    expect(onStart).toHaveBeenCalledTimes(2);
    expect(onEscalate).not.toHaveBeenCalled();
    await supervisor.stop();
    expect(stage.clock.pendingTimers).toBe(0);
  });

  it('that do not start tell the whole way down', async () => {
    const stage = createStage();
    const inner = nest(stage, [stage.actor('x'), stage.actor('y', { starts: ['throw'] })]);
    const { supervisor } = supervise(stage, [inner]);
    await expect(supervisor.start()).rejects.toThrow(
      '"inner" did not start: "y" did not start: y cannot start',
    );
    expect(stage.take()).toEqual(['+x', '-x']);
  });
});

describe('status', () => {
  it('draws the tree, with hostile text on one line', async () => {
    const stage = createStage();
    const inner = superviseNested({
      id: 'web',
      why: 'w',
      strategy: 'one_for_all',
      children: [stage.actor('http')],
      clock: stage.clock,
    });
    const described: ChildSpec = {
      id: 'repo',
      why: 'r',
      start: () => ({ stop() {}, describe: () => ({ connections: 8 }) }),
    };
    const boastful: ChildSpec = {
      id: 'bad',
      why: 'b',
      start: () => ({
        stop() {},
        describe() {
          throw new Error('no idea');
        },
      }),
    };
    const { supervisor } = supervise(stage, [described, inner, boastful, stage.actor('x')]);
    await supervisor.start();
    stage.crash('x', 'evil\n\x1b[2J');
    await stage.clock.advance(50);
    expect(formatTree(supervisor.status())).toBe(
      [
        'root  running, one_for_one',
        '├─ repo  running since 2026-01-01T00:00:00.000Z',
        '│        connections: 8',
        '├─ web   running since 2026-01-01T00:00:00.000Z, one_for_all',
        '│  └─ http  running since 2026-01-01T00:00:00.000Z',
        '├─ bad   running since 2026-01-01T00:00:00.000Z',
        '│        error: "no idea"',
        '└─ x     running since 2026-01-01T00:00:00.050Z, 1 restart',
        '         last error: "evil\\n\\u001b[2J"',
      ].join('\n'),
    );
    await supervisor.stop();
  });
});

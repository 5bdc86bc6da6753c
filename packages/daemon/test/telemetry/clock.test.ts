// The two clocks: timers fire once, in order, and not after they were cancelled.

import { fc, test } from '@fast-check/vitest';
import { describe, expect, it, vi } from 'vitest';
import { createManualClock, systemClock } from '../../src/telemetry/index.ts';

describe('manual clock', () => {
  const waits = fc.array(fc.record({ ms: fc.nat(50), isCancelled: fc.boolean() }), {
    maxLength: 20,
  });

  test.prop([waits, fc.array(fc.nat(30), { maxLength: 5 })])(
    'fires what is due, sorted by time and then by age, at the time it was due',
    async (specs, steps) => {
      const clock = createManualClock();
      const fired: [number, number][] = [];
      specs.forEach(({ ms, isCancelled }, index) => {
        const timer = clock.setTimeout(() => fired.push([clock.monotonic(), index]), ms);
        if (isCancelled) timer.cancel();
      });
      for (const step of steps) await clock.advance(step);

      const total = steps.reduce((sum, step) => sum + step, 0);
      const live = specs.flatMap(({ ms, isCancelled }, index): [number, number][] =>
        isCancelled ? [] : [[ms, index]],
      );
      const due = live.filter(([ms]) => steps.length > 0 && ms <= total);
      expect(fired).toEqual(due.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]));
      expect(clock.pendingTimers).toBe(live.length - due.length);
      expect(clock.monotonic()).toBe(total);
    },
  );

  it('fires timers that were set by what a timer resolved', async () => {
    const clock = createManualClock();
    const seen: number[] = [];
    const run = async () => {
      for (let round = 0; round < 3; round++) {
        await new Promise<void>((resolve) => {
          clock.setTimeout(resolve, 10);
        });
        seen.push(clock.monotonic());
      }
    };
    const done = run();
    await clock.advance(30);
    await done;
    expect(seen).toEqual([10, 20, 30]);
  });

  it('moves the time of day without moving durations', async () => {
    const clock = createManualClock(new Date('2026-03-01T00:00:00Z'));
    await clock.advance(1_000);
    clock.setNow(new Date('1999-01-01T00:00:00Z'));
    await clock.advance(500);
    expect(clock.now().toISOString()).toBe('1999-01-01T00:00:00.500Z');
    expect(clock.monotonic()).toBe(1_500);
  });
});

describe('system clock', () => {
  it('does not fire a wait of a month at once, nor an endless one', () => {
    vi.useFakeTimers();
    try {
      const month = 30 * 86_400_000;
      const run = vi.fn();
      systemClock.setTimeout(run, month);
      systemClock.setTimeout(run, Number.POSITIVE_INFINITY);
      const cancelled = systemClock.setTimeout(run, month);
      vi.advanceTimersByTime(month - 1);
      expect(run).not.toHaveBeenCalled();
      cancelled.cancel();
      vi.advanceTimersByTime(1);
      expect(run).toHaveBeenCalledTimes(1);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

// Being away by itself: told once when keys stop, at once when they come again, and nothing in between.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createIdle } from '../../src/stores/effects/idle.ts';
import type { Client } from '../../src/stores/effects/index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function sit(afterMs: number | null) {
  const told: boolean[] = [];
  const client = {
    ports: { now: () => Date.now() },
    state: () => ({ me: {} }),
    api: () => ({ setIdle: (isIdle: boolean) => void told.push(isIdle) }),
  } as unknown as Client;
  return { told, idle: createIdle(client, afterMs) };
}

test('keys that keep coming say nothing, however long', () => {
  const { told, idle } = sit(1_000);
  for (let second = 0; second < 600; second += 1) {
    vi.advanceTimersByTime(900);
    idle.touch();
  }
  expect(told).toEqual([]);
  idle.stop();
  expect(vi.getTimerCount()).toBe(0);
});

test('once after the last key, and once with the next one', () => {
  const { told, idle } = sit(1_000);
  vi.advanceTimersByTime(999);
  idle.touch();
  vi.advanceTimersByTime(999);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual([true]);
  vi.advanceTimersByTime(3_600_000);
  expect(told).toEqual([true]);
  idle.remind();
  expect(told).toEqual([true, true]);
  idle.touch();
  idle.touch();
  expect(told).toEqual([true, true, false]);
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual([true, true, false, true]);
  idle.stop();
});

test('who wants never to be away by itself is not', () => {
  const { told, idle } = sit(null);
  vi.advanceTimersByTime(86_400_000);
  idle.touch();
  expect(told).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

// Being away by itself: told once when keys stop, at once when they come again, and nothing in between.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AppEvent } from '../../src/stores/app-state.ts';
import { createIdle } from '../../src/stores/effects/idle.ts';
import type { Client } from '../../src/stores/effects/index.ts';
import { changeWatching, initialWatching, isWatched } from '../../src/stores/watching.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function sit(afterMs: number | null) {
  const told: boolean[] = [];
  let watching = initialWatching;
  const client = {
    ports: { now: () => Date.now() },
    state: () => ({ me: {} }),
    dispatch: (event: AppEvent) => {
      if (event.type === 'watching') watching = changeWatching(watching, event.change);
    },
    api: () => ({ setIdle: (isIdle: boolean) => void told.push(isIdle) }),
  } as unknown as Client;
  return { told, idle: createIdle(client, afterMs), isWatched: () => isWatched({ watching }) };
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
  idle.stop();
  expect(vi.getTimerCount()).toBe(0);
});

test('a computer that slept has nobody before it until a key or the window says so', () => {
  const { told, idle, isWatched } = sit(3_600_000);
  vi.advanceTimersByTime(20_000);
  // No timer runs meanwhile.
  vi.setSystemTime(Date.now() + 120_000);
  expect(isWatched()).toBe(true);
  idle.check();
  expect(isWatched()).toBe(false);
  expect(told).toEqual([]);
  idle.touch();
  expect(isWatched()).toBe(true);
  vi.setSystemTime(Date.now() + 120_000);
  vi.advanceTimersByTime(10_000);
  expect(isWatched()).toBe(false);
  idle.focus(true);
  expect(isWatched()).toBe(true);
  idle.stop();
});

test('nobody looks at a window without the keyboard, and a check finds who left long ago', () => {
  const { told, idle, isWatched } = sit(10_000);
  idle.focus(false);
  expect(isWatched()).toBe(false);
  idle.focus(true);
  expect(isWatched()).toBe(true);
  vi.setSystemTime(Date.now() + 12_000);
  idle.check();
  expect(told).toEqual([true]);
  expect(isWatched()).toBe(false);
  idle.touch();
  expect(told).toEqual([true, false]);
  expect(isWatched()).toBe(true);
  idle.stop();
});

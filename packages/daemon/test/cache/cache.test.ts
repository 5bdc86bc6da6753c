// The cache: once for all who ask, never stale after an invalidation, never a failure kept.

import { expect, test, vi } from 'vitest';
import { createCache } from '../../src/cache/index.ts';
import { createManualClock } from '../../src/telemetry/index.ts';

const how = { ttlMs: 1_000, tags: ['posts'] };

function createStage(maxEntries?: number) {
  const clock = createManualClock();
  const cache = createCache({ clock, maxEntries });
  let count = 0;
  const load = vi.fn(async () => {
    count += 1;
    return { count };
  });
  return { clock, cache, load };
}

test('fifty who ask at once cause one load, and all get its answer', async () => {
  const { cache, load } = createStage();
  const answers = await Promise.all(Array.from({ length: 50 }, () => cache.get('key', how, load)));
  expect(load).toHaveBeenCalledTimes(1);
  expect(new Set(answers).size).toBe(1);
  expect(cache.counters()).toMatchObject({ misses: 1, joined: 49, hits: 0, entries: 1 });
  await cache.get('key', how, load);
  expect(cache.counters()).toMatchObject({ misses: 1, hits: 1 });
});

test('a value lives for its time and no longer', async () => {
  const { clock, cache, load } = createStage();
  await cache.get('key', how, load);
  await clock.advance(999);
  await cache.get('key', how, load);
  expect(load).toHaveBeenCalledTimes(1);
  await clock.advance(2);
  expect(await cache.get('key', how, load)).toEqual({ count: 2 });
});

test('an invalidation reaches what carries the tag, and nothing else', async () => {
  const { cache, load } = createStage();
  const other = { ttlMs: 1_000, tags: ['users'] };
  await cache.get('a', how, load);
  await cache.get('b', other, load);
  cache.invalidate('posts');
  expect(await cache.get('a', how, load)).toEqual({ count: 3 });
  expect(await cache.get('b', other, load)).toEqual({ count: 2 });
});

test('what a load read before an invalidation is not kept, nor given to who asks after it', async () => {
  const { cache, load } = createStage();
  const { promise, resolve } = Promise.withResolvers<{ count: number }>();
  const early = cache.get('key', how, () => promise);
  cache.invalidate('posts');
  const late = cache.get('key', how, load);
  expect(await late).toEqual({ count: 1 });
  resolve({ count: 0 });
  expect(await early).toEqual({ count: 0 });
  expect(await cache.get('key', how, load)).toEqual({ count: 1 });
  expect(load).toHaveBeenCalledTimes(1);
});

test('a failed load fails for all who wait, and is not kept', async () => {
  const { cache, load } = createStage();
  const fail = vi.fn(async () => {
    throw new Error('away');
  });
  const asked = [1, 2, 3].map(() => cache.get('key', how, fail));
  for (const one of asked) await expect(one).rejects.toThrow('away');
  expect(fail).toHaveBeenCalledTimes(1);
  expect(await cache.get('key', how, load)).toEqual({ count: 1 });
});

test('more keys than there is room push out the oldest; who waits for one of them is answered', async () => {
  const { cache, load } = createStage(3);
  const { promise, resolve } = Promise.withResolvers<string>();
  const waiting = cache.get('slow', how, () => promise);
  for (let index = 0; index < 20; index += 1) await cache.get(`key ${index}`, how, load);
  expect(cache.counters().entries).toBeLessThanOrEqual(3);
  resolve('there');
  expect(await waiting).toBe('there');
});

test('heavy values make room for each other, and the heaviest are not kept', async () => {
  const cache = createCache({ clock: createManualClock(), maxWeight: 10_000 });
  for (const key of ['a', 'b', 'c']) await cache.get(key, how, async () => 'x'.repeat(4_000));
  expect(cache.counters().entries).toBe(2);
  expect(await cache.get('d', how, async () => 'x'.repeat(20_000))).toHaveLength(20_000);
  expect(cache.counters().entries).toBeLessThanOrEqual(2);
});

test('what callers share, no caller changes', async () => {
  const { cache } = createStage();
  const value = await cache.get('key', how, async () => ({ items: [{ tags: ['a'] }] }));
  expect(() => value.items[0]!.tags.push('b')).toThrow(TypeError);
});

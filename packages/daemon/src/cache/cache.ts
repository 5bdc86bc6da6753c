// A cache for what is dear to compute and the same for everybody: get or compute, once for all who ask.

import { LRUCache } from 'lru-cache';
import type { Clock } from '../telemetry/index.ts';

export interface CacheCounters {
  hits: number;
  misses: number;
  /** Asked while somebody else's answer was being computed, and took that. */
  joined: number;
  invalidations: number;
  entries: number;
}

export interface Cache {
  /**
   * What is kept under the key, or else what `load` answers, which is kept for `ttlMs` unless it throws.
   * Whoever asks meanwhile waits for the same load. Values are frozen: all callers share them.
   * @param tags words for what the value is made from; invalidating one makes it stale.
   */
  get<Value>(
    key: string,
    how: { ttlMs: number; tags: readonly string[] },
    load: () => Promise<Value>,
  ): Promise<Value>;
  /** Call it after the commit: nobody who asks from then on gets anything that was read before. */
  invalidate(...tags: string[]): void;
  counters(): CacheCounters;
}

type Load = () => Promise<unknown>;

interface Entry {
  value: unknown;
  /** Characters of text in it, and some for the rest. */
  weight: number;
}

export function createCache({
  clock,
  maxEntries = 500,
  maxWeight = 32_000_000,
}: {
  clock: Pick<Clock, 'monotonic'>;
  maxEntries?: number;
  /** Characters in all; what alone is heavier is not kept. */
  maxWeight?: number;
}): Cache {
  const counters = { hits: 0, misses: 0, joined: 0, invalidations: 0 };
  const versions = new Map<string, number>();
  const entries = new LRUCache<string, Entry, Load>({
    max: maxEntries,
    maxSize: maxWeight,
    sizeCalculation: ({ weight }) => weight,
    // Never 0, which it takes for "no time known".
    perf: { now: () => clock.monotonic() + 1 },
    ttlResolution: 0,
    // One that was pushed out while it was computed still answers those who wait for it.
    ignoreFetchAbort: true,
    fetchMethod: async (_key, _stale, { context }) => {
      const value = await context();
      return { value, weight: freeze(value) };
    },
  });

  /**
   * The versions of the tags are part of the key. So a load that began before an invalidation ends
   * under a key that nobody asks for any more, however late it comes; it falls out in time.
   */
  const versioned = (key: string, tags: readonly string[]): string =>
    [key, ...tags.map((tag) => versions.get(tag) ?? 0)].join('\n');

  return {
    async get<Value>(
      key: string,
      { ttlMs, tags }: { ttlMs: number; tags: readonly string[] },
      load: () => Promise<Value>,
    ) {
      const status: LRUCache.Status<string, Entry, Load> = {};
      const found = entries.fetch(versioned(key, tags), { ttl: ttlMs, context: load, status });
      if (status.fetch === 'hit') counters.hits += 1;
      else if (status.fetch === 'inflight') counters.joined += 1;
      else counters.misses += 1;
      return (await found)!.value as Value;
    },
    invalidate(...tags) {
      for (const tag of tags) versions.set(tag, (versions.get(tag) ?? 0) + 1);
      counters.invalidations += 1;
    },
    counters: () => ({ ...counters, entries: entries.size }),
  };
}

/** A caller that changed what it was given would change it for everybody. Answers its weight. */
function freeze(value: unknown): number {
  if (typeof value === 'string') return value.length + 1;
  let weight = 8;
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(Object.freeze(value) as Record<string, unknown>))
      weight += freeze(part);
  }
  return weight;
}

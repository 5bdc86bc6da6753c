// The cache's door.

export { type Cache, type CacheCounters, createCache } from './cache.ts';

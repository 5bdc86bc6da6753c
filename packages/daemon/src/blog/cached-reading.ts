// What everybody sees alike and asks for all the time, kept for a while: front page, ranks, tags, feeds, maps.

import type { Cache } from '../cache/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import { commentCountsTopic, postsTopic } from './events.ts';
import type { PublicReading } from './public-reading.ts';
import type { PostReading } from './reading.ts';
import type { FeedInput, PostSummaries } from './summaries.ts';

type Maps = Pick<PublicReading, 'countPublished' | 'listAddresses'>;
type Cached = Pick<PostReading, 'listPosts'> & PostSummaries & Maps;

/** Views are behind by this much, and what another daemon's lost word told of. */
const listTtlMs = 10_000;
/** Counting them, and listing where all posts are, reads every published post. */
const wholeTtlMs = 60_000;

const lists = { ttlMs: listTtlMs, tags: ['posts', 'comments'] };
const whole = { ttlMs: wholeTtlMs, tags: ['posts'] };

/**
 * The same functions, answered from the cache where the answer does not depend on who asks: published
 * posts in the standing orders. What is filtered, paged on or the caller's own is always read.
 */
export function createCachedReading(
  reading: Cached,
  { cache, pubsub }: { cache: Cache; pubsub: PubSub },
): Cached {
  const forgetPosts = () => cache.invalidate('posts');
  const forgetComments = () => cache.invalidate('comments');
  // Words that were lost on the way may have been about anything.
  pubsub.subscribe(postsTopic, forgetPosts, forgetPosts);
  pubsub.subscribe(commentCountsTopic, forgetComments, forgetComments);

  return {
    async listPosts(scope, input = {}) {
      const { published, sort, perPage, ...filters } = input;
      const isForAll = published === true || (published === undefined && !scope.user);
      const isPlain = Object.values(filters).every((value) => value === undefined);
      if (!isForAll || !isPlain) return reading.listPosts(scope, input);
      return cache.get(`list ${published} ${sort} ${perPage}`, lists, () =>
        reading.listPosts(scope, input),
      );
    },
    async rankPosts(scope, input) {
      const key = `ranks ${input?.author?.toLowerCase() ?? ''}`;
      return cache.get(key, lists, () => reading.rankPosts(scope, input));
    },
    async listTags(scope) {
      return cache.get('tags', whole, () => reading.listTags(scope));
    },
    async countPublished(scope) {
      return cache.get('count', whole, () => reading.countPublished(scope));
    },
    async listAddresses(scope, input) {
      return cache.get(`addresses ${input.part} ${input.size}`, whole, () =>
        reading.listAddresses(scope, input),
      );
    },
    async listFeed(scope, input = {}) {
      return cache.get(feedKey(input), lists, () => reading.listFeed(scope, input));
    },
  };
}

function feedKey({ author, tag, limit }: FeedInput): string {
  return `feed ${JSON.stringify([author?.toLowerCase(), tag, limit])}`;
}

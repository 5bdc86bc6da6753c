// Searching posts as one types, in the list of posts.

import { parseFoundPage } from '../wire-posts.ts';
import type { Client } from './client.ts';
import { createWordSearch } from './word-search.ts';

export interface PostSearchEffects {
  /** Asks for what is typed, without waiting for a pause. */
  askNow(): void;
  loadMore(): void;
  /** Asks no more for what was typed until something else is. */
  stop(): void;
}

const pageSize = 50;

export function createPostSearch(client: Client): PostSearchEffects {
  const { heed, askNow, loadMore, calm } = createWordSearch({
    shown: () => client.state().posts.search,
    tell: (input) => client.dispatch({ type: 'posts', input: { type: 'search', input } }),
    fetchPage: async (question) =>
      parseFoundPage(await client.api().searchPosts({ ...question, perPage: pageSize })),
  });
  client.store.subscribe((state, before) => {
    const { search } = state.posts;
    if (search?.input.text !== before.posts.search?.input.text) heed(search);
  });
  return { askNow, loadMore, stop: calm };
}

// Looking for posts by their words, in the list of posts, where what was found follows events.

import type { FoundPost } from '@parley/shared/blog';
import type { PostEvent } from '@parley/shared/events';
import {
  openWordSearch,
  reduceWordSearch,
  type WordSearch,
  type WordSearchInput,
  type WordSearchRules,
} from './word-search.ts';

export type PostSearch = WordSearch<FoundPost>;

export type PostSearchInput =
  | { readonly type: 'opened'; readonly text: string }
  | { readonly type: 'closed' }
  | WordSearchInput<FoundPost>;

const rules: WordSearchRules<FoundPost> = { idOf: ({ id }) => id, most: 1_000 };

export function reducePostSearch(
  search: PostSearch | null,
  input: PostSearchInput,
): PostSearch | null {
  if (input.type === 'opened') return search ?? openWordSearch(input.text);
  if (search === null || input.type === 'closed') return null;
  return reduceWordSearch(search, input, rules);
}

/** What was found follows what becomes of it; nothing new is found by events. */
export function applyEventToSearch(search: PostSearch | null, event: PostEvent): PostSearch | null {
  if (search === null || search.items.length === 0) return search;
  switch (event.type) {
    case 'posts.joined':
      return search;
    case 'post.published':
    case 'post.updated': {
      const { post } = event;
      const index = search.items.findIndex(({ id, version }) => {
        return id === post.id && version <= post.version;
      });
      if (index === -1) return search;
      const { snippet } = search.items[index]!;
      return { ...search, items: search.items.with(index, { ...post, snippet }) };
    }
    case 'post.unpublished':
    case 'post.deleted': {
      const items = search.items.filter(({ id }) => id !== event.id);
      return items.length === search.items.length ? search : { ...search, items };
    }
  }
}

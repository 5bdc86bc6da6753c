// Looking for posts by their words: what is typed, what was asked last, and what that found.

import type { FoundPost } from '@parley/shared/blog';
import type { PostEvent } from '@parley/shared/events';
import { limits } from '@parley/shared/limits';
import {
  createTextInput,
  reduceTextInput,
  type TextInputAction,
  type TextInputState,
} from './text-input.ts';

export interface PostSearch {
  readonly input: TextInputState;
  /** The words of the last question, and its number: only the answer to that one counts. */
  readonly query: string;
  readonly asked: number;
  readonly state: 'idle' | 'loading' | 'loaded' | 'failed';
  readonly problem: string | null;
  /** The words that the items answer. */
  readonly answered: string;
  readonly items: readonly FoundPost[];
  readonly nextCursor: string | null;
}

export type PostSearchInput =
  | { readonly type: 'opened'; readonly text: string }
  | { readonly type: 'closed' }
  | { readonly type: 'edited'; readonly action: TextInputAction }
  | { readonly type: 'asked'; readonly query: string }
  | {
      readonly type: 'answered';
      readonly asked: number;
      readonly items: readonly FoundPost[];
      readonly nextCursor: string | null;
      /** Goes on from what was found. */
      readonly isMore: boolean;
    }
  | { readonly type: 'failed'; readonly asked: number; readonly problem: string };

const keptFound = 1_000;

export function reducePostSearch(
  search: PostSearch | null,
  input: PostSearchInput,
): PostSearch | null {
  if (input.type === 'opened') return search ?? openSearch(input.text);
  if (search === null || input.type === 'closed') return null;
  switch (input.type) {
    case 'edited': {
      const next = reduceTextInput(search.input, input.action);
      return next === search.input ? search : { ...search, input: next };
    }
    case 'asked':
      if (input.query === '') {
        const { asked } = search;
        return { ...openSearch(''), input: search.input, asked: asked + 1 };
      }
      return {
        ...search,
        query: input.query,
        asked: search.asked + 1,
        state: 'loading',
        problem: null,
      };
    case 'answered': {
      if (input.asked !== search.asked) return search;
      const known = input.isMore ? search.items : [];
      const ids = new Set(known.map(({ id }) => id));
      const items = [...known, ...input.items.filter(({ id }) => !ids.has(id))];
      return {
        ...search,
        state: 'loaded',
        answered: search.query,
        items: items.slice(0, keptFound),
        nextCursor: items.length < keptFound ? input.nextCursor : null,
      };
    }
    case 'failed':
      if (input.asked !== search.asked) return search;
      return { ...search, state: 'failed', problem: input.problem };
  }
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

/** The words to ask for. */
export function wantedQuery({ input }: PostSearch): string {
  return input.text.trim();
}

function openSearch(text: string): PostSearch {
  return {
    input: createTextInput({ text, maxLength: limits.searchQuery }),
    query: '',
    asked: 0,
    state: 'idle',
    problem: null,
    answered: '',
    items: [],
    nextCursor: null,
  };
}

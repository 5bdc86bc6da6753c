// Looking for messages by their words, over all rooms: what is typed, what was asked last, what that found.

import { limits } from '@parley/shared/limits';
import type { FoundMessage } from '@parley/shared/message-search';
import {
  createTextInput,
  reduceTextInput,
  type TextInputAction,
  type TextInputState,
} from './text-input.ts';

export interface MessageSearch {
  readonly kind: 'find';
  readonly input: TextInputState;
  /** The words of the last question, and its number: only the answer to that one counts. */
  readonly query: string;
  readonly asked: number;
  readonly state: 'idle' | 'loading' | 'loaded' | 'failed';
  readonly problem: string | null;
  /** The words that the items answer. */
  readonly answered: string;
  readonly items: readonly FoundMessage[];
  readonly nextCursor: string | null;
  readonly selected: number;
}

export type MessageSearchInput =
  | { readonly type: 'edited'; readonly action: TextInputAction }
  | { readonly type: 'asked'; readonly query: string }
  | {
      readonly type: 'answered';
      readonly asked: number;
      readonly items: readonly FoundMessage[];
      readonly nextCursor: string | null;
      /** Goes on from what was found. */
      readonly isMore: boolean;
    }
  | { readonly type: 'failed'; readonly asked: number; readonly problem: string }
  | { readonly type: 'selected'; readonly index: number };

const keptFound = 500;

export function openMessageSearch(text = ''): MessageSearch {
  return {
    kind: 'find',
    input: createTextInput({ text, maxLength: limits.searchQuery }),
    query: '',
    asked: 0,
    state: 'idle',
    problem: null,
    answered: '',
    items: [],
    nextCursor: null,
    selected: 0,
  };
}

export function reduceMessageSearch(
  search: MessageSearch,
  input: MessageSearchInput,
): MessageSearch {
  switch (input.type) {
    case 'edited': {
      const next = reduceTextInput(search.input, input.action);
      return next === search.input ? search : { ...search, input: next };
    }
    case 'asked': {
      const asked = search.asked + 1;
      if (input.query === '') return { ...openMessageSearch(), input: search.input, asked };
      return { ...search, query: input.query, asked, state: 'loading', problem: null };
    }
    case 'answered': {
      if (input.asked !== search.asked) return search;
      const known = input.isMore ? search.items : [];
      const ids = new Set(known.map(({ message }) => message.id));
      const items = [...known, ...input.items.filter(({ message }) => !ids.has(message.id))];
      return {
        ...search,
        state: 'loaded',
        answered: search.query,
        items: items.slice(0, keptFound),
        nextCursor: items.length < keptFound ? input.nextCursor : null,
        selected: input.isMore ? search.selected : 0,
      };
    }
    case 'failed':
      if (input.asked !== search.asked) return search;
      return { ...search, state: 'failed', problem: input.problem };
    case 'selected': {
      const index = Math.max(0, Math.min(input.index, search.items.length - 1));
      return { ...search, selected: index };
    }
  }
}

/** The words to ask for. */
export function wantedWords({ input }: MessageSearch): string {
  return input.text.trim();
}

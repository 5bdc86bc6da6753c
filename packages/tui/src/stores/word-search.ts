// Looking for something by its words: what is typed, what was asked last, and what that found.

import { limits } from '@parley/shared/limits';
import {
  createTextInput,
  reduceTextInput,
  type TextInputAction,
  type TextInputState,
} from './text-input.ts';

export interface WordSearch<Item> {
  readonly input: TextInputState;
  /** The words of the last question, and its number: only the answer to that one counts. */
  readonly query: string;
  readonly asked: number;
  readonly state: 'idle' | 'loading' | 'loaded' | 'failed';
  readonly problem: string | null;
  /** The words that the items answer. */
  readonly answered: string;
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export type WordSearchInput<Item> =
  | { readonly type: 'edited'; readonly action: TextInputAction }
  | { readonly type: 'asked'; readonly query: string }
  | {
      readonly type: 'answered';
      readonly asked: number;
      readonly items: readonly Item[];
      readonly nextCursor: string | null;
      /** Goes on from what was found. */
      readonly isMore: boolean;
    }
  | { readonly type: 'failed'; readonly asked: number; readonly problem: string };

export interface WordSearchRules<Item> {
  idOf(item: Item): string;
  /** Of more only the first are kept. */
  readonly most: number;
}

export function openWordSearch<Item>(text = ''): WordSearch<Item> {
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

export function reduceWordSearch<Item>(
  search: WordSearch<Item>,
  input: WordSearchInput<Item>,
  { idOf, most }: WordSearchRules<Item>,
): WordSearch<Item> {
  switch (input.type) {
    case 'edited': {
      const next = reduceTextInput(search.input, input.action);
      return next === search.input ? search : { ...search, input: next };
    }
    case 'asked': {
      const asked = search.asked + 1;
      if (input.query === '') return { ...openWordSearch<Item>(), input: search.input, asked };
      return { ...search, query: input.query, asked, state: 'loading', problem: null };
    }
    case 'answered': {
      if (input.asked !== search.asked) return search;
      const known = input.isMore ? search.items : [];
      const ids = new Set(known.map(idOf));
      const items = [...known, ...input.items.filter((item) => !ids.has(idOf(item)))];
      return {
        ...search,
        state: 'loaded',
        answered: search.query,
        items: items.slice(0, most),
        nextCursor: items.length < most ? input.nextCursor : null,
      };
    }
    case 'failed':
      if (input.asked !== search.asked) return search;
      return { ...search, state: 'failed', problem: input.problem };
  }
}

/** The words to ask for. */
export function wantedWords({ input }: Pick<WordSearch<unknown>, 'input'>): string {
  return input.text.trim();
}

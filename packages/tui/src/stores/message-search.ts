// Looking for messages by their words, over all rooms, and which of those found is chosen.

import type { FoundMessage } from '@parley/shared/message-search';
import {
  openWordSearch,
  reduceWordSearch,
  type WordSearch,
  type WordSearchInput,
  type WordSearchRules,
} from './word-search.ts';

export interface MessageSearch extends WordSearch<FoundMessage> {
  readonly kind: 'find';
  readonly selected: number;
}

export type MessageSearchInput =
  | WordSearchInput<FoundMessage>
  | { readonly type: 'selected'; readonly index: number };

const rules: WordSearchRules<FoundMessage> = { idOf: ({ message }) => message.id, most: 500 };

export function openMessageSearch(text = ''): MessageSearch {
  return { kind: 'find', ...openWordSearch(text), selected: 0 };
}

export function reduceMessageSearch(
  search: MessageSearch,
  input: MessageSearchInput,
): MessageSearch {
  if (input.type === 'selected') {
    const index = Math.max(0, Math.min(input.index, search.items.length - 1));
    return { ...search, selected: index };
  }
  const next = reduceWordSearch(search, input, rules);
  if (next === search) return search;
  const isAnew =
    (input.type === 'answered' && !input.isMore) || (input.type === 'asked' && input.query === '');
  return { kind: 'find', ...next, selected: isAnew ? 0 : search.selected };
}

// A scrolling list of the client: what it is called, what is in it, and where it stands.

import type { AppState } from './app-state.ts';
import { computeLayout } from './layout.ts';
import type { PostTab } from './posts.ts';
import {
  createScrollList,
  type ListContent,
  type ListItem,
  type ScrollListState,
  type Viewport,
} from './scroll-list.ts';

export type ListName =
  | 'rooms'
  | 'help'
  | `posts ${PostTab | 'found'}`
  | `messages ${string}`
  | `thread ${string}`
  | `people ${string}`
  | `reader ${string}`
  | `versions ${string}`
  | `changes ${string}`;

/** A list with its content and where it stands, ready for the operations of `scroll-list.ts`. */
export interface List<T extends ListItem = ListItem> {
  readonly name: ListName;
  readonly content: ListContent<T>;
  readonly state: ScrollListState;
  /** Whether one entry is selected, or the list only scrolls. */
  readonly hasSelection: boolean;
}

/** The list with where it stands: where it was left, or else at its beginning or its end. */
export function placeList<T extends ListItem>(
  state: AppState,
  name: ListName,
  content: ListContent<T>,
  hasSelection = true,
): List<T> {
  const followsEnd = name.startsWith('messages') || name.startsWith('thread');
  const known = state.scroll.get(name) ?? createScrollList(viewportOf(state, name), { followsEnd });
  return { name, content, state: known, hasSelection };
}

/** The window that a list has, or would have, on the screen. */
export function viewportOf(state: AppState, name: ListName): Viewport {
  const { list, stream, overlay, left, right, bodyRows } = computeLayout(state);
  if (name.startsWith('messages') && stream !== null)
    return { columns: stream.columns, rows: stream.rows };
  if (name === 'rooms') return { columns: Math.max(1, left - 2), rows: Math.max(1, bodyRows - 1) };
  if (name.startsWith('people'))
    return { columns: Math.max(1, right - 2), rows: Math.max(1, bodyRows - 1) };
  if (name === 'help') return { columns: overlay.columns, rows: overlay.rows };
  return { columns: list.columns, rows: list.rows };
}

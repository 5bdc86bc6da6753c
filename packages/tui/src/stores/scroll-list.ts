// The virtual list behind every pane: what is on screen, what is selected, and how both move.
//
// The list never knows its total height. Its place is an anchor: the first item on screen and how
// many of its rows are scrolled off, or `'end'`. Every operation measures only items near the
// viewport, so 10,000 messages cost as much as 50. Since the anchor is a key, items that arrive
// above or below do not move what is on screen; at the end a following list follows.
//
// Operations take the content they work on and return the very same state when nothing changes.

import { placeAt, positionOf, type ScrollListState } from './scroll-list-place.ts';
import { fillUpFrom, type ListContent, type ListItem, stepRows } from './scroll-position.ts';

export { changeItems, type ItemsChange, resizeList } from './scroll-list-change.ts';
export {
  type Anchor,
  createScrollList,
  type ScrollListState,
  type VisibleItem,
  visibleItems,
} from './scroll-list-place.ts';
export {
  isSelectionVisible,
  selectFirst,
  selectKey,
  selectLast,
  selectStep,
} from './scroll-list-select.ts';
export type { ListContent, ListItem, Measure, Viewport } from './scroll-position.ts';

/** The list scrolled by rows, negative towards the start, as far as there is content. */
export function scrollRows<T extends ListItem>(
  state: ScrollListState,
  content: ListContent<T>,
  rows: number,
): ScrollListState {
  const position = stepRows(content, state.viewport.columns, positionOf(state, content), rows);
  return placeAt(state, content, position);
}

/** The list scrolled by screens, such as -1 or 0.5; whole screens overlap by one row. */
export function scrollPages<T extends ListItem>(
  state: ScrollListState,
  content: ListContent<T>,
  pages: number,
): ScrollListState {
  const overlap = Math.abs(pages) >= 1 ? 1 : 0;
  const rows = Math.max(1, Math.floor(Math.abs(pages) * state.viewport.rows) - overlap);
  return scrollRows(state, content, Math.sign(pages) * rows);
}

/** The list at its first row. */
export function scrollToStart<T extends ListItem>(
  state: ScrollListState,
  content: ListContent<T>,
): ScrollListState {
  return placeAt(state, content, { index: 0, offset: 0 });
}

/** The list at its last row. */
export function scrollToEnd<T extends ListItem>(
  state: ScrollListState,
  content: ListContent<T>,
): ScrollListState {
  return placeAt(state, content, fillUpFrom(content, state.viewport, content.items.length - 1));
}

/** True when fewer rows than a screen (or `within`) lie above: time to load older items. */
export function isNearStart<T extends ListItem>(
  state: ScrollListState,
  content: ListContent<T>,
  within = state.viewport.rows,
): boolean {
  const position = positionOf(state, content);
  const above = stepRows(content, state.viewport.columns, position, -within);
  return above.index === 0 && above.offset === 0;
}

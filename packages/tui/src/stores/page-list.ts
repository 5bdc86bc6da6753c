// Moving a list by pages so that every row is seen: the selection comes along, but never moves the window.

import type { List } from './list.ts';
import { type ScrollListState, scrollPages, visibleItems } from './scroll-list.ts';
import { indexOfKey, rowsOf } from './scroll-position.ts';
import { isSelectable, selectNext } from './select-next.ts';

/** The list some pages on; of what is then on the screen, the entry furthest that way is selected. */
export function pageList(list: List, pages: number): ScrollListState {
  const { state, content, hasSelection } = list;
  const moved = scrollPages(state, content, pages);
  if (!hasSelection || state.selectedKey === null) return moved;
  const selected = selectOnScreen({ ...list, state: moved }, pages < 0 ? 'first' : 'last');
  if (selected !== null) return selected;
  const unselected = { ...moved, selectedKey: null };
  // Among comments the keys are those of comments: one of them is selected always.
  if (!list.name.startsWith('reader')) return unselected;
  return selectNext({ ...list, state: unselected }, pages < 0 ? 1 : -1);
}

// One that stands there whole, or else in part: its rows off the screen come with the next page.
function selectOnScreen({ state, content }: List, edge: 'first' | 'last'): ScrollListState | null {
  const shown = visibleItems(state, content).filter(({ item }) => isSelectable(item));
  const near = edge === 'first' ? shown : shown.reverse();
  const indexOf = (key: string) => indexOfKey(content.items, key, state.selectedIndex);
  const whole = near.find(
    ({ item, height }) => height === rowsOf(content, indexOf(item.key), state.viewport.columns),
  );
  const chosen = whole ?? near[0];
  if (chosen === undefined) return null;
  const { key } = chosen.item;
  return { ...state, selectedKey: key, selectedIndex: indexOf(key) };
}

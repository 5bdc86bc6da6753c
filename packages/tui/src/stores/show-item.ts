// Going to one item of a list, with some of what stands above it.

import {
  type ListContent,
  type ListItem,
  type ScrollListState,
  scrollRows,
  selectKey,
} from './scroll-list.ts';
import { placeAt } from './scroll-list-place.ts';

/** The list with this item selected, a third of the window down; null when it holds no such item. */
export function showItem<T extends ListItem>(
  state: ScrollListState,
  content: ListContent<T>,
  key: string,
): ScrollListState | null {
  const index = content.items.findIndex((item) => item.key === key);
  if (index === -1) return null;
  const placed = placeAt(state, content, { index, offset: 0 });
  const above = Math.floor(state.viewport.rows / 3);
  // Placed at the end, it stands as low as it can already.
  const shown = placed.anchor === 'end' ? placed : scrollRows(placed, content, -above);
  return selectKey(shown, content, key);
}

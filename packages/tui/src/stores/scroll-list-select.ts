// A list's selection: moving it, and keeping it on screen.

import { placeAt, positionOf, type ScrollListState, visibleItems } from './scroll-list-place.ts';
import {
  fillUpFrom,
  indexOfKey,
  type ListContent,
  type ListItem,
  rowsOf,
} from './scroll-position.ts';

/** The item `step` places from the selected one selected and shown; without one, the nearest on screen. */
export function selectStep<T extends ListItem>(
  state: ScrollListState,
  content: ListContent<T>,
  step: number,
): ScrollListState {
  const { items } = content;
  const selected = selectedIndexOf(state, items);
  if (selected === -1) {
    const visible = visibleItems(state, content);
    const nearest = step > 0 ? visible[0] : visible.at(-1);
    return selectKey(state, content, nearest?.item.key ?? null);
  }
  const index = Math.max(0, Math.min(items.length - 1, selected + step));
  return selectIndex(state, content, index);
}

/** The first item selected and shown. */
export function selectFirst<T extends ListItem>(
  state: ScrollListState,
  content: ListContent<T>,
): ScrollListState {
  return selectIndex(state, content, 0);
}

/** The last item selected and shown. */
export function selectLast<T extends ListItem>(
  state: ScrollListState,
  content: ListContent<T>,
): ScrollListState {
  return selectIndex(state, content, content.items.length - 1);
}

/** The item with this key selected and shown; null selects nothing, an unknown key changes nothing. */
export function selectKey<T extends ListItem>(
  state: ScrollListState,
  content: ListContent<T>,
  key: string | null,
): ScrollListState {
  if (key === null) return state.selectedKey === null ? state : { ...state, selectedKey: null };
  return selectIndex(state, content, indexOfKey(content.items, key, state.selectedIndex));
}

function selectIndex<T extends ListItem>(
  state: ScrollListState,
  content: ListContent<T>,
  index: number,
): ScrollListState {
  const item = content.items[index];
  if (!item) return state;
  const isSame = item.key === state.selectedKey && index === state.selectedIndex;
  const selected = isSame ? state : { ...state, selectedKey: item.key, selectedIndex: index };
  return revealSelected(selected, content);
}

/** The list scrolled as little as shows the selected item, or the beginning of one that is too tall. */
export function revealSelected<T extends ListItem>(
  state: ScrollListState,
  content: ListContent<T>,
): ScrollListState {
  const index = selectedIndexOf(state, content.items);
  if (index === -1) return state;
  const { viewport } = state;
  const position = positionOf(state, content);
  const height = rowsOf(content, index, viewport.columns);
  if (index < position.index || (index === position.index && position.offset > 0)) {
    const coversViewport = index === position.index && height - position.offset >= viewport.rows;
    return coversViewport ? state : placeAt(state, content, { index, offset: 0 });
  }
  const lowest =
    height >= viewport.rows ? { index, offset: 0 } : fillUpFrom(content, viewport, index);
  const isBelow =
    lowest.index > position.index ||
    (lowest.index === position.index && lowest.offset > position.offset);
  return isBelow ? placeAt(state, content, lowest) : state;
}

/** The list with its selection still on screen if it was there before. */
export function keepInView<T extends ListItem>(
  state: ScrollListState,
  content: ListContent<T>,
  wasVisible: boolean,
): ScrollListState {
  return wasVisible && !isSelectionVisible(state, content) ? revealSelected(state, content) : state;
}

/** Whether any row of the selected item is on screen. */
export function isSelectionVisible<T extends ListItem>(
  state: ScrollListState,
  content: ListContent<T>,
): boolean {
  const key = state.selectedKey;
  return key !== null && visibleItems(state, content).some(({ item }) => item.key === key);
}

/** Whether every row of the selected item is on screen. */
export function isSelectionWhole<T extends ListItem>(
  state: ScrollListState,
  content: ListContent<T>,
): boolean {
  const { selectedKey, viewport } = state;
  if (selectedKey === null) return false;
  return visibleItems(state, content).some(
    ({ item, height }) =>
      item.key === selectedKey && height === Math.max(1, content.measure(item, viewport.columns)),
  );
}

/** Index of the selected item, or -1. */
export function selectedIndexOf(state: ScrollListState, items: readonly ListItem[]): number {
  return state.selectedKey === null
    ? -1
    : indexOfKey(items, state.selectedKey, state.selectedIndex);
}

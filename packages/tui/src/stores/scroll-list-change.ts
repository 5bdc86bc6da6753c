// What happens to a list's place and selection when its items or its window change.

import { placeAt, positionOf, type ScrollListState } from './scroll-list-place.ts';
import { isSelectionVisible, keepInView, selectedIndexOf } from './scroll-list-select.ts';
import type { ListContent, ListItem, Measure, Viewport } from './scroll-position.ts';

export interface ItemsChange<T extends ListItem> {
  before: readonly T[];
  after: readonly T[];
  measure: Measure<T>;
}

/**
 * The list with its items appended to, prepended to, updated, removed or replaced.
 *
 * What is on screen stays where it is; when the first item on screen is gone, the next one that is
 * left takes its place, and so for the selection. A following list at its end shows the new end,
 * but stops where the selected item would leave the screen. Otherwise `newBelow` counts.
 */
export function changeItems<T extends ListItem>(
  state: ScrollListState,
  { before, after, measure }: ItemsChange<T>,
): ScrollListState {
  if (before === after) return state;
  const old = { items: before, measure };
  const content = { items: after, measure };
  const wasVisible = isSelectionVisible(state, old);
  const locate = locator(before, after);

  const selected = keepSelected(state, before, { after, locate });
  const newBelow = state.newBelow + countAppended(before, after, locate);
  if (state.anchor === 'end') {
    const settled = keepInView(selected, content, wasVisible);
    return settled.anchor === 'end' ? settled : { ...settled, newBelow };
  }
  const top = positionOf(state, old);
  const index = findHeir(before, top.index, locate);
  const isSame = after[index]?.key === before[top.index]?.key;
  const moved = { ...selected, newBelow };
  const anchored = anchorAt(moved, after, {
    index: Math.max(0, index),
    offset: isSame ? top.offset : 0,
  });
  return keepInView(placeAt(moved, content, positionOf(anchored, content)), content, wasVisible);
}

/** The list in a window of another size, still at the same item; a selection on screen stays there. */
export function resizeList<T extends ListItem>(
  state: ScrollListState,
  content: ListContent<T>,
  viewport: Viewport,
): ScrollListState {
  if (viewport.columns === state.viewport.columns && viewport.rows === state.viewport.rows)
    return state;
  const wasSelectionVisible = isSelectionVisible(state, content);
  const resized = { ...state, viewport };
  const placed =
    state.anchor === 'end' ? resized : placeAt(resized, content, positionOf(resized, content));
  return keepInView(placed, content, wasSelectionVisible);
}

/** Where an item of the old items, named by key and old index, is now; -1 when it is gone. */
type Locate = (key: string, index: number) => number;

// Most changes add or remove on one side only, so an item is where it was or moved by the
// difference: only when that fails are all the keys worth an index.
function locator(before: readonly ListItem[], after: readonly ListItem[]): Locate {
  const shift = after.length - before.length;
  let indices: Map<string, number> | undefined;
  return (key, index) => {
    if (after[index]?.key === key) return index;
    if (after[index + shift]?.key === key) return index + shift;
    indices ??= new Map(after.map((item, place) => [item.key, place]));
    return indices.get(key) ?? -1;
  };
}

/** Where the item is now, or else the nearest one after it that is left, or before it, or -1. */
function findHeir(before: readonly ListItem[], index: number, locate: Locate): number {
  for (let i = index; i < before.length; i++) {
    const place = locate(before[i]!.key, i);
    if (place !== -1) return place;
  }
  return findLastLeft(before, index - 1, locate);
}

function findLastLeft(before: readonly ListItem[], from: number, locate: Locate): number {
  for (let i = from; i >= 0; i--) {
    const place = locate(before[i]!.key, i);
    if (place !== -1) return place;
  }
  return -1;
}

function keepSelected(
  state: ScrollListState,
  before: readonly ListItem[],
  { after, locate }: { after: readonly ListItem[]; locate: Locate },
): ScrollListState {
  const old = selectedIndexOf(state, before);
  if (old === -1) return state;
  const index = findHeir(before, old, locate);
  return { ...state, selectedKey: after[index]?.key ?? null, selectedIndex: Math.max(0, index) };
}

function countAppended(before: readonly ListItem[], after: readonly ListItem[], locate: Locate) {
  const last = findLastLeft(before, before.length - 1, locate);
  return last === -1 ? 0 : after.length - 1 - last;
}

function anchorAt(
  state: ScrollListState,
  items: readonly ListItem[],
  { index, offset }: { index: number; offset: number },
): ScrollListState {
  return { ...state, anchor: { key: items[index]?.key ?? '', offset, index } };
}

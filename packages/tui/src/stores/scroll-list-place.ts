// Where a list stands: its state, the first row on screen, and what is drawn from there.

import {
  fillUpFrom,
  indexOfKey,
  type ListContent,
  type ListItem,
  type Position,
  rowsBelow,
  rowsOf,
  type Viewport,
} from './scroll-position.ts';

/** The first item on screen by key, with `offset` of its rows above the viewport. */
export interface Anchor {
  readonly key: string;
  readonly offset: number;
  /** Where the item was last seen, to find it again without a search. */
  readonly index: number;
}

export interface ScrollListState {
  readonly anchor: Anchor | 'end';
  readonly selectedKey: string | null;
  /** Where the selected item was last seen. */
  readonly selectedIndex: number;
  readonly viewport: Viewport;
  /** Whether a list that stands at its end stays there as items arrive (chat) or not (menus). */
  readonly followsEnd: boolean;
  /** Items that arrived below while the list stood elsewhere. */
  readonly newBelow: number;
}

/** An item on screen: `height` of its rows are drawn from viewport row `top`, after `clipTop` hidden ones. */
export interface VisibleItem<T> {
  item: T;
  top: number;
  clipTop: number;
  height: number;
}

/** A list at its end if it follows it, else at its start. Nothing is selected. */
export function createScrollList(viewport: Viewport, { followsEnd = false } = {}): ScrollListState {
  return {
    anchor: followsEnd ? 'end' : { key: '', offset: 0, index: 0 },
    selectedKey: null,
    selectedIndex: 0,
    viewport,
    followsEnd,
    newBelow: 0,
  };
}

/** What to draw, from top to bottom. Content shorter than the viewport starts at row 0. */
export function visibleItems<T extends ListItem>(
  state: ScrollListState,
  content: ListContent<T>,
): VisibleItem<T>[] {
  const { viewport } = state;
  const visible: VisibleItem<T>[] = [];
  const { index, offset } = positionOf(state, content);
  let top = 0;
  for (let i = index; i < content.items.length && top < viewport.rows; i++) {
    const clipTop = i === index ? offset : 0;
    const rows = rowsOf(content, i, viewport.columns) - clipTop;
    const height = Math.min(rows, viewport.rows - top);
    visible.push({ item: content.items[i]!, top, clipTop, height });
    top += height;
  }
  return visible;
}

/** The first row on screen, moved up if the screen would end below the content. */
export function positionOf<T extends ListItem>(
  { anchor, viewport }: ScrollListState,
  content: ListContent<T>,
): Position {
  const last = content.items.length - 1;
  const end = () => fillUpFrom(content, viewport, last);
  if (anchor === 'end' || last < 0) return end();
  const found = anchor.key === '' ? 0 : indexOfKey(content.items, anchor.key, anchor.index);
  const index = found === -1 ? Math.min(anchor.index, last) : found;
  const rows = rowsOf(content, index, viewport.columns);
  const offset = found === -1 ? 0 : Math.min(anchor.offset, rows - 1);
  const position = { index, offset };
  return rowsBelow(content, viewport, position) < viewport.rows ? end() : position;
}

/** The list with this row first, as far as the content goes. */
export function placeAt<T extends ListItem>(
  state: ScrollListState,
  content: ListContent<T>,
  position: Position,
): ScrollListState {
  const { viewport, followsEnd } = state;
  const below = rowsBelow(content, viewport, position);
  if (followsEnd && below <= viewport.rows) {
    return state.anchor === 'end' ? state : { ...state, anchor: 'end', newBelow: 0 };
  }
  const isShort = below < viewport.rows;
  const place = isShort ? fillUpFrom(content, viewport, content.items.length - 1) : position;
  const key = content.items[place.index]?.key ?? '';
  const anchor = { key, offset: place.offset, index: place.index };
  const newBelow = below <= viewport.rows ? 0 : state.newBelow;
  const isSame = isSameAnchor(state.anchor, anchor) && newBelow === state.newBelow;
  return isSame ? state : { ...state, anchor, newBelow };
}

function isSameAnchor(one: Anchor | 'end', other: Anchor): boolean {
  return (
    one !== 'end' &&
    one.key === other.key &&
    one.offset === other.offset &&
    one.index === other.index
  );
}

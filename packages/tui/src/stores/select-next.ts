// Moving the selection over what can be selected: messages, not the day lines between them.

import type { List } from './list.ts';
import { type ScrollListState, scrollToStart, selectKey, selectStep } from './scroll-list.ts';
import { selectedIndexOf } from './scroll-list-select.ts';
import type { ListItem } from './scroll-position.ts';

/**
 * The list with the next entry that can be selected, `step` entries on; infinitely far, the first
 * or the last one. Before the first one there is only the beginning to look at.
 */
export function selectNext({ content, state }: List, step: number): ScrollListState {
  const { items } = content;
  const direction = step < 0 ? -1 : 1;
  if (!Number.isFinite(step)) {
    const last = direction < 0 ? items.find(isSelectable) : items.findLast(isSelectable);
    return last === undefined ? state : selectKey(state, content, last.key);
  }
  let next = selectStep(state, content, step);
  while (!isSelected(next, items)) {
    const further = selectStep(next, content, direction);
    if (further === next) {
      return direction < 0 ? scrollToStart(state, content) : state;
    }
    next = further;
  }
  return next;
}

function isSelected(state: ScrollListState, items: readonly ListItem[]): boolean {
  const item = items[selectedIndexOf(state, items)];
  return item === undefined || isSelectable(item);
}

const selectableKinds: ReadonlySet<unknown> = new Set(['message', 'pending', 'comment']);

/** Not so a line between messages. */
export function isSelectable(item: ListItem): boolean {
  return !('kind' in item) || selectableKinds.has(item.kind);
}

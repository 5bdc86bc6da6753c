// Where one is in a post: the block on top, how much was read, and the way to the next heading.

import type { DocumentBlock } from '../terminal/index.ts';
import type { List } from './list.ts';
import type { ScrollListState } from './scroll-list.ts';
import { placeAt, positionOf } from './scroll-list-place.ts';
import { type ListItem, rowsOf } from './scroll-position.ts';

type ReadItem = ListItem & Partial<Pick<DocumentBlock, 'heading'>> & { readonly kind?: string };

/** From 0 to 1 by rows above the screen; null when all fits. */
export function readShare<T extends ReadItem>({ content, state }: List<T>): number | null {
  const { columns, rows } = state.viewport;
  const place = positionOf(state, content);
  let above = 0;
  let all = 0;
  for (let index = 0; index < content.items.length; index += 1) {
    // What is said below the text is not part of it.
    if (content.items[index]?.kind !== 'block') break;
    const height = rowsOf(content, index, columns);
    if (index < place.index) above += height;
    all += height;
  }
  const last = all - rows;
  return last <= 0 ? null : Math.min(1, (above + place.offset) / last);
}

export interface HeadingPlace {
  readonly index: number;
  readonly level: number;
  readonly text: string;
}

export function headingsOf(items: readonly ReadItem[]): HeadingPlace[] {
  return items.flatMap(({ heading }, index) => (heading ? [{ index, ...heading }] : []));
}

/** The heading under which the first row on the screen stands; -1 before the first one. */
export function presentHeading<T extends ListItem>({ content, state }: List<T>): number {
  const { index } = positionOf(state, content);
  return headingsOf(content.items).findLastIndex((heading) => heading.index <= index);
}

/** The list at the next heading below its first row, or the one above; undefined without one. */
export function stepHeading<T extends ListItem>(
  { content, state }: List<T>,
  step: 1 | -1,
): ScrollListState | undefined {
  const { index } = positionOf(state, content);
  const headings = headingsOf(content.items);
  const next =
    step > 0
      ? headings.find((heading) => heading.index > index)
      : headings.findLast((heading) => heading.index < index);
  if (next === undefined) return undefined;
  const moved = showHeading({ content, state }, next.index);
  return moved === state ? undefined : moved;
}

/** The list with a heading in its first row, as far as there is text below. */
export function showHeading<T extends ListItem>(
  { content, state }: Pick<List<T>, 'content' | 'state'>,
  index: number,
): ScrollListState {
  // The empty row in front of a heading stays above the screen.
  const offset = index > 0 && rowsOf(content, index, state.viewport.columns) > 1 ? 1 : 0;
  return placeAt(state, content, { index, offset });
}

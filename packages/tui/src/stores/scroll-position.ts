// Walking a list of items of different heights, measuring no more than a screen of them.

export interface ListItem {
  readonly key: string;
}

/** Rows that an item takes at this width, at least 1; memoised by the caller by key and columns. */
export type Measure<T> = (item: T, columns: number) => number;

export interface ListContent<T extends ListItem> {
  readonly items: readonly T[];
  readonly measure: Measure<T>;
}

export interface Viewport {
  readonly columns: number;
  readonly rows: number;
}

/** A row of the content: the `offset`-th row of the item at `index`. */
export interface Position {
  index: number;
  offset: number;
}

/** Rows of one item. */
export function rowsOf<T extends ListItem>(
  { items, measure }: ListContent<T>,
  index: number,
  columns: number,
): number {
  const item = items[index];
  return item ? Math.max(1, measure(item, columns)) : 1;
}

/** The index of a key, looked for from `hint` outwards; -1 when it is gone. */
export function indexOfKey(items: readonly ListItem[], key: string, hint: number): number {
  const reach = Math.max(hint, items.length - hint);
  for (let distance = 0; distance <= reach; distance++) {
    if (items[hint - distance]?.key === key) return hint - distance;
    if (items[hint + distance]?.key === key) return hint + distance;
  }
  return -1;
}

/** The first row of a screen whose last row is the last of the item at `index`. */
export function fillUpFrom<T extends ListItem>(
  content: ListContent<T>,
  { columns, rows }: Viewport,
  index: number,
): Position {
  let missing = rows;
  for (let i = index; i >= 0; i--) {
    const height = rowsOf(content, i, columns);
    if (height >= missing) return { index: i, offset: height - missing };
    missing -= height;
  }
  return { index: 0, offset: 0 };
}

/** Rows from the position to the end of the content, counted up to one more than fit the screen. */
export function rowsBelow<T extends ListItem>(
  content: ListContent<T>,
  { columns, rows }: Viewport,
  { index, offset }: Position,
): number {
  let below = -offset;
  for (let i = index; i < content.items.length && below <= rows; i++) {
    below += rowsOf(content, i, columns);
  }
  return below;
}

/** The row `rows` further down, or up when negative, ending at the first or the last row. */
export function stepRows<T extends ListItem>(
  content: ListContent<T>,
  columns: number,
  from: Position,
  rows: number,
): Position {
  let { index } = from;
  let offset = from.offset + rows;
  while (offset < 0 && index > 0) {
    index -= 1;
    offset += rowsOf(content, index, columns);
  }
  for (let height = rowsOf(content, index, columns); offset >= height; ) {
    if (index >= content.items.length - 1) return { index, offset: height - 1 };
    offset -= height;
    index += 1;
    height = rowsOf(content, index, columns);
  }
  return { index, offset: Math.max(0, offset) };
}

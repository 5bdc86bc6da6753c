// The virtual list: laws over random content and moves, and the cost of each in measured items.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changeItems,
  createScrollList,
  isNearStart,
  isSelectionVisible,
  type ListContent,
  resizeList,
  type ScrollListState,
  scrollPages,
  scrollRows,
  scrollToEnd,
  scrollToStart,
  selectFirst,
  selectKey,
  selectLast,
  selectStep,
  visibleItems,
} from '../src/stores/scroll-list.ts';

interface Item {
  key: string;
  /** Characters: the item wraps into more rows when the list is narrow. */
  size: number;
}

const measure = (item: Item, columns: number) => Math.ceil(item.size / columns);
const contentOf = (items: readonly Item[]): ListContent<Item> => ({ items, measure });
const sizes = fc.array(fc.integer({ min: 1, max: 70 }), { maxLength: 40 });
const itemsOf = (numbers: number[], prefix = 'm') =>
  numbers.map((size, index) => ({ key: `${prefix}${index}`, size }));
const viewport = fc.record({
  columns: fc.constantFrom(5, 10, 20),
  rows: fc.integer({ min: 1, max: 12 }),
});

type Move = (state: ScrollListState, content: ListContent<Item>) => ScrollListState;
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.integer({ min: -30, max: 30 }).map(
    (rows): Move =>
      (s, c) =>
        scrollRows(s, c, rows),
  ),
  fc.constantFrom(-1, -0.5, 0.5, 1).map(
    (pages): Move =>
      (s, c) =>
        scrollPages(s, c, pages),
  ),
  fc.constantFrom<Move>(scrollToStart, scrollToEnd, selectFirst, selectLast),
  fc.integer({ min: -3, max: 3 }).map(
    (step): Move =>
      (s, c) =>
        selectStep(s, c, step),
  ),
  viewport.map(
    (size): Move =>
      (s, c) =>
        resizeList(s, c, size),
  ),
);
const moved = (
  numbers: number[],
  size: { columns: number; rows: number },
  moves: Move[],
  followsEnd = true,
) => {
  const content = contentOf(itemsOf(numbers));
  const start = createScrollList(size, { followsEnd });
  return { content, state: moves.reduce((state, step) => step(state, content), start) };
};
const setting = fc.record({
  numbers: sizes,
  size: viewport,
  moves: fc.array(move, { maxLength: 8 }),
  followsEnd: fc.boolean(),
});

/** The screen row by row: which row of which item. */
const screen = (state: ScrollListState, content: ListContent<Item>) =>
  visibleItems(state, content).flatMap(({ item, top, clipTop, height }) =>
    Array.from({ length: height }, (_, row) => `${top + row}: ${item.key}+${clipTop + row}`),
  );
const change = (state: ScrollListState, before: readonly Item[], after: readonly Item[]) =>
  changeItems(state, { before, after, measure });

describe('after any moves', () => {
  it('the screen is a stretch of the content without a gap, and full if there is enough', () => {
    fc.assert(
      fc.property(setting, ({ numbers, size, moves, followsEnd }) => {
        const { content, state } = moved(numbers, size, moves, followsEnd);
        const { columns, rows } = state.viewport;
        const all = content.items.flatMap((item) =>
          Array.from({ length: measure(item, columns) }, (_, row) => `${item.key}+${row}`),
        );
        const drawn = screen(state, content);
        expect(drawn).toHaveLength(Math.min(rows, all.length));
        const first = all.indexOf(drawn[0]?.replace('0: ', '') ?? '');
        expect(drawn).toEqual(
          all.slice(Math.max(0, first), first + rows).map((row, y) => `${y}: ${row}`),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('what was just selected is on screen, whole if it fits', () => {
    fc.assert(
      fc.property(setting, fc.nat(), ({ numbers, size, moves, followsEnd }, pick) => {
        const { content, state } = moved(numbers, size, moves, followsEnd);
        if (content.items.length === 0) return;
        const item = content.items[pick % content.items.length]!;
        const selected = selectKey(state, content, item.key);
        const shown = visibleItems(selected, content).find((visible) => visible.item === item);
        const height = measure(item, selected.viewport.columns);
        if (height <= selected.viewport.rows) expect(shown).toMatchObject({ clipTop: 0, height });
        else expect(shown?.height).toBe(selected.viewport.rows);
        expect(selectKey(selected, content, item.key)).toBe(selected);
      }),
      { numRuns: 1_000 },
    );
  });

  it('a resize keeps a selection on screen there', () => {
    fc.assert(
      fc.property(setting, viewport, ({ numbers, size, moves }, smaller) => {
        const { content, state } = moved(numbers, size, moves);
        if (!isSelectionVisible(state, content)) return;
        expect(isSelectionVisible(resizeList(state, content, smaller), content)).toBe(true);
      }),
    );
  });
});

describe('when items come and go', () => {
  it('what is on screen stays while older items are put above and newer ones below', () => {
    fc.assert(
      fc.property(setting, sizes, sizes, ({ numbers, size, moves, followsEnd }, older, newer) => {
        const { content, state } = moved(numbers, size, moves, followsEnd);
        const after = [...itemsOf(older, 'old'), ...content.items, ...itemsOf(newer, 'new')];
        const changed = change(state, content.items, after);
        const isFull = screen(state, content).length === state.viewport.rows;
        if (state.anchor !== 'end' && isFull) {
          expect(screen(changed, contentOf(after))).toEqual(screen(state, content));
          expect(changed.newBelow).toBe(state.newBelow + newer.length);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('a following list at its end stays there, but never loses the selection on screen', () => {
    fc.assert(
      fc.property(setting, sizes, ({ numbers, size, moves }, newer) => {
        const { content, state } = moved(numbers, size, moves);
        if (state.anchor !== 'end' || newer.length === 0) return;
        const after = [...content.items, ...itemsOf(newer, 'new')];
        const changed = change(state, content.items, after);
        if (changed.anchor === 'end') {
          expect(visibleItems(changed, contentOf(after)).at(-1)?.item).toBe(after.at(-1));
          expect(changed.newBelow).toBe(0);
        } else {
          expect(changed.newBelow).toBe(newer.length);
        }
        if (isSelectionVisible(state, content)) {
          expect(isSelectionVisible(changed, contentOf(after))).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('removals leave the first row that is left where it was, and the selection on an item', () => {
    fc.assert(
      fc.property(setting, fc.array(fc.boolean()), ({ numbers, size, moves, followsEnd }, kept) => {
        const { content, state } = moved(numbers, size, moves, followsEnd);
        const after = content.items.filter((_, index) => kept[index] ?? true);
        const changed = change(state, content.items, after);
        const drawn = screen(changed, contentOf(after));
        const total = after.reduce((rows, item) => rows + measure(item, state.viewport.columns), 0);
        expect(drawn).toHaveLength(Math.min(total, state.viewport.rows));
        if (state.selectedKey !== null && after.length > 0) {
          expect(after.map(({ key }) => key)).toContain(changed.selectedKey);
        }
        if (isSelectionVisible(state, content)) {
          expect(after.length === 0 || isSelectionVisible(changed, contentOf(after))).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('the next item inherits the selection of a removed one, at the end the previous', () => {
    const items = itemsOf([5, 5, 5]);
    const content = contentOf(items);
    const list = createScrollList({ columns: 10, rows: 5 });
    const middle = change(selectKey(list, content, 'm1'), items, [items[0]!, items[2]!]);
    expect(middle.selectedKey).toBe('m2');
    expect(change(selectLast(list, content), items, items.slice(0, 2)).selectedKey).toBe('m1');
    expect(change(selectLast(list, content), items, []).selectedKey).toBeNull();
  });

  it('an item above that grows does not move the screen', () => {
    const items = itemsOf(Array.from({ length: 20 }, () => 5));
    const state = scrollRows(createScrollList({ columns: 10, rows: 4 }), contentOf(items), 10);
    const grown = items.map((item, index) => (index === 3 ? { ...item, size: 50 } : item));
    expect(screen(change(state, items, grown), contentOf(grown))).toEqual(
      screen(state, contentOf(items)),
    );
  });

  it('new items are counted until the end is reached', () => {
    const items = itemsOf([5, 5, 5, 5, 5, 5]);
    const list = scrollToStart(
      createScrollList({ columns: 10, rows: 2 }, { followsEnd: true }),
      contentOf(items),
    );
    const more = [...items, ...itemsOf([5, 5], 'new')];
    const away = change(list, items, more);
    expect(away.newBelow).toBe(2);
    expect(scrollToEnd(away, contentOf(more))).toMatchObject({ anchor: 'end', newBelow: 0 });
  });
});

describe('moves', () => {
  const items = itemsOf(Array.from({ length: 30 }, () => 5));
  const content = contentOf(items);
  const list = createScrollList({ columns: 10, rows: 10 });
  const top = (state: ScrollListState) => visibleItems(state, content)[0]?.item.key;

  it('scroll by rows, screens and half screens, and stop at both ends', () => {
    expect(top(scrollRows(list, content, 3))).toBe('m3');
    expect(top(scrollPages(list, content, 1))).toBe('m9');
    expect(top(scrollPages(list, content, 0.5))).toBe('m5');
    expect(top(scrollRows(list, content, 1_000))).toBe('m20');
    expect(scrollRows(list, content, -1)).toMatchObject({ anchor: { key: 'm0', offset: 0 } });
  });

  it('select from the screen when nothing is selected, then item by item', () => {
    const lower = scrollRows(list, content, 5);
    expect(selectStep(lower, content, 1).selectedKey).toBe('m5');
    expect(selectStep(lower, content, -1).selectedKey).toBe('m14');
    const below = selectStep(selectStep(lower, content, -1), content, 1);
    expect([below.selectedKey, top(below)]).toEqual(['m15', 'm6']);
    expect(selectKey(below, content, 'nowhere')).toBe(below);
    expect(selectKey(below, content, null).selectedKey).toBeNull();
  });

  it('tell when older items should be loaded', () => {
    expect(isNearStart(scrollRows(list, content, 10), content)).toBe(true);
    expect(isNearStart(scrollRows(list, content, 11), content)).toBe(false);
  });
});

describe('cost', () => {
  it('no operation on 10,000 items measures more than a few screens of them', () => {
    const items = itemsOf(Array.from({ length: 10_000 }, (_, index) => 1 + (index % 40)));
    let measured = 0;
    const content: ListContent<Item> = {
      items,
      measure: (item, columns) => {
        measured += 1;
        return measure(item, columns);
      },
    };
    const rows = 40;
    const list = scrollRows(
      createScrollList({ columns: 10, rows }, { followsEnd: true }),
      content,
      -500,
    );
    const after = [...itemsOf([3, 3], 'old'), ...items, ...itemsOf([4], 'new')];
    const operations: Array<(state: ScrollListState) => unknown> = [
      (state) => visibleItems(state, content),
      (state) => scrollPages(state, content, -1),
      (state) => scrollToStart(state, content),
      (state) => scrollToEnd(state, content),
      (state) => selectFirst(state, content),
      (state) => selectLast(state, content),
      (state) => selectKey(state, content, 'm5000'),
      (state) => resizeList(state, content, { columns: 7, rows: 30 }),
      (state) => isNearStart(state, content),
      (state) => changeItems(state, { before: items, after, measure: content.measure }),
      (state) => changeItems(state, { before: items, after: [], measure: content.measure }),
    ];
    for (const operation of operations) {
      measured = 0;
      operation(list);
      expect(measured, operation.toString()).toBeLessThan(rows * 6);
    }
  });
});

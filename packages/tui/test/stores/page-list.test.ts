// Paging with a selection: whoever pages from one end to the other has seen every row.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { List } from '../../src/stores/list.ts';
import { pageList } from '../../src/stores/page-list.ts';
import {
  createScrollList,
  type ListContent,
  type ScrollListState,
  scrollToEnd,
  scrollToStart,
  selectFirst,
  selectLast,
  visibleItems,
} from '../../src/stores/scroll-list.ts';

interface Item {
  readonly key: string;
  readonly kind: 'message' | 'day';
  readonly height: number;
}

// Some are taller than any of the windows.
const items = fc
  .array(
    fc.record({
      kind: fc.constantFrom('message', 'message', 'day'),
      height: fc.integer({ min: 1, max: 40 }),
    }),
    {
      minLength: 1,
      maxLength: 25,
    },
  )
  .map((made) => made.map((item, index) => ({ ...item, key: `m${index}` }) as Item));

function rowsOnScreen(state: ScrollListState, content: ListContent<Item>): string[] {
  return visibleItems(state, content).flatMap(({ item, clipTop, height }) =>
    Array.from({ length: height }, (_, row) => `${item.key}+${clipTop + row}`),
  );
}

it.each([
  { way: 'up', pages: -1, begin: scrollToEnd, select: selectLast },
  { way: 'down', pages: 1, begin: scrollToStart, select: selectFirst },
])(
  'every row is seen on the way $way, and a message is selected that is on the screen',
  ({ pages, begin, select }) => {
    fc.assert(
      fc.property(
        items,
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        (all, rows, hasSelected) => {
          const content: ListContent<Item> = { items: all, measure: ({ height }) => height };
          const total = all.reduce((sum, { height }) => sum + height, 0);
          const empty = createScrollList({ columns: 40, rows }, { followsEnd: true });
          let state = begin(hasSelected ? select(empty, content) : empty, content);
          const seen = new Set(rowsOnScreen(state, content));
          for (let presses = 0; presses <= total; presses++) {
            const before = rowsOnScreen(state, content);
            const list = { name: 'messages r', content, state, hasSelection: true } as List<Item>;
            state = pageList(list as unknown as List, pages);
            const shown = rowsOnScreen(state, content);
            for (const row of shown) seen.add(row);
            if (state.selectedKey !== null) {
              expect(shown.some((row) => row.startsWith(`${state.selectedKey}+`))).toBe(true);
            }
            if (shown.join() === before.join()) break;
          }
          expect(seen.size).toBe(total);
        },
      ),
      { numRuns: 200 },
    );
  },
);

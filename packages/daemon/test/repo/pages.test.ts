// Keyset pages: cursors lead on where a page ended, and nothing else passes for one.

import { expect, test } from 'vitest';
import { decodeCursor, takePage } from '../../src/repo/index.ts';

const id = '0190a5a0-0000-7000-8000-000000000001';
const rows = [3, 2, 1].map((day) => ({ at: new Date(Date.UTC(2030, 0, day)), id }));

test('the cursor of a page is the key of its last row; the last page has none', () => {
  const page = takePage(rows, 2, (row) => row);
  expect(page.items).toEqual(rows.slice(0, 2));
  expect(decodeCursor(page.nextCursor!)).toEqual(rows[1]);
  expect(takePage(rows, 3, (row) => row)).toEqual({ items: rows, nextCursor: null });
});

test.each(['', 'x', `2030-99-01T00:00:00Z|${id}`, '2030-01-01T00:00:00Z|1'])(
  'what no page returned is invalid: %s',
  (text) => {
    const cursor = Buffer.from(text).toString('base64url');
    expect(() => decodeCursor(cursor)).toThrow('cursor is not one that a list returned');
  },
);

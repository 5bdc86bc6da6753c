// Keyset pages: a cursor is the sort key of the last row, opaque to callers.

import { invalidField } from '@parley/shared/errors';
import { isId } from './ids.ts';

/** Cursor of a list sorted by a time and an id. */
export interface KeysetCursor {
  at: Date;
  id: string;
}

export function encodeCursor({ at, id }: KeysetCursor): string {
  return Buffer.from(`${at.toISOString()}|${id}`).toString('base64url');
}

/** Throws `invalid` on anything that `encodeCursor` did not make. */
export function decodeCursor(cursor: string): KeysetCursor {
  const [time = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  const at = new Date(time);
  // JavaScript knows years that PostgreSQL does not.
  if (!/^\d{4}-/.test(time) || Number.isNaN(at.getTime()) || !isId(id)) {
    throw invalidField('cursor', 'is not one that a list returned; start again without it');
  }
  return { at, id };
}

/** Cuts the one row too many that was asked for, and tells where the next page starts. */
export function takePage<Row>(
  rows: Row[],
  size: number,
  keyOf: (row: Row) => KeysetCursor,
): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, size);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > size && last ? encodeCursor(keyOf(last)) : null };
}

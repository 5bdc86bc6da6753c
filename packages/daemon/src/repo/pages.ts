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

/** A page of what is exported: rows in the order of a unique text, as many as fit into so many bytes. */
export function takeExportPage<Row>(
  rows: readonly Row[],
  limit: { size: number; bytes: number },
  { keyOf, sizeOf }: { keyOf: (row: Row) => string; sizeOf: (row: Row) => number },
): { items: Row[]; nextCursor: string | null } {
  const items: Row[] = [];
  let bytes = 0;
  for (const row of rows.slice(0, limit.size)) {
    bytes += sizeOf(row);
    if (items.length > 0 && bytes > limit.bytes) break;
    items.push(row);
  }
  const last = items.at(-1);
  const hasMore = items.length < rows.length && last !== undefined;
  return { items, nextCursor: hasMore ? encodeKey(keyOf(last)) : null };
}

export function encodeKey(key: string): string {
  return Buffer.from(`key|${key}`).toString('base64url');
}

/** @throws invalid on anything that `encodeKey` did not make, or that is not of that form. */
export function decodeKey(cursor: string, form: RegExp): string {
  const [, key] = /^key\|(.*)$/s.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (key !== undefined && form.test(key)) return key;
  throw invalidField('cursor', 'is not one that a list returned; start again without it');
}

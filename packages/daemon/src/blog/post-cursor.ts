// Cursors of lists of posts: the sort, the last row's key in it, and its id; opaque to callers.

import type { PostSort } from '@parley/shared/blog';
import { invalidField } from '@parley/shared/errors';
import { isId } from '../repo/index.ts';

/** What a list is ordered by; searches by rank, or by likeness where no word was found. */
export type PostOrder = PostSort | 'rank' | 'likeness';

export interface PostCursor {
  order: PostOrder;
  /** Microseconds since 1970, views, or a rank: a number that PostgreSQL can read back exactly. */
  key: string;
  id: string;
}

export function encodePostCursor({ order, key, id }: PostCursor): string {
  return Buffer.from(`${order}|${key}|${id}`).toString('base64url');
}

const whole = /^-?\d{1,17}$/;
const fraction = /^\d{1,20}(?:\.\d{1,20})?(?:e-\d{1,2})?$/;

/**
 * @param orders those that the list at hand has; a cursor of another list does not lead on in it.
 * @throws invalid, on anything that `encodePostCursor` did not make for one of them.
 */
export function decodePostCursor(cursor: string, orders: readonly PostOrder[]): PostCursor {
  const [name, key = '', id = '', rest] = Buffer.from(cursor, 'base64url').toString().split('|');
  const order = orders.find((one) => one === name);
  const isNumber = (order === 'rank' || order === 'likeness' ? fraction : whole).test(key);
  if (order === undefined || !isNumber || !isId(id) || rest !== undefined) {
    throw invalidField('cursor', 'is not one that this list returned; start again without it');
  }
  return { order, key, id };
}

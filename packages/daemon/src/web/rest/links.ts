// Which pages a list leads to.

import { limits } from '@parley/shared/limits';
import type { Links } from './route.ts';

/** Of a list that goes on by cursor, or, where `page` was asked for, by page. */
export function linkPages(
  { page, perPage = limits.pageDefault }: { page?: number; perPage?: number },
  { nextCursor, total }: { nextCursor: string | null; total?: number },
): Links {
  if (page === undefined || total === undefined) {
    const first = { cursor: null };
    return nextCursor === null ? { first } : { first, next: { cursor: nextCursor } };
  }
  const last = Math.min(Math.max(1, Math.ceil(total / perPage)), limits.pageNumber);
  return {
    first: { page: 1 },
    ...(page > 1 && { prev: { page: Math.min(page - 1, last) } }),
    ...(page < last && { next: { page: page + 1 } }),
    last: { page: last },
  };
}

/** Of a stretch of messages: older ones are `prev`, newer ones `next`. */
export function linkMessages({
  items,
  hasBefore,
  hasAfter,
}: {
  items: { seq: number }[];
  hasBefore: boolean;
  hasAfter: boolean;
}): Links {
  const [first, last] = [items[0], items.at(-1)];
  const elsewhere = { before: null, after: null, around: null };
  return {
    ...(first && hasBefore && { prev: { ...elsewhere, before: first.seq } }),
    ...(last && hasAfter && { next: { ...elsewhere, after: last.seq } }),
  };
}

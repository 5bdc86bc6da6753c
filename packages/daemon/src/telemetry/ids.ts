// Identifiers as an interface: time-ordered UUIDs, and a sequence that tests can predict.

import { v7 } from 'uuid';

export interface Ids {
  /** A UUID, lower case; later ones sort after earlier ones. */
  uuid(): string;
}

/** UUIDs of version 7 (RFC 9562): the leading milliseconds keep B-tree inserts at the right edge. */
export const systemIds: Ids = { uuid: () => v7() };

/** `00000000-0000-7000-8000-000000000001` and on: valid version 7 UUIDs that count. */
export function createSequentialIds(first = 1): Ids {
  let next = first;
  return {
    uuid: () => `00000000-0000-7000-8000-${(next++).toString(16).padStart(12, '0')}`,
  };
}

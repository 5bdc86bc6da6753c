// Versions of a post: pure views of their rows, and the cursor of their list.

import type { RevisionItem, RevisionView } from '@parley/shared/blog';
import { invalidField } from '@parley/shared/errors';

/** A version as SQL by hand returns it, with its author's names. */
export interface RevisionRow {
  postId: string;
  version: number;
  title: string;
  createdAt: Date;
  authorId: string;
  username: string;
  displayName: string;
}

export function toRevisionItem(row: RevisionRow): RevisionItem {
  return {
    postId: row.postId,
    version: row.version,
    title: row.title,
    author: { id: row.authorId, username: row.username, displayName: row.displayName },
    createdAt: row.createdAt.toISOString(),
  };
}

export function toRevisionView(row: RevisionRow & { body: string; tags: string[] }): RevisionView {
  return { ...toRevisionItem(row), body: row.body, tags: row.tags };
}

/** The version that a page ended with, opaque to callers. */
export function encodeVersionCursor(version: number): string {
  return Buffer.from(`version|${version}`).toString('base64url');
}

/** @throws invalid on anything that `encodeVersionCursor` did not make. */
export function decodeVersionCursor(cursor: string): number {
  const version = /^version\|([1-9]\d{0,9})$/.exec(
    Buffer.from(cursor, 'base64url').toString('utf8'),
  )?.[1];
  if (version === undefined || Number(version) > 2_147_483_647) {
    throw invalidField('cursor', 'is not one that a list returned; start again without it');
  }
  return Number(version);
}

// Comments: pure views of their rows.

import type { CommentView, PostState } from '@parley/shared/blog';

/** A comment as SQL by hand returns it, with its author's names. */
export interface CommentRow {
  id: string;
  postId: string;
  parentId: string | null;
  authorId: string;
  username: string;
  displayName: string;
  body: string;
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
}

/** The post that a comment stands under, as far as rights ask for it. */
export interface CommentedPost {
  id: string;
  state: PostState;
  author: { id: string };
}

/** A deleted comment keeps its place in the thread, and nothing that was said. */
export function toCommentView(row: CommentRow): CommentView {
  return {
    id: row.id,
    postId: row.postId,
    parentId: row.parentId,
    author: { id: row.authorId, username: row.username, displayName: row.displayName },
    body: row.deletedAt ? '' : row.body,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}

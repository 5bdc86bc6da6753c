// Posts: pure views of their rows.

import type { PostListItem, PostState, PostView } from '@parley/shared/blog';

/** A post as SQL by hand returns it, with its author's names and its tags. */
export interface PostRow {
  id: string;
  title: string;
  slug: string;
  state: PostState;
  version: number;
  commentCount: number;
  views: string;
  publishAt: Date | null;
  publishedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  authorId: string;
  username: string;
  displayName: string;
  tags: string[];
}

export function toPostListItem(row: PostRow): PostListItem {
  return {
    id: row.id,
    title: row.title,
    slug: row.slug,
    state: row.state,
    author: { id: row.authorId, username: row.username, displayName: row.displayName },
    tags: row.tags,
    version: row.version,
    commentCount: row.commentCount,
    views: Number(row.views),
    publishAt: row.publishAt?.toISOString() ?? null,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export function toPostView(row: PostRow & { body: string }): PostView {
  return { ...toPostListItem(row), body: row.body };
}

/** What a list shows of a post. */
export function withoutBody({ body: _, ...item }: PostView): PostListItem {
  return item;
}

// What people take with them: posts whole, and all that they wrote themselves, page by page.

import type { CommentView, ExportPostsInput, PostView, RevisionView } from '@parley/shared/blog';
import { limits } from '@parley/shared/limits';
import { requireUser, type Scope } from '../accounts/index.ts';
import { decodeKey, type Sql, takeExportPage } from '../repo/index.ts';
import { type CommentRow, toCommentView } from './comment.ts';
import { type PostRow, toPostView } from './post.ts';
import { buildStatement, postColumns } from './post-columns.ts';
import { type RevisionRow, toRevisionView } from './revision.ts';
import { visibleWhere } from './visibility.ts';

export interface ExportedPage<Item> {
  items: Item[];
  nextCursor: string | null;
}

export interface PostExports {
  /** The caller's own posts in every state; with `published`, those that everybody may see. */
  exportPosts(scope: Scope, input?: ExportPostsInput): Promise<ExportedPage<PostView>>;
  /** Every version of the caller's own posts. */
  exportRevisions(scope: Scope, cursor?: string): Promise<ExportedPage<RevisionView>>;
  /** What the caller said, wherever that was. */
  exportComments(scope: Scope, cursor?: string): Promise<ExportedPage<CommentView>>;
}

const longTexts = 20;
const shortTexts = 200;
const idForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const versionForm = /^[0-9a-f-]{36}\|[1-9]\d{0,9}$/;

export function createPostExports(sql: Sql): PostExports {
  return {
    async exportPosts(scope, input = {}) {
      const { published = false, cursor, perPage = longTexts } = input;
      if (!published) requireUser(scope);
      const size = Math.min(perPage, longTexts);
      const after = cursor === undefined ? null : decodeKey(cursor, idForm);
      const { text, values } = buildStatement((bind) => {
        const whose = published
          ? visibleWhere(scope, 'published', bind)
          : `p.author_id = ${bind(scope.user!.id)}`;
        return `select ${postColumns}, p.body from posts p join users u on u.id = p.author_id
          where ${whose} ${after === null ? '' : `and p.id > ${bind(after)}`}
          order by p.id limit ${size + 1}`;
      });
      const rows = await sql.unsafe<(PostRow & { body: string })[]>(text, values as string[]);
      const page = take(rows, size, (row) => row.id);
      return { ...page, items: page.items.map(toPostView) };
    },

    async exportRevisions(scope, cursor) {
      requireUser(scope);
      const [postId = null, version = null] = cursor
        ? decodeKey(cursor, versionForm).split('|')
        : [];
      const rows = await sql<(RevisionRow & { body: string; tags: string[] })[]>`
        select r.post_id as "postId", r.version, r.title, r.body, r.tags, r.created_at as "createdAt",
          u.id as "authorId", u.username, u.display_name as "displayName"
        from post_revisions r join posts p on p.id = r.post_id join users u on u.id = r.author_id
        where p.author_id = ${scope.user.id}
          ${postId === null ? sql`` : sql`and (r.post_id, r.version) > (${postId}, ${version})`}
        order by r.post_id, r.version limit ${longTexts + 1}`;
      const page = take(rows, longTexts, (row) => `${row.postId}|${row.version}`);
      return { ...page, items: page.items.map(toRevisionView) };
    },

    async exportComments(scope, cursor) {
      requireUser(scope);
      const after = cursor === undefined ? null : decodeKey(cursor, idForm);
      const rows = await sql<CommentRow[]>`
        select c.id, c.post_id as "postId", c.parent_id as "parentId", c.author_id as "authorId",
          u.username, u.display_name as "displayName", c.body, c.created_at as "createdAt",
          c.edited_at as "editedAt", c.deleted_at as "deletedAt"
        from comments c join users u on u.id = c.author_id
        where c.author_id = ${scope.user.id} ${after === null ? sql`` : sql`and c.id > ${after}`}
        order by c.id limit ${shortTexts + 1}`;
      const page = take(rows, shortTexts, (row) => row.id);
      return { ...page, items: page.items.map(toCommentView) };
    },
  };
}

function take<Row extends { body: string }>(
  rows: Row[],
  size: number,
  keyOf: (row: Row) => string,
) {
  const limit = { size, bytes: limits.exportBytes };
  return takeExportPage(rows, limit, { keyOf, sizeOf: ({ body }) => Buffer.byteLength(body) });
}

// REST routes of the comments of a post.

import * as schema from '@parley/shared/blog';
import { id } from '@parley/shared/fields';
import { z } from 'zod';
import { linkPages } from './links.ts';
import { findPostId, postName } from './post-names.ts';
import { defineDeed, defineRoute, listMeta, type Route } from './route.ts';

const comments = '/posts/:post/comments';
const comment = `${comments}/:commentId` as const;

const underPost = { postId: true } as const;
const listInput = schema.listCommentsInput.omit(underPost).extend({ post: postName });
const createInput = schema.createCommentInput.omit(underPost).extend({ post: postName });
const byComment = z.strictObject({ post: postName, commentId: id });

export const commentRoutes: readonly Route[] = [
  defineRoute({
    procedure: 'blog.listComments',
    method: 'GET',
    path: comments,
    summary: 'Comments under a post, oldest first; parentId makes the thread',
    input: listInput,
    status: 200,
    data: z.array(schema.commentView),
    meta: listMeta,
    async handle({ blog, scope, input: { post, ...input } }) {
      const postId = await findPostId(blog, scope, post);
      const page = await blog.listComments(scope, { ...input, postId });
      const meta = { nextCursor: page.nextCursor };
      return { data: page.items, meta, links: linkPages(input, page) };
    },
  }),
  defineRoute({
    procedure: 'blog.createComment',
    method: 'POST',
    path: comments,
    summary: 'Comment on a post; the same client id sent again answers the first comment',
    input: createInput,
    headers: { clientId: 'idempotency-key' },
    status: 201,
    data: schema.commentView,
    async handle({ blog, scope, input: { post, ...input } }) {
      const postId = await findPostId(blog, scope, post);
      const made = await blog.createComment(scope, { ...input, postId });
      return { data: made, location: `/posts/${postId}/comments/${made.id}` };
    },
  }),
  defineRoute({
    procedure: 'blog.updateComment',
    method: 'PATCH',
    path: comment,
    summary: 'Change your comment',
    input: byComment.extend({ body: schema.commentBody }),
    status: 200,
    data: schema.commentView,
    async handle({ blog, scope, input: { post, commentId, body } }) {
      const postId = await findPostId(blog, scope, post);
      return { data: await blog.updateComment(scope, { id: commentId, postId, body }) };
    },
  }),
  defineDeed({
    procedure: 'blog.deleteComment',
    method: 'DELETE',
    path: comment,
    summary: 'Delete a comment; a tombstone stays in its thread',
    input: byComment,
    async run({ blog, scope, input: { post, commentId } }) {
      const postId = await findPostId(blog, scope, post);
      await blog.deleteComment(scope, { id: commentId, postId });
    },
  }),
];

// REST routes of the versions that a post once had.

import * as schema from '@parley/shared/blog';
import { z } from 'zod';
import { linkPages } from './links.ts';
import { findPostId, postName } from './post-names.ts';
import { defineRoute, listMeta, type Route } from './route.ts';

const revisions = '/posts/:post/revisions';

/** Of the path, where every number is text. */
const revision = z
  .string()
  .regex(/^[1-9]\d{0,9}$/)
  .transform(Number)
  .pipe(schema.revisionRef.shape.version);
const underPost = { id: true } as const;

export const revisionRoutes: readonly Route[] = [
  defineRoute({
    procedure: 'blog.listRevisions',
    method: 'GET',
    path: revisions,
    summary: 'Versions of your post, newest first',
    input: schema.listRevisionsInput.omit(underPost).extend({ post: postName }),
    status: 200,
    data: z.array(schema.revisionItem),
    meta: listMeta,
    async handle({ blog, scope, input: { post, ...input } }) {
      const id = await findPostId(blog, scope, post);
      const page = await blog.listRevisions(scope, { ...input, id });
      const meta = { nextCursor: page.nextCursor };
      return { data: page.items, meta, links: linkPages(input, page) };
    },
  }),
  defineRoute({
    procedure: 'blog.getRevision',
    method: 'GET',
    path: `${revisions}/:revision`,
    summary: 'A version of your post with its text',
    input: z.strictObject({ post: postName, revision }),
    status: 200,
    data: schema.revisionView,
    async handle({ blog, scope, input }) {
      const id = await findPostId(blog, scope, input.post);
      return { data: await blog.getRevision(scope, { id, version: input.revision }) };
    },
  }),
  defineRoute({
    procedure: 'blog.restoreRevision',
    method: 'POST',
    path: `${revisions}/:revision/restore`,
    summary: 'Make the text of an older version the newest one',
    input: schema.restoreRevisionInput.omit(underPost).extend({ post: postName, revision }),
    headers: { version: 'if-match' },
    status: 200,
    data: schema.postView,
    async handle({ blog, scope, input: { post, ...input } }) {
      const id = await findPostId(blog, scope, post);
      const restored = await blog.restoreRevision(scope, { ...input, id });
      return { data: restored, version: restored.version };
    },
  }),
];

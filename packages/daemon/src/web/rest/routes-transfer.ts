// REST routes by which posts come from elsewhere and go there.

import * as schema from '@parley/shared/blog';
import { z } from 'zod';
import { linkPages } from './links.ts';
import { defineRoute, listMeta, type Route } from './route.ts';

export const transferRoutes: readonly Route[] = [
  defineRoute({
    procedure: 'blog.exportPosts',
    method: 'GET',
    path: '/export/posts',
    summary: 'Your own posts with their texts, or everybody’s published ones',
    input: schema.exportPostsInput.unwrap(),
    status: 200,
    data: z.array(schema.postView),
    meta: listMeta,
    async handle({ blog, scope, input }) {
      const { items, nextCursor } = await blog.exportPosts(scope, input);
      return { data: items, meta: { nextCursor }, links: linkPages({}, { nextCursor }) };
    },
  }),
  defineRoute({
    procedure: 'blog.importPost',
    method: 'POST',
    path: '/import/posts',
    summary: 'Bring a post with the id and the times that it has elsewhere; again changes nothing',
    input: schema.importPostInput,
    status: 201,
    data: schema.importPostResult,
    async handle({ blog, scope, input }) {
      const result = await blog.importPost(scope, input);
      const { id, version } = result.post;
      return { data: result, location: `/posts/${id}`, version };
    },
  }),
];

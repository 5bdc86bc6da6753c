// REST routes that find posts: search, ranks and tags.

import * as schema from '@parley/shared/blog';
import { z } from 'zod';
import { linkPages } from './links.ts';
import { defineRoute, listMeta, noFields, type Route, wholeList } from './route.ts';

const { query, ...searchFilters } = schema.searchPostsInput.shape;

export const findingRoutes: readonly Route[] = [
  defineRoute({
    procedure: 'blog.searchPosts',
    method: 'GET',
    path: '/search',
    summary:
      'Posts by their words, the best first; in snippets found words stand between U+0002 and U+0003',
    input: z.strictObject({ q: query, ...searchFilters }),
    status: 200,
    data: z.array(schema.foundPost),
    meta: listMeta,
    async handle({ blog, scope, input: { q, ...input } }) {
      const page = await blog.searchPosts(scope, { ...input, query: q });
      const meta = { nextCursor: page.nextCursor };
      return { data: page.items, meta, links: linkPages({}, page) };
    },
  }),
  defineRoute({
    procedure: 'blog.rankPosts',
    method: 'GET',
    path: '/ranks',
    summary: 'The most read posts of each author',
    input: schema.rankPostsInput.unwrap(),
    status: 200,
    data: z.array(schema.rankedPost),
    meta: listMeta,
    async handle({ blog, scope, input }) {
      const { items } = await blog.rankPosts(scope, input);
      return { data: items, meta: wholeList };
    },
  }),
  defineRoute({
    procedure: 'blog.listTags',
    method: 'GET',
    path: '/tags',
    summary: 'Tags of published posts, those with the most posts first',
    input: noFields,
    status: 200,
    data: z.array(schema.tagView),
    meta: listMeta,
    async handle({ blog, scope }) {
      const { items } = await blog.listTags(scope);
      return { data: items, meta: wholeList };
    },
  }),
];

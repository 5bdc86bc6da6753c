// Searching from a page: a form that is a link, and what was found.

import { type FoundPost, searchPostsInput } from '@parley/shared/blog';
import { toFieldErrors } from '@parley/shared/errors';
import type { FastifyInstance } from 'fastify';
import { type PageContext, readerOf } from './page-context.ts';
import { type PostLists, postsPerPage, readParameter } from './post-lists.ts';
import { olderPath } from './site.ts';
import { markSnippet, viewSearch } from './view-others.ts';

export function addSearchRoute(
  app: FastifyInstance,
  { site, blog }: PageContext,
  lists: PostLists,
): void {
  app.get('/search', async (request, reply) => {
    const query = (readParameter(request.query, 'q') ?? '').trim();
    const cursor = readParameter(request.query, 'cursor');
    const input = searchPostsInput.safeParse({
      query,
      perPage: postsPerPage,
      ...(cursor !== null && { cursor }),
    });
    const none: { items: FoundPost[]; nextCursor: string | null } = { items: [], nextCursor: null };
    const found = input.success ? await blog.searchPosts(readerOf(request), input.data) : none;
    const problem =
      input.success || query === ''
        ? null
        : `This cannot be looked for: it ${toFieldErrors(input.error).query?.[0] ?? 'cannot be read'}.`;
    const page = { cursor, nextCursor: found.nextCursor };
    return lists.send(request, reply, {
      page: viewSearch(site, {
        ...page,
        query,
        problem,
        entries: found.items.map((post) => ({ post, excerpt: markSnippet(post.snippet) })),
      }),
      title: query === '' ? 'Search with /search?q=words' : `Search: ${query}`,
      content: {
        ...page,
        entries: found.items.map((post) => ({ post, excerpt: plainSnippet(post.snippet) })),
      },
      older: olderPath(`/search?q=${encodeURIComponent(query)}`, found.nextCursor),
    });
  });
}

const plainSnippet = (snippet: string): string => snippet.replace(/[\u0002\u0003]/g, '');

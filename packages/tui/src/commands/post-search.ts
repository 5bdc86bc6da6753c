// `tui search`: posts by the words in them.

import type { FoundPost } from '@parley/shared/blog';
import type { CommandContext } from './context.ts';
import { readCount } from './count.ts';
import { splitOptional } from './split-list.ts';
import { formatTime } from './time.ts';

export async function searchPosts(context: CommandContext): Promise<void> {
  const { option } = context;
  const perPage = readCount(context, 'limit');
  const api = await context.api();
  const page = await api.blog.searchPosts.query({
    query: context.words[0]!,
    author: option('author'),
    tags: splitOptional(option('tags')),
    cursor: option('cursor'),
    perPage,
  });
  await context.list<FoundPost>(page, [
    { title: 'SLUG', get: ({ slug }) => slug },
    { title: 'TITLE', get: ({ title }) => title },
    { title: 'AUTHOR', get: ({ author }) => author.username },
    { title: 'WHEN', get: ({ publishedAt, createdAt }) => formatTime(publishedAt ?? createdAt) },
    { title: 'FOUND', get: ({ snippet }) => markFound(snippet) },
  ]);
  if (page.items.length === 0) context.say('Nothing was found.');
  if (page.nextCursor !== null) context.say(`More: --cursor ${page.nextCursor}`);
}

/** One line, the words that were looked for between stars. */
export function markFound(snippet: string): string {
  return snippet.replace(/\s+/gu, ' ').replace(/[\u0002\u0003]/gu, '*');
}

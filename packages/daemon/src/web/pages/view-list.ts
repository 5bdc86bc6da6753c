// Lists of posts: the front page, an author's, a tag's, and what a search found.

import type { PostListItem } from '@parley/shared/blog';
import { formatDay } from './dates.ts';
import { type Markup, markup } from './markup.ts';
import { postPath, type Site, tagPath, userPath } from './site.ts';

/** A post in a list, with its beginning or with the words that were found. */
export interface Entry {
  post: PostListItem;
  excerpt: Markup | string;
}

export function renderEntries(site: Site, entries: readonly Entry[]): Markup {
  return markup`${entries.map((entry) => renderEntry(site, entry))}`;
}

function renderEntry(site: Site, { post, excerpt }: Entry): Markup {
  return markup`<article class="entry">
<h2 dir="auto"><a href="${site.path(postPath(post.slug))}">${post.title}</a></h2>
${renderMeta(site, post)}${excerpt === '' ? null : markup`<p dir="auto">${excerpt}</p>\n`}</article>
`;
}

/** Author, day, comments and, on the post itself, what else there is to say. */
export function renderMeta(site: Site, post: PostListItem, extra: Markup | null = null): Markup {
  const comments = `${site.path(postPath(post.slug))}#comments`;
  return markup`<p class="meta"><span>${renderAuthor(site, post.author)}</span>
<span>${renderDay(post.publishedAt ?? post.createdAt)}</span>
${
  post.commentCount === 0
    ? null
    : markup`<span><a href="${comments}">${countOf(post.commentCount, 'comment')}</a></span>\n`
}${extra}</p>
${renderTags(site, post.tags)}`;
}

export function renderAuthor(site: Site, author: PostListItem['author']): Markup {
  const name = author.displayName || author.username;
  return markup`<a href="${site.path(userPath(author.username))}" rel="author"><bdi>${name}</bdi></a>`;
}

export function renderDay(time: string): Markup {
  return markup`<time datetime="${time}">${formatDay(time)}</time>`;
}

export function renderTags(site: Site, tags: readonly string[]): Markup | null {
  if (tags.length === 0) return null;
  return markup`<ul class="tags" aria-label="Tags">
${tags.map((tag) => markup`<li><a href="${site.path(tagPath(tag))}" rel="tag">#<bdi>${tag}</bdi></a></li>\n`)}</ul>
`;
}

export function renderPager(newest: string | null, older: string | null): Markup | null {
  if (newest === null && older === null) return null;
  return markup`<nav class="pager" aria-label="Pages">
${newest === null ? markup`<span></span>` : markup`<a href="${newest}">← Newest</a>`}
${older === null ? null : markup`<a href="${older}" rel="next">Older →</a>\n`}</nav>
`;
}

export const countOf = (count: number, thing: string): string =>
  `${count} ${thing}${count === 1 ? '' : 's'}`;

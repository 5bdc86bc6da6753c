// The pages that are mostly a list: front page, author, tag, tags, search; and what is said when there is no page.

import type { AuthorView, TagView } from '@parley/shared/blog';
import { formatDay } from './dates.ts';
import type { Page } from './layout.ts';
import { type Markup, markup } from './markup.ts';
import { olderPath, type Site, tagPath, userPath } from './site.ts';
import { countOf, type Entry, renderEntries, renderPager } from './view-list.ts';

/** A page of a list: cursors as the list gave them. */
export interface ListPage {
  entries: readonly Entry[];
  cursor: string | null;
  nextCursor: string | null;
}

function renderList(site: Site, path: string, page: ListPage): Markup {
  const here = site.path(path);
  const newest = page.cursor === null ? null : here;
  return markup`${renderEntries(site, page.entries)}${renderPager(newest, olderPath(here, page.nextCursor))}`;
}

export function viewFront(site: Site, page: ListPage): Page {
  return {
    title: page.cursor === null ? '' : 'Older posts',
    description: `The newest posts of ${site.name}.`,
    path: page.cursor === null ? '/' : null,
    body: markup`<h1 class="hidden">${page.cursor === null ? 'Newest posts' : 'Older posts'}</h1>
${page.entries.length === 0 && markup`<p>Nothing has been published here yet.</p>\n`}${renderList(site, '/', page)}`,
  };
}

export function viewAuthor(site: Site, author: AuthorView, page: ListPage): Page {
  const path = userPath(author.username);
  const name = author.displayName || author.username;
  return {
    title: name,
    description: author.bio.replace(/\s+/g, ' ').trim() || `Posts by ${name}.`,
    path: page.cursor === null ? path : null,
    feedFolder: path,
    feedTitle: name,
    body: markup`<header>
<h1 dir="auto">${name}</h1>
<p class="meta"><span>@${author.username}</span>
<span>${countOf(author.postCount, 'post')}</span>
<span>here since ${formatDay(author.createdAt)}</span>
<span><a href="${site.path(`${path}/feed.xml`)}">Feed</a></span></p>
${author.bio === '' ? null : markup`<p dir="auto" class="bio">${author.bio}</p>\n`}</header>
${renderList(site, path, page)}`,
  };
}

export function viewTag(site: Site, tag: string, page: ListPage): Page {
  const path = tagPath(tag);
  return {
    title: `#${tag}`,
    description: `Posts with the tag ${tag}.`,
    path: page.cursor === null ? path : null,
    feedFolder: path,
    feedTitle: `#${tag}`,
    body: markup`<header>
<h1 dir="auto">#${tag}</h1>
<p class="meta"><span><a href="${site.path('/tags')}">All tags</a></span>
<span><a href="${site.path(`${path}/feed.xml`)}">Feed</a></span></p>
</header>
${renderList(site, path, page)}`,
  };
}

export function viewTags(site: Site, tags: readonly TagView[]): Page {
  return {
    title: 'Tags',
    description: `Every tag of ${site.name}, with the number of its posts.`,
    path: '/tags',
    body: markup`<h1>Tags</h1>
${
  tags.length === 0
    ? markup`<p>No post has a tag yet.</p>\n`
    : markup`<ul class="tags">
${tags.map(({ name, count }) => markup`<li><a href="${site.path(tagPath(name))}">#<bdi>${name}</bdi></a> ${count}</li>\n`)}</ul>
`
}`,
  };
}

export interface SearchPage extends ListPage {
  query: string;
  /** What is wrong with the query. */
  problem: string | null;
}

export function viewSearch(site: Site, page: SearchPage): Page {
  const { query, problem } = page;
  const answer =
    query === '' || problem !== null
      ? null
      : page.entries.length === 0
        ? markup`<p>Nothing was found for <bdi>${query}</bdi>.</p>\n`
        : renderList(site, `/search?q=${encodeURIComponent(query)}`, page);
  return {
    title: query === '' ? 'Search' : `Search: ${query}`,
    description: `Search the posts of ${site.name}.`,
    path: query === '' ? '/search' : null,
    body: markup`<h1>Search</h1>
<form class="search" role="search" action="${site.path('/search')}" method="get">
<label class="hidden" for="q">Words to look for</label>
<input id="q" name="q" type="search" value="${query}" maxlength="256" required>
<button type="submit">Search</button>
</form>
${problem === null ? null : markup`<p role="alert">${problem}</p>\n`}${answer}`,
  };
}

/** Words between `\\u0002` and `\\u0003` are those that were looked for. */
export function markSnippet(snippet: string): Markup {
  const [first = '', ...rest] = snippet.split('\u0002');
  return markup`${first}${rest.map((piece) => {
    const [word = '', ...tail] = piece.split('\u0003');
    return markup`<mark>${word}</mark>${tail.join('')}`;
  })}`;
}

export function viewError(site: Site, status: number, message: string): Page {
  return {
    title: status === 404 ? 'Not found' : 'That did not work',
    description: message,
    path: null,
    body: markup`<h1>${status === 404 ? 'Not found' : 'That did not work'}</h1>
<p>${message}</p>
<p><a href="${site.path('/')}">To the newest posts</a></p>
`,
  };
}

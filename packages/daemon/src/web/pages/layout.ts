// The frame of every page: head, landmarks, navigation.

import { icon, stylesheet } from './assets.ts';
import { feedFormats } from './feed-formats.ts';
import { type Markup, markup } from './markup.ts';
import type { Site } from './site.ts';

export interface Page {
  /** Empty on the front page, whose title is the site's name. */
  title: string;
  description: string;
  /** Path of the page's one address; null where it has none, such as on errors and in searches. */
  path: string | null;
  /** Folder whose feeds are announced, such as `/@ada`; empty for the site's. */
  feedFolder?: string;
  /** What the feeds are of, for readers that list them. */
  feedTitle?: string;
  article?: { published: string; modified: string; author: string; tags: readonly string[] };
  body: Markup;
}

export function renderPage(site: Site, page: Page): string {
  const title = page.title === '' ? site.name : `${page.title} · ${site.name}`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${page.description}">
<link rel="stylesheet" href="${site.path(stylesheet.path)}">
<link rel="icon" href="${site.path(icon.path)}" type="image/svg+xml">
${renderMeta(site, page)}</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<header class="site">
<a class="name" href="${site.path('/')}">${site.name}</a>
<nav aria-label="Site">
<a href="${site.path('/tags')}">Tags</a>
<a href="${site.path('/search')}">Search</a>
<a href="${site.path('/feed.xml')}">Feed</a>
</nav>
</header>
<main id="content">
${page.body}</main>
${
  page.path === null
    ? null
    : markup`<footer class="site">
<p>Read it in a terminal: <code>curl ${site.absolute(page.path)}</code></p>
</footer>
`
}</body>
</html>
`.toString();
}

function renderMeta(site: Site, page: Page): Markup {
  const { path, article, feedFolder = '', feedTitle } = page;
  const feedName = feedTitle === undefined ? site.name : `${feedTitle} · ${site.name}`;
  const feeds = feedFormats.map(
    ({ file, type, name }) =>
      markup`<link rel="alternate" type="${type}" title="${feedName} (${name})" href="${site.path(`${feedFolder}/${file}`)}">\n`,
  );
  if (path === null) return markup`<meta name="robots" content="noindex">\n${feeds}`;
  const meta: [string, string][] = [
    ['og:site_name', site.name],
    ['og:type', article ? 'article' : 'website'],
    ['og:title', page.title || site.name],
    ['og:description', page.description],
    ['og:url', site.absolute(path)],
    ...(article
      ? ([
          ['article:published_time', article.published],
          ['article:modified_time', article.modified],
          ['article:author', article.author],
          ...article.tags.map((tag) => ['article:tag', tag]),
        ] as [string, string][])
      : []),
  ];
  return markup`<link rel="canonical" href="${site.absolute(path)}">
${feeds}${meta.map(([name, value]) => markup`<meta property="${name}" content="${value}">\n`)}`;
}

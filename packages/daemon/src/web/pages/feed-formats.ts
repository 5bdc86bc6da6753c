// Feeds written out: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1.

import type { Feed, FeedEntry } from './feed.ts';
import { markup } from './markup.ts';

export interface FeedFormat {
  file: string;
  type: string;
  name: string;
  write(feed: Feed): string;
}

export const feedFormats: readonly FeedFormat[] = [
  { file: 'feed.xml', type: 'application/atom+xml', name: 'Atom', write: writeAtom },
  { file: 'rss.xml', type: 'application/rss+xml', name: 'RSS', write: writeRss },
  { file: 'feed.json', type: 'application/feed+json', name: 'JSON Feed', write: writeJson },
];

/** Atom demands a time even of a feed that has never had an entry. */
const never = new Date(0);

export function writeAtom(feed: Feed): string {
  const self = `${feed.baseUrl}/feed.xml`;
  return markup`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${self}</id>
<title>${feed.title}</title>
<subtitle>${feed.description}</subtitle>
<updated>${(feed.updated ?? never).toISOString()}</updated>
<link rel="self" type="application/atom+xml" href="${self}"/>
<link rel="alternate" type="text/html" href="${feed.homeUrl}"/>
<icon>${feed.icon}</icon>
<generator>Parley</generator>
${feed.entries.map(
  (entry) => markup`<entry>
<id>${entry.id}</id>
<title>${entry.title}</title>
<link rel="alternate" type="text/html" href="${entry.url}"/>
<published>${entry.published.toISOString()}</published>
<updated>${entry.updated.toISOString()}</updated>
<author><name>${entry.author.name}</name><uri>${entry.author.url}</uri></author>
${entry.tags.map((tag) => markup`<category term="${tag}"/>\n`)}<summary>${entry.summary}</summary>
<content type="html">${entry.html}</content>
</entry>
`,
)}</feed>
`.toString();
}

export function writeRss(feed: Feed): string {
  return markup`<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>${feed.title}</title>
<link>${feed.homeUrl}</link>
<description>${feed.description}</description>
<atom:link rel="self" type="application/rss+xml" href="${`${feed.baseUrl}/rss.xml`}"/>
${feed.updated && markup`<lastBuildDate>${formatRfc822(feed.updated)}</lastBuildDate>\n`}<generator>Parley</generator>
<docs>https://www.rssboard.org/rss-specification</docs>
${feed.entries.map(
  (entry) => markup`<item>
<title>${entry.title}</title>
<link>${entry.url}</link>
<guid isPermaLink="false">${entry.id}</guid>
<pubDate>${formatRfc822(entry.published)}</pubDate>
<dc:creator>${entry.author.name}</dc:creator>
${entry.tags.map((tag) => markup`<category>${tag}</category>\n`)}<description>${entry.summary}</description>
<content:encoded>${entry.html}</content:encoded>
</item>
`,
)}</channel>
</rss>
`.toString();
}

/** `Tue, 24 Nov 2026 04:51:00 +0000`: the year in four digits, as RSS asks of RFC 822. */
function formatRfc822(time: Date): string {
  return time.toUTCString().replace('GMT', '+0000');
}

export function writeJson(feed: Feed): string {
  const text = JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    description: feed.description,
    home_page_url: feed.homeUrl,
    feed_url: `${feed.baseUrl}/feed.json`,
    icon: feed.icon,
    items: feed.entries.map(toJsonItem),
  });
  return `${text}\n`;
}

function toJsonItem(entry: FeedEntry) {
  return {
    id: entry.id,
    url: entry.url,
    title: entry.title,
    summary: entry.summary,
    content_html: entry.html,
    date_published: entry.published.toISOString(),
    date_modified: entry.updated.toISOString(),
    authors: [entry.author],
    ...(entry.tags.length > 0 && { tags: entry.tags }),
  };
}

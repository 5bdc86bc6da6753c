// Feeds and maps against their standards: RFC 4287, RSS 2.0, JSON Feed 1.1, sitemaps.org.

import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UserScope } from '../../../src/accounts/index.ts';
import { createWebWorld, type WebWorld } from '../../support/web.ts';

const publicUrl = 'https://blog.example';
const nasty = 'Ends ]]> and <script>alert("&")</script>';

type Node = Record<string, unknown>;

let world: WebWorld;
let ada: UserScope;
let ids: string[];

beforeAll(async () => {
  world = await createWebWorld({ publicUrl, siteName: 'Harbour & Co' });
  ada = (await world.signUp('ada')).scope;
  ids = [];
  for (const [title, tags] of [
    ['First of three', ['notes']],
    [nasty, ['notes', 'c++']],
    ['Third of three', []],
  ] as const) {
    const body = `Words with <b>markup</b>, a [link](/about), &#27;[2J and ]]>.\n\nOf **${title}**.`;
    const { id } = await world.blog.createPost(ada, { title, body, tags: [...tags] });
    await world.blog.publishPost(ada, { id });
    ids.push(id);
  }
  await world.blog.createPost(ada, { title: 'A secret draft', body: 'Nobody sees this.' });
});
afterAll(() => world[Symbol.asyncDispose]());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(world.url + path, { headers });

async function readXml(path: string): Promise<Node> {
  const text = await (await get(path)).text();
  expect(XMLValidator.validate(text)).toBe(true);
  expect(text).toMatch(/^<\?xml version="1\.0" encoding="utf-8"\?>\n/);
  expect(text).not.toMatch(/(?![\n\t])\p{Cc}/u);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    htmlEntities: true,
    isArray: (name) => ['entry', 'item', 'link', 'category', 'url', 'sitemap'].includes(name),
  });
  return parser.parse(text) as Node;
}

const isTime = (text: unknown) =>
  expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/);
const isAddress = (text: unknown) => expect(text).toMatch(/^https:\/\/blog\.example(?:\/|$)/);

describe('Atom', () => {
  test('says what RFC 4287 demands', async () => {
    const response = await get('/feed.xml');
    expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    const feed = (await readXml('/feed.xml')).feed as Node & { link: Node[]; entry: Node[] };
    expect(feed['@xmlns']).toBe('http://www.w3.org/2005/Atom');
    isAddress(feed.id);
    expect(feed.title).toBe('Harbour & Co');
    isTime(feed.updated);
    const self = feed.link.find((link) => link['@rel'] === 'self')!;
    expect(self).toMatchObject({
      '@href': `${publicUrl}/feed.xml`,
      '@type': 'application/atom+xml',
    });
    expect(feed.link.filter((link) => link['@rel'] === 'alternate')).toHaveLength(1);
    expect(feed.entry).toHaveLength(3);
    for (const entry of feed.entry as (Node & { link: Node[]; author: Node; content: Node })[]) {
      expect(entry.title).toBeTypeOf('string');
      isTime(entry.published);
      isTime(entry.updated);
      expect(entry.author.name).toBe('ada');
      isAddress(entry.author.uri);
      expect(entry.link).toHaveLength(1);
      expect(entry.link[0]).toMatchObject({ '@rel': 'alternate', '@type': 'text/html' });
      isAddress(entry.link[0]!['@href']);
      expect(entry.content['@type']).toBe('html');
    }
    const found = feed.entry.map(({ id }) => id);
    expect(found).toEqual(ids.map((id) => `urn:uuid:${id}`).reverse());
  });

  test('row 115: what people wrote is escaped once, and nothing of it runs', async () => {
    const { feed } = (await readXml('/feed.xml')) as {
      feed: { entry: (Node & { content: Node })[] };
    };
    const entry = feed.entry[1]!;
    expect(entry.title).toBe(nasty);
    const html = entry.content['#text'] as string;
    expect(html).toContain('&lt;b&gt;markup&lt;/b&gt;');
    expect(html).toContain(`<a href="${publicUrl}/about"`);
    expect(html).not.toMatch(/<script|<b>/);
  });

  test('an entry keeps its id through a change of its slug, and is then newer', async () => {
    const find = async () =>
      ((await readXml('/feed.xml')) as { feed: { entry: Node[] } }).feed.entry.find(
        ({ id }) => id === `urn:uuid:${ids[0]}`,
      ) as Node & { link: Node[] };
    const before = await find();
    const { version } = await world.blog.getPost(ada, { id: ids[0]! });
    await world.blog.updatePost(ada, { id: ids[0]!, version, title: 'First, with a new name' });
    const after = await find();
    expect(after.published).toBe(before.published);
    expect(String(after.updated) > String(before.updated)).toBe(true);
    expect(after.link[0]!['@href']).not.toBe(before.link[0]!['@href']);
  });
});

describe('RSS', () => {
  test('says what RSS 2.0 and its best practices demand', async () => {
    const response = await get('/rss.xml');
    expect(response.headers.get('content-type')).toBe('application/rss+xml; charset=utf-8');
    const rss = (await readXml('/rss.xml')).rss as Node & { channel: Node & { item: Node[] } };
    expect(rss['@version']).toBe('2.0');
    const { channel } = rss;
    expect(channel.title).toBe('Harbour & Co');
    expect(channel.link).toEqual([`${publicUrl}/`]);
    expect(channel.description).toBeTypeOf('string');
    expect(channel['atom:link']).toMatchObject({
      '@rel': 'self',
      '@type': 'application/rss+xml',
      '@href': `${publicUrl}/rss.xml`,
    });
    const rfc822 = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}$/;
    expect(channel.lastBuildDate).toMatch(rfc822);
    expect(channel.item).toHaveLength(3);
    for (const item of channel.item as (Node & { guid: Node; link: string[] })[]) {
      expect(item.title).toBeTypeOf('string');
      expect(item.description).toBeTypeOf('string');
      expect(item.pubDate).toMatch(rfc822);
      isAddress(item.link[0]);
      // Not an address, so it has to say so.
      expect(item.guid['@isPermaLink']).toBe('false');
      expect(item.guid['#text']).toMatch(/^urn:uuid:/);
      expect(item['dc:creator']).toBe('ada');
      // RSS wants an e-mail address there, and nobody's is anybody's business.
      expect(item.author).toBeUndefined();
    }
    expect(channel.item[1]!.title).toBe(nasty);
    expect(new Set(channel.item.map(({ guid }) => JSON.stringify(guid))).size).toBe(3);
  });
});

describe('JSON Feed', () => {
  test('says what version 1.1 demands', async () => {
    const response = await get('/feed.json');
    expect(response.headers.get('content-type')).toBe('application/feed+json; charset=utf-8');
    const feed = (await response.json()) as Node & { items: (Node & { authors: Node[] })[] };
    expect(feed.version).toBe('https://jsonfeed.org/version/1.1');
    expect(feed.title).toBe('Harbour & Co');
    expect(feed.feed_url).toBe(`${publicUrl}/feed.json`);
    isAddress(feed.home_page_url);
    expect(feed.items).toHaveLength(3);
    for (const item of feed.items) {
      expect(item.id).toMatch(/^urn:uuid:/);
      expect(item.content_html).toBeTypeOf('string');
      isAddress(item.url);
      isTime(item.date_published);
      isTime(item.date_modified);
      expect(item.authors).toEqual([{ name: 'ada', url: `${publicUrl}/@ada` }]);
      expect(item.author).toBeUndefined();
    }
    expect(feed.items[1]).toMatchObject({ title: nasty, tags: ['c++', 'notes'] });
  });
});

const files = ['feed.xml', 'rss.xml', 'feed.json'];

test.each(files)('%s: an author and a tag have one each, with their own posts', async (file) => {
  for (const [folder, count] of [
    ['/@ada', 3],
    ['/tags/notes', 2],
    ['/tags/c%2B%2B', 1],
  ] as const) {
    const text = await (await get(`${folder}/${file}`)).text();
    expect(text.match(/urn:uuid:/g)).toHaveLength(count);
    expect(text).toContain(`${publicUrl}${folder}`);
    expect(text).not.toContain('secret');
  }
  for (const folder of ['/@nobody', '/tags/nothing', '/tags/%20']) {
    expect((await get(`${folder}/${file}`)).status).toBe(404);
  }
});

test.each(files)('%s: is not sent again to who has it, until there is news', async (file) => {
  const first = await get(`/${file}`);
  const etag = first.headers.get('etag')!;
  const modified = first.headers.get('last-modified')!;
  const ask = async (headers: Record<string, string>) => (await get(`/${file}`, headers)).status;
  expect(await ask({ 'if-none-match': etag })).toBe(304);
  expect(await ask({ 'if-modified-since': modified })).toBe(304);
  expect(await ask({ 'if-none-match': '"other"', 'if-modified-since': modified })).toBe(200);
  expect(await ask({ 'if-modified-since': new Date(0).toUTCString() })).toBe(200);
  expect(await ask({ 'if-modified-since': 'nonsense' })).toBe(200);
  const { version } = await world.blog.getPost(ada, { id: ids[2]! });
  await world.blog.updatePost(ada, { id: ids[2]!, version, body: `News for ${file}.` });
  expect(await ask({ 'if-none-match': etag })).toBe(200);
});

test('feeds may be read from pages of others, but run nothing', async () => {
  const { headers } = await get('/feed.json');
  expect(headers.get('access-control-allow-origin')).toBe('*');
  expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('a feed without posts is a feed', async () => {
  await using empty = await createWebWorld();
  for (const file of files) {
    const response = await fetch(`${empty.url}/${file}`);
    expect(response.status).toBe(200);
    const text = await response.text();
    if (file !== 'feed.json') expect(XMLValidator.validate(text)).toBe(true);
    // Without a public URL the address it listens on is the base.
    expect(text).toContain(`${empty.url}/${file}`);
  }
});

describe('maps', () => {
  test('the sitemap is an index whose parts list every published post', async () => {
    const { sitemapindex } = (await readXml('/sitemap.xml')) as {
      sitemapindex: { sitemap: Node[] };
    };
    expect(sitemapindex.sitemap).toEqual([{ loc: `${publicUrl}/sitemap-1.xml` }]);
    const { urlset } = (await readXml('/sitemap-1.xml')) as { urlset: Node & { url: Node[] } };
    expect(urlset['@xmlns']).toBe('http://www.sitemaps.org/schemas/sitemap/0.9');
    expect(urlset.url).toHaveLength(4);
    for (const { loc, lastmod } of urlset.url) {
      isAddress(loc);
      if (lastmod !== undefined) isTime(lastmod);
    }
    expect(JSON.stringify(urlset)).not.toContain('secret');
    for (const part of ['2', '0', 'x', '99999']) {
      expect((await get(`/sitemap-${part}.xml`)).status).toBe(404);
    }
  });

  test('more posts than one file may list are in more files', async () => {
    await using large = await createWebWorld({ publicUrl });
    const { scope } = await large.signUp('ada');
    await large.repo.sql`
      insert into posts (id, author_id, title, slug, body, state, published_at, created_at, updated_at)
      select gen_random_uuid(), ${scope.user.id}, 'Post', 'post-' || n, 'Some words.', 'published',
        now(), now(), now()
      from generate_series(1, 50001) n`;
    const read = async (path: string) => (await fetch(large.url + path)).text();
    expect((await read('/sitemap.xml')).match(/<sitemap>/g)).toHaveLength(2);
    const first = [...(await read('/sitemap-1.xml')).matchAll(/<loc>(.*?)<\/loc>/g)];
    const second = [...(await read('/sitemap-2.xml')).matchAll(/<loc>(.*?)<\/loc>/g)];
    expect(second).toHaveLength(1);
    expect(new Set([...first, ...second].map((match) => match[1])).size).toBe(50_002);
  });

  test('robots.txt names the sitemap and leaves posts to everybody', async () => {
    const text = await (await get('/robots.txt')).text();
    expect(text).toContain(`Sitemap: ${publicUrl}/sitemap.xml`);
    expect(text).toMatch(/^User-agent: \*$/m);
    expect(text).not.toMatch(/^Disallow: \/$/m);
  });
});

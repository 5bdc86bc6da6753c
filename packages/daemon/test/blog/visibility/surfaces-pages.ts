// The public pages, feeds and maps in the visibility matrix: everybody sees what nobody in particular may.

import type { Subject, Viewer } from './stage.ts';
import type { Surface } from './surfaces.ts';

/** Shows a post where the answer says so; the viewer's token is sent along, and must not matter. */
const pageSurface = (
  pathOf: (subject: Subject) => string,
  signOf: (subject: Subject) => string,
  accept = 'text/html',
): Surface => ({
  shows: 'published',
  async look({ world }, { token }: Viewer, subject) {
    const response = await fetch(world.url + pathOf(subject), {
      headers: { accept, ...(token && { authorization: `Bearer ${token}` }) },
    });
    if (!response.ok) throw Object.assign(new Error('refused'), { status: response.status });
    return (await response.text()).includes(signOf(subject));
  },
});

const title = ({ titleWord }: Subject) => titleWord;
const body = ({ bodyWord }: Subject) => bodyWord;
const id = ({ post }: Subject) => post.id;
const tagLink = ({ tag }: Subject) => `/tags/${tag}"`;

export const pageSurfaces: Record<string, Surface> = {
  'page /': pageSurface(() => '/', title),
  'page / with its beginnings': pageSurface(() => '/', body),
  'page / as text': pageSurface(() => '/', title, 'text/plain'),
  'page /posts/SLUG': pageSurface(({ post }) => `/posts/${post.slug}`, body),
  'page /posts/OLD-SLUG': pageSurface(({ oldSlug }) => `/posts/${oldSlug}`, body),
  'page /posts/SLUG.md': pageSurface(({ post }) => `/posts/${post.slug}.md`, body),
  'page /posts/SLUG.txt': pageSurface(({ post }) => `/posts/${post.slug}.txt`, body),
  'page /@author': pageSurface(() => '/@author', title),
  'page /tags/TAG': pageSurface(({ tag }) => `/tags/${tag}`, title),
  'page /tags': pageSurface(() => '/tags', tagLink),
  // The words of the query itself are on the page, so the link to the post tells.
  'page /search': pageSurface(
    ({ bodyWord }) => `/search?q=${bodyWord}`,
    ({ post }) => `/posts/${post.slug}"`,
  ),
  'feed /feed.xml': pageSurface(() => '/feed.xml', id),
  'feed /rss.xml': pageSurface(() => '/rss.xml', id),
  'feed /feed.json': pageSurface(() => '/feed.json', id),
  'feed of the author': pageSurface(() => '/@author/feed.xml', id),
  'feed of a tag': pageSurface(({ tag }) => `/tags/${tag}/feed.json`, id),
  '/sitemap-1.xml': pageSurface(
    () => '/sitemap-1.xml',
    ({ post }) => `/posts/${post.slug}<`,
  ),
};

// Every surface that shows posts: a new one is one entry here, and the matrix tries it.

import { createRest } from '../../support/rest.ts';
import type { Stage, Subject, Viewer } from './stage.ts';
import { pageSurfaces } from './surfaces-pages.ts';
import { transferSurfaces } from './surfaces-transfer.ts';

export interface Surface {
  /** To whom it shows a post: to whoever may see it, or none but published ones, whoever asks. */
  shows: 'visible' | 'published';
  /** Whether the viewer sees the post there; `not_found`, thrown or as a 404, counts as no. */
  look(stage: Stage, viewer: Viewer, subject: Subject): Promise<boolean>;
}

const has = (page: { items: readonly { id: string }[] }, { post }: Subject): boolean =>
  page.items.some(({ id }) => id === post.id);

const client = (stage: Stage, viewer: Viewer) => stage.world.http(viewer.token).blog;

/** The functions of the blog's door. */
const doorSurfaces = {
  'getPost by id': {
    shows: 'visible',
    look: ({ world }, { scope }, { post }) =>
      world.blog.getPost(scope, { id: post.id }).then(({ id }) => id === post.id),
  },
  'getPost by slug': {
    shows: 'visible',
    look: ({ world }, { scope }, { post }) =>
      world.blog.getPost(scope, { slug: post.slug }).then(({ id }) => id === post.id),
  },
  'getPost by an old slug': {
    shows: 'visible',
    look: ({ world }, { scope }, { post, oldSlug }) =>
      world.blog.getPost(scope, { slug: oldSlug }).then(({ slug }) => slug === post.slug),
  },
  listPosts: {
    shows: 'visible',
    look: async ({ world }, { scope }, subject) => has(await world.blog.listPosts(scope), subject),
  },
  'listPosts of an author': {
    shows: 'visible',
    look: async ({ world }, { scope }, subject) =>
      has(await world.blog.listPosts(scope, { author: 'author' }), subject),
  },
  'listPosts with a tag': {
    shows: 'visible',
    look: async ({ world }, { scope }, subject) =>
      has(await world.blog.listPosts(scope, { tags: [subject.tag] }), subject),
  },
  'listPosts, published': {
    shows: 'published',
    look: async ({ world }, { scope }, subject) =>
      has(await world.blog.listPosts(scope, { published: true }), subject),
  },
  'searchPosts by a word of the title': {
    shows: 'visible',
    look: async ({ world }, { scope }, subject) =>
      has(await world.blog.searchPosts(scope, { query: subject.titleWord }), subject),
  },
  'searchPosts by a word of the body': {
    shows: 'visible',
    look: async ({ world }, { scope }, subject) =>
      has(await world.blog.searchPosts(scope, { query: subject.bodyWord }), subject),
  },
  'searchPosts by a word that was mistyped': {
    shows: 'visible',
    look: async ({ world }, { scope }, subject) =>
      has(await world.blog.searchPosts(scope, { query: `${subject.titleWord}x` }), subject),
  },
  rankPosts: {
    shows: 'published',
    look: async ({ world }, { scope }, subject) => has(await world.blog.rankPosts(scope), subject),
  },
  'rankPosts of an author': {
    shows: 'published',
    look: async ({ world }, { scope }, subject) =>
      has(await world.blog.rankPosts(scope, { author: 'author' }), subject),
  },
  listTags: {
    shows: 'published',
    look: async ({ world }, { scope }, { tag }) =>
      (await world.blog.listTags(scope)).items.some(({ name }) => name === tag),
  },
  listFeed: {
    shows: 'published',
    look: async ({ world }, { scope }, subject) =>
      has({ items: await world.blog.listFeed(scope) }, subject),
  },
  'listFeed of an author and a tag': {
    shows: 'published',
    look: async ({ world }, { scope }, subject) =>
      has(
        { items: await world.blog.listFeed(scope, { author: 'author', tag: subject.tag }) },
        subject,
      ),
  },
} as const satisfies Record<string, Surface>;

/** The same over tRPC. */
const procedureSurfaces = {
  'blog.getPost': {
    shows: 'visible',
    look: (stage, viewer, { post }) =>
      client(stage, viewer)
        .getPost.query({ slug: post.slug })
        .then(({ id }) => id === post.id),
  },
  'blog.listPosts': {
    shows: 'visible',
    look: async (stage, viewer, subject) =>
      has(await client(stage, viewer).listPosts.query(), subject),
  },
  'blog.searchPosts': {
    shows: 'visible',
    look: async (stage, viewer, subject) =>
      has(await client(stage, viewer).searchPosts.query({ query: subject.bodyWord }), subject),
  },
  'blog.rankPosts': {
    shows: 'published',
    look: async (stage, viewer, subject) =>
      has(await client(stage, viewer).rankPosts.query(), subject),
  },
  'blog.listTags': {
    shows: 'published',
    look: async (stage, viewer, { tag }) =>
      (await client(stage, viewer).listTags.query()).items.some(({ name }) => name === tag),
  },
} as const satisfies Record<string, Surface>;

/** The same over REST. @throws the answer when that is no success. */
async function get(stage: Stage, viewer: Viewer, path: string): Promise<{ id?: string }[]> {
  const rest = createRest(stage.world.url);
  const answer = await rest('GET', path, { token: viewer.token });
  if (answer.status !== 200) throw answer;
  return [answer.data].flat() as { id?: string }[];
}

const restSurface = (
  shows: Surface['shows'],
  pathOf: (subject: Subject) => string,
  isThere = (item: object, { post }: Subject) => (item as { id?: string }).id === post.id,
): Surface => ({
  shows,
  look: async (stage, viewer, subject) =>
    (await get(stage, viewer, pathOf(subject))).some((item) => isThere(item, subject)),
});

const restSurfaces: Record<string, Surface> = {
  'GET /posts/ID': restSurface('visible', ({ post }) => `/posts/${post.id}`),
  'GET /posts/SLUG': restSurface('visible', ({ post }) => `/posts/${post.slug}`),
  'GET /posts/OLD-SLUG': {
    shows: 'visible',
    look: async ({ world }, { token }, { post, oldSlug }) => {
      const answer = await createRest(world.url)('GET', `/posts/${oldSlug}`, { token });
      return answer.headers.get('location') === `/api/v1/posts/${post.slug}`;
    },
  },
  'GET /posts': restSurface('visible', () => '/posts'),
  'GET /posts?page=1': restSurface('visible', ({ tag }) => `/posts?page=1&tags=${tag}`),
  'GET /posts?published=true': restSurface('published', () => '/posts?published=true'),
  'GET /search': restSurface('visible', ({ bodyWord }) => `/search?q=${bodyWord}`),
  'GET /ranks': restSurface('published', () => '/ranks?author=author'),
  'GET /tags': restSurface(
    'published',
    () => '/tags',
    (item, { tag }) => (item as { name?: string }).name === tag,
  ),
  'GET /posts/ID/comments': {
    shows: 'visible',
    look: async (stage, viewer, { post }) =>
      (await get(stage, viewer, `/posts/${post.id}/comments`)).length === 0,
  },
};

export const surfaces: Record<string, Surface> = {
  ...doorSurfaces,
  ...procedureSurfaces,
  ...restSurfaces,
  ...pageSurfaces,
  ...transferSurfaces,
};

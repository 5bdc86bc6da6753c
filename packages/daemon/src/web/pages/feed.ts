// A feed before it is written as Atom, RSS or JSON: what it is of, and its newest posts.

import type { PostView } from '@parley/shared/blog';
import { latest } from './answer.ts';
import type { PageContext } from './page-context.ts';
import { postPath, userPath } from './site.ts';

export interface FeedEntry {
  /** For ever the same, whatever becomes of slug and public URL. */
  id: string;
  url: string;
  title: string;
  summary: string;
  html: string;
  author: { name: string; url: string };
  tags: readonly string[];
  published: Date;
  updated: Date;
}

export interface Feed {
  title: string;
  description: string;
  /** The page that shows the same. */
  homeUrl: string;
  /** Where the feed itself is, without the name of its file. */
  baseUrl: string;
  icon: string;
  /** Null while there is no entry. */
  updated: Date | null;
  entries: readonly FeedEntry[];
}

export interface FeedSubject {
  title: string;
  description: string;
  /** Path of the page, and of the folder of its feeds: `/` and ``, or `/@ada` twice. */
  path: string;
  folder: string;
  iconPath: string;
}

type FeedMeans = Pick<PageContext, 'site' | 'texts'>;

const summaryLength = 300;

export function buildFeed(
  means: FeedMeans,
  subject: FeedSubject,
  posts: readonly PostView[],
): Feed {
  const { site } = means;
  return {
    title: subject.title,
    description: subject.description,
    homeUrl: site.absolute(subject.path),
    baseUrl: site.absolute(subject.folder),
    icon: site.absolute(subject.iconPath),
    updated: latest(posts.map(({ updatedAt }) => updatedAt)),
    entries: posts.map((post) => toEntry(means, post)),
  };
}

function toEntry({ site, texts }: FeedMeans, post: PostView): FeedEntry {
  const url = site.absolute(postPath(post.slug));
  return {
    id: `urn:uuid:${post.id}`,
    url,
    title: post.title,
    summary: texts.excerpt(post.body, summaryLength),
    // Away from the site a relative link leads nowhere.
    html: texts.render(post.body, { linkBase: url }).toString(),
    author: {
      name: post.author.displayName || post.author.username,
      url: site.absolute(userPath(post.author.username)),
    },
    tags: post.tags,
    published: new Date(post.publishedAt ?? post.createdAt),
    updated: new Date(post.updatedAt),
  };
}

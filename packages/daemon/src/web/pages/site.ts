// The site as its pages name it: where everything is, relative for links and absolute for the world.

export interface Site {
  readonly name: string;
  /** From the configured public URL alone: what a request calls the host is not to be believed. */
  readonly url: string;
  /** Path of a link on a page; with the path of the public URL where that has one. */
  path(path: string): string;
  /** The whole address, for canonical links, feeds and text. */
  absolute(path: string): string;
}

export interface SiteOptions {
  name: string;
  /** Without a slash at its end. Asked anew each time: the port may be known only later. */
  getUrl(): string;
}

export function createSite({ name, getUrl }: SiteOptions): Site {
  return {
    name,
    get url() {
      return getUrl();
    },
    path: (path) => new URL(getUrl()).pathname.replace(/\/$/, '') + path,
    absolute: (path) => getUrl() + path,
  };
}

export const postPath = (slug: string): string => `/posts/${encodeURIComponent(slug)}`;
export const userPath = (username: string): string => `/@${encodeURIComponent(username)}`;
export const tagPath = (tag: string): string => `/tags/${encodeURIComponent(tag)}`;

/** The rest of a list; null where there is none. */
export function olderPath(path: string, nextCursor: string | null): string | null {
  if (nextCursor === null) return null;
  return `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(nextCursor)}`;
}

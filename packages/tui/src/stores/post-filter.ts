// What a list of posts is narrowed to: read from a line as one types it, written back, and applied.

import { type PostListItem, type PostSort, postSorts, tagName } from '@parley/shared/blog';
import { limits } from '@parley/shared/limits';
import { sanitizeText } from '@parley/shared/text';

export interface PostFilter {
  readonly author: string | null;
  /** All of them must be on the post. */
  readonly tags: readonly string[];
  readonly sort: PostSort;
}

export const noFilter: PostFilter = { author: null, tags: [], sort: 'published' };

/** True when it leaves every post in, in the usual order. */
export function isNoFilter({ author, tags, sort }: PostFilter): boolean {
  return author === null && tags.length === 0 && sort === 'published';
}

/** `tag:release author:ada sort:views`, or shorter `#release @ada`; in any order. */
export function parseFilter(line: string): PostFilter | { readonly problem: string } {
  let filter = noFilter;
  for (const word of line.split(/[\s,]+/u).filter((part) => part !== '')) {
    const next = withWord(filter, word);
    if (typeof next === 'string') return { problem: next };
    filter = next;
  }
  return filter;
}

function withWord(filter: PostFilter, word: string): PostFilter | string {
  const [, sign = '', key = '', value = ''] = /^(?:([#@])|([a-z]+):)(.+)$/iu.exec(word) ?? [];
  const name = sign === '#' ? 'tag' : sign === '@' ? 'author' : key.toLowerCase();
  switch (name) {
    case 'tag':
    case 'tags':
      return withTag(filter, value);
    case 'author':
    case 'by': {
      const author = value.replace(/^@/u, '');
      return author.length > limits.usernameMax || author === ''
        ? `${word} names nobody.`
        : { ...filter, author };
    }
    case 'sort': {
      const sort = postSorts.find((known) => known === value.toLowerCase());
      return sort === undefined ? `sort: takes ${postSorts.join(', ')}.` : { ...filter, sort };
    }
    default:
      return `${word} is no filter: write tag:NAME author:NAME sort:views. / looks for words.`;
  }
}

function withTag(filter: PostFilter, value: string): PostFilter | string {
  const tag = tagName.safeParse(value).data;
  if (tag === undefined) return `${value} is no tag.`;
  const tags = [...new Set([...filter.tags, tag])];
  return tags.length > limits.tagsPerPost
    ? `At most ${limits.tagsPerPost} tags at once.`
    : { ...filter, tags };
}

/** As `parseFilter` reads it; empty for no filter. */
export function formatFilter({ author, tags, sort }: PostFilter): string {
  const words = [
    ...tags.map((tag) => `tag:${tag}`),
    ...(author === null ? [] : [`author:${author}`]),
    ...(sort === 'published' ? [] : [`sort:${sort}`]),
  ];
  return sanitizeText(words.join(' '), { multiline: false });
}

export function matchesFilter({ author, tags }: PostFilter, post: PostListItem): boolean {
  const isAuthor = author === null || post.author.username.toLowerCase() === author.toLowerCase();
  return isAuthor && tags.every((tag) => post.tags.includes(tag));
}

// One list of posts as far as it was loaded, in the server's order, kept right by events.
//
// A page may be older than the events that arrive while it is on its way. So these are kept, and
// applied once more to what the page brings: doing so twice changes nothing.

import type { PostListItem, PostSort } from '@parley/shared/blog';
import type { PostEvent } from '@parley/shared/events';

export interface PostList {
  readonly items: readonly PostListItem[];
  /** Where the next page begins; null when the list is known to its end. */
  readonly nextCursor: string | null;
  readonly state: 'new' | 'loading' | 'loaded' | 'failed';
  /** Why it could not be loaded. */
  readonly problem: string | null;
  /** Numbers the questions: only the answer to the last one counts. */
  readonly asked: number;
  /** Events since the question. */
  readonly missed: readonly PostEvent[];
}

/** What belongs into a list, and in which order. */
export interface PostRule {
  readonly sort: PostSort;
  accepts(post: PostListItem): boolean;
  /** What the public loses stays in it: the list of my own. */
  readonly isMine?: boolean;
}

export interface PostAnswer {
  readonly items: readonly PostListItem[];
  readonly nextCursor: string | null;
  /** It goes on from what was known; otherwise it is the list anew. */
  readonly isMore: boolean;
}

export const emptyPostList: PostList = {
  items: [],
  nextCursor: null,
  state: 'new',
  problem: null,
  asked: 0,
  missed: [],
};

const keptPosts = 2_000;
const keptEvents = 1_000;

/** The list after an event, within the part that is loaded. */
export function applyPostEvent(list: PostList, event: PostEvent, rule: PostRule): PostList {
  if (event.type === 'posts.joined') return list;
  const changed = change(list, event, rule);
  if (list.state !== 'loading') return changed;
  return { ...changed, missed: [...list.missed, event].slice(-keptEvents) };
}

function change(list: PostList, event: PostEvent, rule: PostRule): PostList {
  switch (event.type) {
    case 'posts.joined':
      return list;
    case 'post.published':
    case 'post.updated':
      return rule.accepts(event.post)
        ? placePost(list, event.post, rule.sort)
        : dropPost(list, event.post.id);
    case 'post.unpublished':
      return rule.isMine ? list : dropPost(list, event.id);
    case 'post.deleted':
      return dropPost(list, event.id);
  }
}

export function askPosts(list: PostList): PostList {
  return { ...list, state: 'loading', problem: null, asked: list.asked + 1 };
}

/** What the server answered to the question numbered `asked`. */
export function answerPosts(list: PostList, answer: PostAnswer, rule: PostRule): PostList {
  const unique = new Map<string, PostListItem>();
  for (const item of [...(answer.isMore ? list.items : []), ...answer.items]) {
    const known = unique.get(item.id);
    if (known === undefined || known.version < item.version) unique.set(item.id, item);
  }
  const sorted = [...unique.values()].sort(comparePosts(rule.sort));
  const items = sorted.slice(0, keptPosts);
  const loaded: PostList = {
    ...list,
    items,
    nextCursor: sorted.length > keptPosts ? null : answer.nextCursor,
    state: 'loaded',
    problem: null,
    missed: [],
  };
  return list.missed.reduce((next, event) => change(next, event, rule), loaded);
}

/** The list with the post where it belongs, instead of an older version of it. */
export function placePost(list: PostList, post: PostListItem, sort: PostSort): PostList {
  const known = list.items.find(({ id }) => id === post.id);
  if (known !== undefined && known.version > post.version) return list;
  const others = list.items.filter(({ id }) => id !== post.id);
  const compare = comparePosts(sort);
  const before = others.findIndex((other) => compare(post, other) < 0);
  // Past the end of what is loaded it comes with its page.
  if (before === -1 && list.nextCursor !== null) return { ...list, items: others };
  const index = before === -1 ? others.length : before;
  const items = [...others.slice(0, index), post, ...others.slice(index)].slice(0, keptPosts);
  return { ...list, items };
}

export function dropPost(list: PostList, id: string): PostList {
  const items = list.items.filter((item) => item.id !== id);
  return items.length === list.items.length ? list : { ...list, items };
}

/** The server's order: by the sort, then by id, both descending. */
function comparePosts(sort: PostSort): (one: PostListItem, other: PostListItem) => number {
  const rank = ({ views, publishedAt, createdAt }: PostListItem) =>
    sort === 'views'
      ? views
      : Date.parse(sort === 'published' ? (publishedAt ?? createdAt) : createdAt);
  return (one, other) => rank(other) - rank(one) || (one.id < other.id ? 1 : -1);
}

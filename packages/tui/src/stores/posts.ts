// The lists of posts, kept live: published ones and my own that are not.

import type { PostListItem, PostView } from '@parley/shared/blog';
import type { PostEvent } from '@parley/shared/events';

export type PostFilter = 'published' | 'mine';

export interface PostList {
  readonly items: readonly PostListItem[];
  readonly nextCursor: string | null;
  readonly state: 'new' | 'loading' | 'loaded' | 'failed';
}

export interface PostsState {
  readonly filter: PostFilter;
  readonly published: PostList;
  readonly mine: PostList;
  /** Posts read before, by id: shown at once while the newest version is fetched. */
  readonly read: ReadonlyMap<string, PostView>;
}

export type PostsInput =
  | { readonly type: 'wire'; readonly event: PostEvent }
  | { readonly type: 'asked'; readonly filter: PostFilter }
  | { readonly type: 'failed'; readonly filter: PostFilter }
  /** `isMore`: the next page; otherwise the list anew. */
  | {
      readonly type: 'loaded';
      readonly filter: PostFilter;
      readonly items: readonly PostListItem[];
      readonly nextCursor: string | null;
      readonly isMore: boolean;
    }
  | { readonly type: 'filtered'; readonly filter: PostFilter }
  /** A post was fetched or changed by me. */
  | { readonly type: 'fetched'; readonly post: PostView };

const emptyList: PostList = { items: [], nextCursor: null, state: 'new' };
const keptPosts = 2_000;
const keptRead = 50;

export const initialPosts: PostsState = {
  filter: 'published',
  published: emptyList,
  mine: emptyList,
  read: new Map(),
};

export function reducePosts(posts: PostsState, input: PostsInput): PostsState {
  switch (input.type) {
    case 'wire':
      return reduceWire(posts, input.event);
    case 'asked':
      return changeList(posts, input.filter, { state: 'loading' });
    case 'failed':
      return changeList(posts, input.filter, { state: 'failed' });
    case 'loaded': {
      const before = input.isMore ? posts[input.filter].items : [];
      return changeList(posts, input.filter, {
        items: sortPosts([...before, ...input.items], input.filter),
        nextCursor: input.nextCursor,
        state: 'loaded',
      });
    }
    case 'filtered':
      return { ...posts, filter: input.filter };
    case 'fetched': {
      const { body: _, ...item } = input.post;
      const placed = item.state === 'published' ? publish(posts, item) : shelve(posts, item);
      const read = [...placed.read].filter(([id]) => id !== item.id).slice(-keptRead + 1);
      return { ...placed, read: new Map([...read, [item.id, input.post]]) };
    }
  }
}

function reduceWire(posts: PostsState, event: PostEvent): PostsState {
  switch (event.type) {
    case 'posts.joined':
      return posts;
    case 'post.published':
    case 'post.updated':
      return isStale(posts, event.post) ? posts : publish(posts, event.post);
    case 'post.unpublished':
    case 'post.deleted':
      return remove(posts, event.id, event.type === 'post.deleted');
  }
}

/** The items of the list that is shown. */
export function shownPosts(posts: PostsState): readonly PostListItem[] {
  return posts[posts.filter].items;
}

function isStale(posts: PostsState, post: PostListItem): boolean {
  const known = posts.published.items.find(({ id }) => id === post.id);
  return known !== undefined && known.version > post.version;
}

function publish(posts: PostsState, post: PostListItem): PostsState {
  const others = (list: PostList) => list.items.filter(({ id }) => id !== post.id);
  return {
    ...posts,
    published: {
      ...posts.published,
      items: sortPosts([post, ...others(posts.published)], 'published'),
    },
    mine: { ...posts.mine, items: others(posts.mine) },
  };
}

function shelve(posts: PostsState, post: PostListItem): PostsState {
  const removed = remove(posts, post.id, false);
  return {
    ...removed,
    mine: { ...removed.mine, items: sortPosts([post, ...removed.mine.items], 'mine') },
  };
}

function remove(posts: PostsState, id: string, isForGood: boolean): PostsState {
  const without = (list: PostList) => ({
    ...list,
    items: list.items.filter((item) => item.id !== id),
  });
  if (!isForGood) return { ...posts, published: without(posts.published) };
  const read = new Map([...posts.read].filter(([key]) => key !== id));
  return { ...posts, published: without(posts.published), mine: without(posts.mine), read };
}

function sortPosts(items: readonly PostListItem[], filter: PostFilter): PostListItem[] {
  const time = ({ publishedAt, updatedAt, createdAt }: PostListItem) =>
    Date.parse(filter === 'published' ? (publishedAt ?? createdAt) : updatedAt);
  const unique = new Map<string, PostListItem>();
  for (const item of items) if (!unique.has(item.id)) unique.set(item.id, item);
  return [...unique.values()].sort((a, b) => time(b) - time(a)).slice(0, keptPosts);
}

function changeList(posts: PostsState, filter: PostFilter, changes: Partial<PostList>): PostsState {
  return { ...posts, [filter]: { ...posts[filter], ...changes } };
}

// The posts as the client knows them: lists kept live, a search, and what was read.

import type { PostListItem, PostView } from '@parley/shared/blog';
import type { PostEvent } from '@parley/shared/events';
import { isNoFilter, matchesFilter, noFilter, type PostFilter } from './post-filter.ts';
import {
  answerPosts,
  applyPostEvent,
  askPosts,
  emptyPostList,
  type PostAnswer,
  type PostList,
  type PostRule,
  placePost,
} from './post-list.ts';

import {
  applyEventToSearch,
  type PostSearch,
  type PostSearchInput,
  reducePostSearch,
} from './post-search.ts';

export type { PostList } from './post-list.ts';

/** Published ones, my own that are not, and published ones by a filter. */
export const postTabs = ['published', 'mine', 'filtered'] as const;
export type PostTab = (typeof postTabs)[number];

export interface PostsState {
  readonly tab: PostTab;
  readonly published: PostList;
  readonly mine: PostList;
  readonly filtered: PostList;
  readonly filter: PostFilter;
  /** Over the lists while one looks for words. */
  readonly search: PostSearch | null;
  /** Posts read before, by id: shown at once while the newest version is fetched. */
  readonly read: ReadonlyMap<string, PostView>;
  /** Posts that the public lost while they were read or looked for. */
  readonly gone: ReadonlyMap<string, 'unpublished' | 'deleted'>;
  /** Why the post that was asked for last could not be fetched. */
  readonly unread: { readonly postId: string; readonly problem: string } | null;
}

export type PostsInput =
  | { readonly type: 'wire'; readonly event: PostEvent }
  | { readonly type: 'asked'; readonly tab: PostTab }
  | {
      readonly type: 'failed';
      readonly tab: PostTab;
      readonly asked: number;
      readonly problem: string;
    }
  | ({ readonly type: 'loaded'; readonly tab: PostTab; readonly asked: number } & PostAnswer)
  | { readonly type: 'shown'; readonly tab: PostTab }
  /** Narrows the published posts; without a filter all of them are shown again. */
  | { readonly type: 'filtered'; readonly filter: PostFilter }
  | { readonly type: 'search'; readonly input: PostSearchInput }
  /** A post was fetched or changed by me. */
  | { readonly type: 'fetched'; readonly post: PostView }
  | { readonly type: 'unread'; readonly postId: string; readonly problem: string | null }
  /** The server does not know it any more, or does not let me see it. */
  | { readonly type: 'missed'; readonly postId: string };

const keptRead = 50;
const keptGone = 50;

export const initialPosts: PostsState = {
  tab: 'published',
  published: emptyPostList,
  mine: emptyPostList,
  filtered: emptyPostList,
  filter: noFilter,
  search: null,
  read: new Map(),
  gone: new Map(),
  unread: null,
};

export function reducePosts(posts: PostsState, input: PostsInput): PostsState {
  switch (input.type) {
    case 'wire':
      return reduceWire(posts, input.event);
    case 'asked':
      return { ...posts, [input.tab]: askPosts(posts[input.tab]) };
    case 'failed': {
      const list = posts[input.tab];
      if (list.asked !== input.asked) return posts;
      const failed = { ...list, state: 'failed', problem: input.problem, missed: [] } as const;
      return { ...posts, [input.tab]: failed };
    }
    case 'loaded': {
      const list = posts[input.tab];
      if (list.asked !== input.asked) return posts;
      return { ...posts, [input.tab]: answerPosts(list, input, ruleOf(posts, input.tab)) };
    }
    case 'shown':
      return { ...posts, tab: input.tab, search: null };
    case 'filtered': {
      const { filter } = input;
      if (isNoFilter(filter)) return { ...posts, filter, tab: 'published', search: null };
      const { asked } = posts.filtered;
      const filtered = { ...emptyPostList, asked };
      return { ...posts, filter, tab: 'filtered', filtered, search: null };
    }
    case 'search': {
      const search = reducePostSearch(posts.search, input.input);
      return search === posts.search ? posts : { ...posts, search };
    }
    case 'fetched':
      return fetched(posts, input.post);
    case 'unread': {
      const { postId, problem } = input;
      return { ...posts, unread: problem === null ? null : { postId, problem } };
    }
    case 'missed':
      return lose(reduceLists(posts, { type: 'post.deleted', id: input.postId }), input.postId);
  }
}

function reduceWire(posts: PostsState, event: PostEvent): PostsState {
  if (event.type === 'posts.joined') return posts;
  const next: PostsState = {
    ...posts,
    published: applyPostEvent(posts.published, event, ruleOf(posts, 'published')),
    filtered: applyPostEvent(posts.filtered, event, ruleOf(posts, 'filtered')),
    mine: applyPostEvent(posts.mine, event, ruleOf(posts, 'mine')),
    search: applyEventToSearch(posts.search, event),
  };
  switch (event.type) {
    case 'post.published':
      return regain(next, event.post.id);
    case 'post.updated':
      return next;
    case 'post.unpublished':
      return next.read.has(event.id) ? lose(next, event.id, 'unpublished') : next;
    case 'post.deleted':
      return next.read.has(event.id) ? lose(next, event.id) : next;
  }
}

function ruleOf({ filter }: PostsState, tab: PostTab): PostRule {
  switch (tab) {
    case 'published':
      return { sort: 'published', accepts: ({ state }) => state === 'published' };
    case 'mine':
      return { sort: 'newest', accepts: ({ state }) => state !== 'published', isMine: true };
    case 'filtered':
      return {
        sort: filter.sort,
        accepts: (post) => post.state === 'published' && matchesFilter(filter, post),
      };
  }
}

function fetched(posts: PostsState, post: PostView): PostsState {
  const known = posts.read.get(post.id);
  if (known !== undefined && known.version > post.version) return posts;
  const { body: _, ...item } = post;
  const others = [...posts.read].filter(([id]) => id !== post.id).slice(-keptRead + 1);
  const read = new Map([...others, [post.id, post] as const]);
  const placed =
    item.state === 'published'
      ? reduceLists(posts, { type: 'post.updated', post: item })
      : shelve(posts, item);
  return { ...regain(placed, post.id), read };
}

function reduceLists(posts: PostsState, event: PostEvent): PostsState {
  const { read, gone, tab } = posts;
  return { ...reduceWire(posts, event), read, gone, tab };
}

// Only my own come here: nobody else's are to be seen unless published.
function shelve(posts: PostsState, post: PostListItem): PostsState {
  const without = reduceLists(posts, { type: 'post.unpublished', id: post.id });
  // What was looked for stays where it was found.
  const search = applyEventToSearch(posts.search, { type: 'post.updated', post });
  return { ...without, search, mine: placePost(without.mine, post, 'newest') };
}

function lose(
  posts: PostsState,
  id: string,
  how: 'unpublished' | 'deleted' = 'deleted',
): PostsState {
  const others = [...posts.gone].filter(([key]) => key !== id).slice(-keptGone + 1);
  return { ...posts, gone: new Map([...others, [id, how] as const]) };
}

function regain(posts: PostsState, id: string): PostsState {
  if (!posts.gone.has(id)) return posts;
  const gone = new Map(posts.gone);
  gone.delete(id);
  return { ...posts, gone };
}

/** The list that is shown. */
export function shownPosts(posts: PostsState): PostList {
  return posts[posts.tab];
}

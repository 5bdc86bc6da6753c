// The lists of posts, of what is said below one, and of its versions.

import type { PostListItem } from '@parley/shared/blog';
import { currentRoute } from '../router/index.ts';
import type { AppState } from './app-state.ts';
import { type CommentThread, threadOf } from './comment-thread.ts';
import { foldingOf } from './folding.ts';
import { computeLayout } from './layout.ts';
import { type List, placeList } from './list.ts';
import type { PostsState, PostTab } from './posts.ts';
import { type ThreadFrame, threadRows } from './rows/comment-rows.ts';
import { measurePost, type PostEntry, postEntries } from './rows/post-rows.ts';
import { type ReaderBlock, readerBlocks } from './rows/reader-rows.ts';
import {
  type DiffEntry,
  diffEntries,
  type VersionEntry,
  versionEntries,
} from './rows/version-rows.ts';
import { visibleItems } from './scroll-list.ts';
import { selectedIndexOf } from './scroll-list-select.ts';
import { buildThread, type CommentItem, type ThreadItem } from './thread-timeline.ts';

/** The list of posts that is shown: what a search found, while there is one. */
export function postsListName({ tab, search }: PostsState): `posts ${PostTab | 'found'}` {
  return search === null ? `posts ${tab}` : 'posts found';
}

export function postsList(
  state: AppState,
  which: PostTab | 'found' = state.posts.search === null ? state.posts.tab : 'found',
): List<PostEntry> {
  const { search, ...posts } = state.posts;
  const items = which === 'found' ? (search?.items ?? nothingFound) : posts[which].items;
  return placeList(state, `posts ${which}`, { items: postEntries(items), measure: measurePost });
}

const nothingFound: readonly PostListItem[] = [];

export type ReaderItem = ReaderBlock | ThreadItem;

/** A post: its text, and below it what is said about it. */
export function readerList(state: AppState, postId: string): List<ReaderItem> {
  const { columns } = computeLayout(state).list;
  const frame = threadFrame(state, columns);
  const measure = (item: ReaderItem) =>
    item.kind === 'block' ? item.rows.length : threadRows(item, frame).length;
  const blocks = readerBlocks(state, postId, columns);
  const items = isDiscussed(state, postId) ? withThread(blocks, state, postId) : blocks;
  return placeList(state, `reader ${postId}`, { items, measure }, state.focus === 'comments');
}

/** What the look of comments depends on besides themselves. */
export function threadFrame(state: AppState, columns: number): ThreadFrame {
  return { columns, myName: state.me?.username ?? null, ...foldingOf(state) };
}

function isDiscussed({ posts, threads }: AppState, postId: string): boolean {
  const post = posts.read.get(postId);
  if (post === undefined) return false;
  return post.state === 'published' || threadOf(threads, postId).comments.length > 0;
}

const discussed = new WeakMap<
  readonly ReaderBlock[],
  { thread: CommentThread; items: readonly ReaderItem[] }
>();

function withThread(blocks: readonly ReaderBlock[], state: AppState, postId: string) {
  const thread = threadOf(state.threads, postId);
  const known = discussed.get(blocks);
  if (known?.thread === thread) return known.items;
  const items = [...blocks, ...buildThread(thread, state.me?.id ?? null)];
  discussed.set(blocks, { thread, items });
  return items;
}

/** The comment that is selected below the post that is read. */
export function selectedComment(state: AppState): CommentItem | undefined {
  const route = currentRoute(state.routes);
  if (route.name !== 'reader') return undefined;
  const { content, state: list } = readerList(state, route.postId);
  const item = content.items[selectedIndexOf(list, content.items)];
  return item?.kind === 'comment' ? item : undefined;
}

/** When the newest comment on the screen was written; null when none is on it. */
export function newestVisibleComment(state: AppState, postId: string): string | null {
  if (threadOf(state.threads, postId).comments.length === 0) return null;
  const { content, state: list } = readerList(state, postId);
  const times = visibleItems(list, content).flatMap(({ item }) =>
    item.kind === 'comment' ? [item.comment.createdAt] : [],
  );
  return times.reduce<string | null>((a, b) => (a === null || b > a ? b : a), null);
}

export function versionsList(state: AppState, postId: string): List<VersionEntry> {
  const items = versionEntries(state, postId);
  return placeList(state, `versions ${postId}`, { items, measure: () => 1 });
}

export function changesList(state: AppState, postId: string, version: number): List<DiffEntry> {
  const items = diffEntries(state, postId, version);
  const measure = ({ rows }: DiffEntry) => rows.length;
  return placeList(state, `changes ${postId} ${version}`, { items, measure }, false);
}

// Every scrolling list of the client: its items, its window, and where it stands.

import type { PostListItem } from '@parley/shared/blog';
import { currentRoute } from '../router/index.ts';
import { type AppState, openRoom, openThreadId } from './app-state.ts';
import { type CommentThread, threadOf } from './comment-thread.ts';
import { computeLayout } from './layout.ts';
import { type PostsState, type PostTab, postTabs } from './posts.ts';
import { type HeadingPlace, headingsOf } from './reading-place.ts';
import type { RoomState } from './room.ts';
import { type RoomEntry, roomEntries } from './room-entries.ts';
import { type PersonEntry, personEntries } from './room-people.ts';
import { roomThreadItems } from './room-thread-items.ts';
import { threadRows } from './rows/comment-rows.ts';
import { type HelpRow, helpRows } from './rows/help-rows.ts';
import { type MessageFrame, messageRows } from './rows/message-rows.ts';
import { measurePost, type PostEntry, postEntries } from './rows/post-rows.ts';
import { type ReaderBlock, readerBlocks } from './rows/reader-rows.ts';
import {
  type DiffEntry,
  diffEntries,
  type VersionEntry,
  versionEntries,
} from './rows/version-rows.ts';
import {
  changeItems,
  createScrollList,
  isNearStart,
  type ListContent,
  type ListItem,
  resizeList,
  type ScrollListState,
  scrollToEnd,
  selectFirst,
  type Viewport,
  visibleItems,
} from './scroll-list.ts';
import { isSelectionWhole, revealSelected, selectedIndexOf } from './scroll-list-select.ts';
import { type TalkPane, talkPane, talkThreadId } from './talk-side.ts';
import { buildThread, type CommentItem, type ThreadItem } from './thread-timeline.ts';
import { buildTimeline, type TimelineItem } from './timeline.ts';

export type ListName =
  | 'rooms'
  | 'help'
  | `posts ${PostTab | 'found'}`
  | `messages ${string}`
  | `thread ${string}`
  | `people ${string}`
  | `reader ${string}`
  | `versions ${string}`
  | `changes ${string}`;

/** A list with its content and where it stands, ready for the operations of `scroll-list.ts`. */
export interface List<T extends ListItem = ListItem> {
  readonly name: ListName;
  readonly content: ListContent<T>;
  readonly state: ScrollListState;
  /** Whether one entry is selected, or the list only scrolls. */
  readonly hasSelection: boolean;
}

/** The list in the middle of the screen. */
export function mainListName(state: AppState): ListName | undefined {
  const route = currentRoute(state.routes);
  switch (route.name) {
    case 'room': {
      if (route.roomId === null) return 'rooms';
      const thread = talkThreadId(state);
      return thread === null ? `messages ${route.roomId}` : `thread ${thread}`;
    }
    case 'posts':
      return postsListName(state.posts);
    case 'reader':
      return `reader ${route.postId}`;
    case 'versions':
      return `versions ${route.postId}`;
    case 'changes':
      return `changes ${route.postId} ${route.version}`;
    case 'editor':
      return state.editor?.isPreview ? 'reader preview' : undefined;
    default:
      return undefined;
  }
}

/** The list that the keys move, when there is one. */
export function focusedListName(state: AppState): ListName | undefined {
  if (state.overlay?.kind === 'help') return 'help';
  const { name } = currentRoute(state.routes);
  const room = openRoom(state);
  if (state.focus === 'people' && room !== undefined) return `people ${room.room.id}`;
  const hasPanes = ['room', 'posts', 'reader', 'versions', 'changes'].includes(name);
  return state.focus === 'rooms' && hasPanes ? 'rooms' : mainListName(state);
}

export function findList(state: AppState, name: ListName): List {
  const [kind, id = '', version] = name.split(' ');
  switch (kind) {
    case 'rooms':
      return widen(roomsList(state));
    case 'posts':
      return widen(postsList(state, id as PostTab | 'found'));
    case 'help':
      return widen(helpList(state));
    case 'reader':
      return widen(readerList(state, id));
    case 'versions':
      return widen(versionsList(state, id));
    case 'changes':
      return widen(changesList(state, id, Number(version)));
    case 'people': {
      const room = state.rooms.get(id);
      if (room !== undefined) return widen(peopleList(state, room));
      return at<ListItem>(state, name, { items: [], measure: () => 1 });
    }
    case 'thread': {
      const room = openRoom(state);
      if (room !== undefined) return widen(roomThreadList(state, room, id));
      return at<ListItem>(state, name, { items: [], measure: () => 1 });
    }
    default: {
      const room = state.rooms.get(id);
      if (room !== undefined) return widen(messageList(state, room));
      return at<ListItem>(state, name, { items: [], measure: () => 1 });
    }
  }
}

// The items of a list come from that list, so its own measure fits them.
function widen<T extends ListItem>(list: List<T>): List {
  const { items, measure } = list.content;
  return { ...list, content: { items, measure: (item, columns) => measure(item as T, columns) } };
}

export function roomsList(state: AppState): List<RoomEntry> {
  const measure = ({ heading }: RoomEntry) => (heading === null ? 1 : 3);
  return at(state, 'rooms', { items: roomEntries(state), measure });
}

/** Who is in a room, in the right pane. */
export function peopleList(state: AppState, room: RoomState): List<PersonEntry> {
  const measure = ({ heading }: PersonEntry) => (heading === null ? 1 : 3);
  return at(state, `people ${room.room.id}`, { items: personEntries(room), measure });
}

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
  return at(state, `posts ${which}`, { items: postEntries(items), measure: measurePost });
}

const nothingFound: readonly PostListItem[] = [];

export function helpList(state: AppState): List<HelpRow> {
  const items = helpRows(state.keymap, computeLayout(state).overlay.columns);
  return at(state, 'help', { items, measure: () => 1 }, false);
}

export type ReaderItem = ReaderBlock | ThreadItem;

/** A post: its text, and below it what is said about it. */
export function readerList(state: AppState, postId: string): List<ReaderItem> {
  const { columns } = computeLayout(state).list;
  const frame = { columns, myName: state.me?.username ?? null };
  const measure = (item: ReaderItem) =>
    item.kind === 'block' ? item.rows.length : threadRows(item, frame).length;
  const blocks = readerBlocks(state, postId, columns);
  const items = isDiscussed(state, postId) ? withThread(blocks, state, postId) : blocks;
  return at(state, `reader ${postId}`, { items, measure }, state.focus === 'comments');
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
  return at(state, `versions ${postId}`, { items, measure: () => 1 });
}

export function changesList(state: AppState, postId: string, version: number): List<DiffEntry> {
  const items = diffEntries(state, postId, version);
  const measure = ({ rows }: DiffEntry) => rows.length;
  return at(state, `changes ${postId} ${version}`, { items, measure }, false);
}

/** The headings of the post that is read or previewed. */
export function openOutline(state: AppState): HeadingPlace[] {
  const name = mainListName(state);
  return name?.startsWith('reader')
    ? headingsOf(readerList(state, name.slice('reader '.length)).content.items)
    : [];
}

export function messageList(state: AppState, room: RoomState): List<TimelineItem> {
  const measure = (item: TimelineItem, columns: number) =>
    messageRows(item, messageFrame(state, room, columns)).length;
  return at(state, `messages ${room.room.id}`, { items: timelineOf(room), measure });
}

/** A thread of the room: its first message, and the replies. */
export function roomThreadList(
  state: AppState,
  room: RoomState,
  rootId: string,
): List<TimelineItem> {
  const measure = (item: TimelineItem, columns: number) =>
    messageRows(item, messageFrame(state, room, columns)).length;
  const items = roomThreadItems(room, rootId, state.me?.id ?? null);
  return at(state, `thread ${rootId}`, { items, measure });
}

/** What is talked in: the thread, or else the room. */
export function talkList(
  state: AppState,
  room: RoomState,
  pane: TalkPane = talkPane(state),
): List<TimelineItem> {
  const rootId = pane === 'stream' ? null : openThreadId(state);
  return rootId === null ? messageList(state, room) : roomThreadList(state, room, rootId);
}

/** What the look of a room's messages depends on besides themselves. */
export function messageFrame({ me }: AppState, room: RoomState, columns: number): MessageFrame {
  return { columns, room, myName: me?.username ?? null, myId: me?.id ?? null };
}

const timelines = new WeakMap<RoomState, TimelineItem[]>();

function timelineOf(room: RoomState): TimelineItem[] {
  let items = timelines.get(room);
  if (items === undefined) {
    items = buildTimeline(room);
    timelines.set(room, items);
  }
  return items;
}

function at<T extends ListItem>(
  state: AppState,
  name: ListName,
  content: ListContent<T>,
  hasSelection = true,
): List<T> {
  const followsEnd = name.startsWith('messages') || name.startsWith('thread');
  const known = state.scroll.get(name) ?? createScrollList(viewportOf(state, name), { followsEnd });
  return { name, content, state: known, hasSelection };
}

function viewportOf(state: AppState, name: ListName): Viewport {
  const { list, stream, overlay, left, right, bodyRows } = computeLayout(state);
  if (name.startsWith('messages') && stream !== null)
    return { columns: stream.columns, rows: stream.rows };
  if (name === 'rooms') return { columns: Math.max(1, left - 2), rows: Math.max(1, bodyRows - 1) };
  if (name.startsWith('people'))
    return { columns: Math.max(1, right - 2), rows: Math.max(1, bodyRows - 1) };
  if (name === 'help') return { columns: overlay.columns, rows: overlay.rows };
  return { columns: list.columns, rows: list.rows };
}

/**
 * The state with its shown lists settled after a change: items that came or went leave what is on
 * screen in place, and windows of another size stay at the same item.
 */
export function settleLists(state: AppState, before: AppState): AppState {
  const shown = new Set<ListName | undefined>([
    mainListName(state),
    focusedListName(state),
    'rooms' as const,
  ]);
  const threadId = openThreadId(state);
  const talk = threadId === null ? undefined : openRoom(state);
  if (talk !== undefined) shown.add(`thread ${threadId}`);
  const room = talk === undefined ? undefined : (`messages ${talk.room.id}` as const);
  if (computeLayout(state).stream !== null) shown.add(room);
  const people = computeLayout(state).right > 0 ? openRoom(state) : undefined;
  if (people !== undefined) shown.add(`people ${people.room.id}`);
  // A list of posts keeps its place while one reads: posts come and go meanwhile.
  const postLists = [...postTabs, 'found' as const].map((which) => `posts ${which}` as const);
  const names = new Set([...shown, ...postLists, room]);
  let scroll: Map<string, ScrollListState> | undefined;
  for (const name of names) {
    if (name === undefined) continue;
    const list = findList(state, name);
    const viewport = shown.has(name) ? viewportOf(state, name) : list.state.viewport;
    const isNew = name === 'posts found' && isFoundAnew(state, before);
    const settled = isNew
      ? selectFirst(createScrollList(viewport), list.content)
      : settle(list, before, viewport);
    if (settled === state.scroll.get(name)) continue;
    scroll ??= new Map(state.scroll);
    scroll.set(name, settled);
  }
  return scroll === undefined ? state : { ...state, scroll };
}

function isFoundAnew({ posts }: AppState, before: AppState): boolean {
  return posts.search?.answered !== before.posts.search?.answered;
}

function settle(
  { name, content, state }: List,
  before: AppState,
  viewport: Viewport,
): ScrollListState {
  const old = findList(before, name).content.items;
  const { measure, items } = content;
  const wasWhole = isSelectionWhole(state, { items: old, measure });
  // A post that is fetched anew comes back to where it was read.
  const isReader = name.startsWith('reader');
  if (isReader && items.length === 0) return state;
  if (isReader && old.length === 0) return resizeList(state, content, viewport);
  const changed = changeItems(state, { before: old, after: items, measure });
  const sized = resizeList(changed, content, viewport);
  // A comment that fails or is changed gets more rows, and they say what to do.
  const shown = isReader && wasWhole ? revealSelected(sized, content) : sized;
  const resized = isReader ? followComments(state, { shown, content, before, old }) : shown;
  // In a menu something is always selected; messages are selected only when one asks for it.
  const isMenu = /^(posts|rooms|versions|people)/u.test(name);
  return isMenu && resized.selectedKey === null ? selectFirst(resized, content) : resized;
}

// Who is among the comments, at their end, sees what comes next; but never loses the selected one.
function followComments(
  state: ScrollListState,
  {
    shown,
    content,
    before,
    old,
  }: {
    shown: ScrollListState;
    content: ListContent<ListItem>;
    before: AppState;
    old: readonly ListItem[];
  },
): ScrollListState {
  const isAmong = before.focus === 'comments' || before.focus === 'composer';
  if (!isAmong || old === content.items) return shown;
  const last = visibleItems(state, { ...content, items: old }).at(-1);
  if (last === undefined || last.item !== old.at(-1)) return shown;
  const ended = scrollToEnd(shown, content);
  return isSelectionWhole(ended, content) || ended.selectedKey === null ? ended : shown;
}

/** The timeline item that is selected in the open room. */
export function selectedItem(state: AppState): TimelineItem | undefined {
  const room = openRoom(state);
  if (room === undefined) return undefined;
  const { content, state: list } = talkList(state, room);
  return content.items[selectedIndexOf(list, content.items)];
}

// In a narrow window a thread lies over its room.
function shownRoom(state: AppState): RoomState | undefined {
  const isCovered = openThreadId(state) !== null && computeLayout(state).stream === null;
  return isCovered ? undefined : openRoom(state);
}

/** The open room's newest message is on the screen. */
export function isScrolledToEnd(state: AppState): boolean {
  const room = shownRoom(state);
  return room !== undefined && messageList(state, room).state.anchor === 'end';
}

/** What is older would soon be on the screen of the open room. */
export function isTopInView(state: AppState): boolean {
  const room = shownRoom(state);
  if (room === undefined || room.messages.length === 0) return false;
  const { state: list, content } = messageList(state, room);
  return isNearStart(list, content);
}

/** The seqs after which something is missing on the screen of the open room. */
export function visibleGaps(state: AppState): number[] {
  const room = shownRoom(state);
  if (room === undefined) return [];
  const { state: list, content } = messageList(state, room);
  return visibleItems(list, content).flatMap(({ item }) =>
    item.kind === 'gap' ? [item.after] : [],
  );
}

// Keeps the lists that are shown in place when what is in them changes.

import { type AppState, openRoom, openThreadId } from './app-state.ts';
import { computeLayout } from './layout.ts';
import { type List, type ListName, viewportOf } from './list.ts';
import { findList, focusedListName, mainListName } from './lists.ts';
import { postTabs } from './posts.ts';
import {
  changeItems,
  createScrollList,
  type ListContent,
  type ListItem,
  resizeList,
  type ScrollListState,
  scrollToEnd,
  selectFirst,
  type Viewport,
  visibleItems,
} from './scroll-list.ts';
import { isSelectionWhole, revealSelected, selectKey } from './scroll-list-select.ts';

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
      : followOpenRoom(state, list, settle(list, before, viewport));
    if (settled === state.scroll.get(name)) continue;
    scroll ??= new Map(state.scroll);
    scroll.set(name, settled);
  }
  return scroll === undefined ? state : { ...state, scroll };
}

// Whoever goes to a room by a key sees where it stands; whoever walks the list is left in peace.
function followOpenRoom(
  state: AppState,
  { name, content }: List,
  settled: ScrollListState,
): ScrollListState {
  const open = openRoom(state);
  if (name !== 'rooms' || state.focus === 'rooms' || open === undefined) return settled;
  return selectKey(settled, content, open.room.id);
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

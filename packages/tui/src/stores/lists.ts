// All scrolling lists of the client by name, and which of them is in the middle or has the keys.

import { currentRoute } from '../router/index.ts';
import { type AppState, openRoom } from './app-state.ts';
import { computeLayout } from './layout.ts';
import { type List, type ListName, placeList } from './list.ts';
import {
  changesList,
  postsList,
  postsListName,
  readerList,
  versionsList,
} from './lists-of-posts.ts';
import { messageList, peopleList, roomsList, roomThreadList } from './lists-of-rooms.ts';
import type { PostTab } from './posts.ts';
import { type HeadingPlace, headingsOf } from './reading-place.ts';
import { type HelpRow, helpRows } from './rows/help-rows.ts';
import type { ListItem } from './scroll-list.ts';
import { talkThreadId } from './talk-side.ts';

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
      return placeList<ListItem>(state, name, { items: [], measure: () => 1 });
    }
    case 'thread': {
      const room = openRoom(state);
      if (room !== undefined) return widen(roomThreadList(state, room, id));
      return placeList<ListItem>(state, name, { items: [], measure: () => 1 });
    }
    default: {
      const room = state.rooms.get(id);
      if (room !== undefined) return widen(messageList(state, room));
      return placeList<ListItem>(state, name, { items: [], measure: () => 1 });
    }
  }
}

// The items of a list come from that list, so its own measure fits them.
function widen<T extends ListItem>(list: List<T>): List {
  const { items, measure } = list.content;
  return { ...list, content: { items, measure: (item, columns) => measure(item as T, columns) } };
}

export function helpList(state: AppState): List<HelpRow> {
  const items = helpRows(state.keymap, computeLayout(state).overlay.columns);
  return placeList(state, 'help', { items, measure: () => 1 }, false);
}

/** The headings of the post that is read or previewed. */
export function openOutline(state: AppState): HeadingPlace[] {
  const name = mainListName(state);
  return name?.startsWith('reader')
    ? headingsOf(readerList(state, name.slice('reader '.length)).content.items)
    : [];
}

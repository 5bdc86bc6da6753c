// Moving in lists: one set of keys for messages, rooms, posts, help and the text of a post.

import { openRoom } from '../app-state.ts';
import type { Effects } from '../effects/index.ts';
import type { List } from '../list.ts';
import { findList, focusedListName, mainListName } from '../lists.ts';
import { messageList, talkList } from '../lists-of-rooms.ts';
import { pageList } from '../page-list.ts';
import type { RoomState } from '../room.ts';
import { countUnread } from '../room-reading.ts';
import {
  type ScrollListState,
  scrollPages,
  scrollRows,
  scrollToEnd,
  scrollToStart,
  selectKey,
} from '../scroll-list.ts';
import { placeAt } from '../scroll-list-place.ts';
import { selectNext } from '../select-next.ts';
import { talkThreadId } from '../talk-side.ts';

export function createListActions({ client, posts, versions, paging }: Effects) {
  const change = (name: List['name'] | undefined, move: (list: List) => ScrollListState) => {
    if (name === undefined) return;
    const list = findList(client.state(), name);
    const state = move(list);
    if (state !== list.state) client.dispatch({ type: 'scrolled', list: name, state });
    const isNearEnd = state.selectedIndex > list.content.items.length - 10;
    if (!isNearEnd) return;
    if (name.startsWith('versions')) return versions.loadMore();
    if (!name.startsWith('posts')) return;
    if (name === 'posts found') posts.search.loadMore();
    else posts.lists.loadMore();
  };
  const focused = (move: (list: List) => ScrollListState) =>
    change(focusedListName(client.state()), move);

  const step = (by: 1 | -1) => {
    if (by < 0 && isAtFirstComment()) {
      return client.dispatch({ type: 'focused', focus: 'messages' });
    }
    focused((list) =>
      list.hasSelection ? selectNext(list, by) : scrollRows(list.state, list.content, by),
    );
  };

  // Above the first comment the text begins.
  const isAtFirstComment = () => {
    if (client.state().focus !== 'comments') return false;
    const name = focusedListName(client.state());
    if (!name?.startsWith('reader')) return false;
    const list = findList(client.state(), name);
    return selectNext(list, -Infinity).selectedKey === list.state.selectedKey;
  };

  const page = (pages: number) => focused((list) => pageList(list, pages));

  const jump = (to: number) =>
    focused((list) => {
      const { content, hasSelection } = list;
      const scrollTo = to < 0 ? scrollToStart : scrollToEnd;
      const state = scrollTo(list.state, content);
      // Among comments the first row is not theirs but the text's.
      if (hasSelection && list.name.startsWith('reader')) return selectNext(list, to);
      return hasSelection ? scrollTo(selectNext({ ...list, state }, to), content) : state;
    });

  // Of a room only the newest messages are known; the first ones are fetched.
  const jumpToFirst = () => {
    jump(-Infinity);
    const room = openRoom(client.state());
    const name = focusedListName(client.state());
    if (room === undefined || name !== `messages ${room.room.id}`) return;
    paging.loadFirst(room, () => {
      if (focusedListName(client.state()) === name) jump(-Infinity);
    });
  };

  /** Scrolls the messages whatever has the focus; infinitely far down follows them again. */
  const scrollMain = (pages: number) =>
    change(mainListName(client.state()), ({ state, content }) => {
      if (Number.isFinite(pages)) return scrollPages(state, content, pages);
      return { ...scrollToEnd(state, content), selectedKey: null };
    });

  // The line stands where reading had stopped when one came; what came since, unread, has it anew.
  const moveUnreadLine = () => {
    const room = openRoom(client.state());
    if (!room?.membership || talkThreadId(client.state()) !== null) return;
    const hasCome = messageList(client.state(), room).state.newBelow > 0;
    if (countUnread(room) === 0 || (room.unreadAfter !== null && !hasCome)) return;
    const input = { type: 'opened' } as const;
    client.dispatch({ type: 'rooms', input: { type: 'room', roomId: room.room.id, input } });
  };

  // The first of it may stand far above what is known; the line is above the first that is known until it came.
  const jumpToUnread = () => {
    moveUnreadLine();
    const room = openRoom(client.state());
    if (room === undefined) return;
    showUnread(room);
    const after = talkThreadId(client.state()) === null ? missingUnread(room) : null;
    if (after === null) return;
    const name = focusedListName(client.state());
    paging.loadAfter(room, after, () => {
      const now = openRoom(client.state());
      if (now !== undefined && focusedListName(client.state()) === name) showUnread(now);
    });
  };

  const showUnread = (room: RoomState) => {
    const { name, content, state } = talkList(client.state(), room);
    const index = content.items.findIndex(({ kind }) => kind === 'unread');
    if (index === -1) {
      const notice = { text: 'Nothing here is new.', tone: 'info' } as const;
      return client.dispatch({ type: 'noticed', notice });
    }
    const placed = placeAt(state, content, { index, offset: 0 });
    const next = content.items[index + 1]?.key ?? null;
    client.dispatch({ type: 'scrolled', list: name, state: selectKey(placed, content, next) });
  };

  return {
    scrollMain,
    actions: {
      'list.down': () => step(1),
      'list.up': () => step(-1),
      'list.first': jumpToFirst,
      'list.last': () => jump(Infinity),
      'list.pageUp': () => page(-1),
      'list.pageDown': () => page(1),
      'messages.unread': jumpToUnread,
    },
  };
}

/** The seq after which the first unread message stands, where that one is not known. */
function missingUnread({ messages, unreadAfter, isAtStart }: RoomState): number | null {
  if (unreadAfter === null) return null;
  const first = messages.findIndex(({ seq }) => seq > unreadAfter);
  if (first === -1) return unreadAfter;
  const isKnown = first === 0 ? isAtStart : messages[first]!.seq === messages[first - 1]!.seq + 1;
  return isKnown ? null : unreadAfter;
}

// The rows of the lists in the main pane, with the selected entry marked.

import type { StyledRow } from '../../theme/index.ts';
import { type AppState, openRoom } from '../app-state.ts';
import { computeLayout } from '../layout.ts';
import type { List } from '../list.ts';
import {
  changesList,
  postsList,
  readerList,
  threadFrame,
  versionsList,
} from '../lists-of-posts.ts';
import { messageFrame, messageList, talkList } from '../lists-of-rooms.ts';
import { type ListItem, visibleItems } from '../scroll-list.ts';
import { talkPane } from '../talk-side.ts';
import { threadRows } from './comment-rows.ts';
import { messageRows } from './message-rows.ts';
import { emptyPostsRows } from './post-header-rows.ts';
import { postRows } from './post-rows.ts';
import { emptyReaderRows } from './reader-header-rows.ts';
import { span } from './row.ts';
import { versionRow } from './version-rows.ts';

/** What is talked in. Messages that are fewer than fit stand at the bottom, where one writes. */
export function messageListRows(state: AppState): readonly StyledRow[] {
  const room = openRoom(state);
  if (room === undefined) return [];
  const { list, center } = computeLayout(state);
  const frame = messageFrame(state, room, center.columns);
  const shown = drawList(
    talkList(state, room, 'main'),
    state.overlay === null && state.focus === 'messages' && talkPane(state) === 'main',
    (item) => messageRows(item, frame),
  );
  return atBottom(shown, list.rows);
}

/** The room beside its open thread. */
export function streamRows(state: AppState): readonly StyledRow[] {
  const room = openRoom(state);
  const { stream } = computeLayout(state);
  if (room === undefined || stream === null) return [];
  const frame = messageFrame(state, room, stream.columns);
  const isFocused =
    state.overlay === null && state.focus === 'messages' && talkPane(state) === 'stream';
  const shown = drawList(messageList(state, room), isFocused, (item) => messageRows(item, frame));
  return atBottom(shown, stream.rows);
}

function atBottom(shown: readonly StyledRow[], rows: number): readonly StyledRow[] {
  const above = Array.from({ length: rows - shown.length }, (): StyledRow => []);
  return [...above, ...shown];
}

export function postListRows(state: AppState): readonly StyledRow[] {
  const { columns } = computeLayout(state).list;
  const isFocused = state.overlay === null && state.focus !== 'rooms';
  const list = postsList(state);
  if (list.content.items.length === 0) return emptyPostsRows(state, columns);
  return drawList(list, isFocused, (entry) => postRows(entry, columns));
}

export function readerListRows(state: AppState, postId: string): readonly StyledRow[] {
  const list = readerList(state, postId);
  if (list.content.items.length === 0) {
    return emptyReaderRows(state, postId, computeLayout(state).list.columns);
  }
  const { columns } = computeLayout(state).list;
  const frame = threadFrame(state, columns);
  const isFocused = state.overlay === null && state.focus === 'comments';
  return drawList(list, isFocused, (item) =>
    item.kind === 'block' ? item.rows : threadRows(item, frame),
  );
}

export function versionListRows(
  state: AppState,
  { postId, version }: { postId: string; version: number | null },
): readonly StyledRow[] {
  const { columns } = computeLayout(state).list;
  if (version !== null)
    return drawList(changesList(state, postId, version), false, ({ rows }) => rows);
  const list = versionsList(state, postId);
  const newest = list.content.items[0]?.item.version ?? 0;
  const isFocused = state.overlay === null && state.focus !== 'rooms';
  return drawList(list, isFocused, (entry) => [versionRow(entry, columns, newest)]);
}

function drawList<T extends ListItem>(
  { content, state }: List<T>,
  isFocused: boolean,
  rowsOf: (item: T) => readonly StyledRow[],
): StyledRow[] {
  return visibleItems(state, content).flatMap(({ item, clipTop, height }) => {
    const rows = rowsOf(item).slice(clipTop, clipTop + height);
    return isFocused && item.key === state.selectedKey ? rows.map(markSelected) : rows;
  });
}

const marked = new WeakMap<StyledRow, StyledRow>();

/** A bar in the first cell, which every row leaves free. */
function markSelected(row: StyledRow): StyledRow {
  const known = marked.get(row);
  if (known !== undefined) return known;
  const [first, ...rest] = row;
  if (first === undefined) return row;
  const bar = span('▌', { color: 'accent', bold: true });
  const next = [bar, { ...first, text: first.text.slice(1) }, ...rest];
  marked.set(row, next);
  return next;
}

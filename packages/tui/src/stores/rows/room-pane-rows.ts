// The left pane as rows: rooms with what is unread in them, and the posts.

import { clipText, displayWidth, sanitizeText } from '@parley/shared/text';
import { currentRoute } from '../../router/index.ts';
import { clipRow } from '../../terminal/index.ts';
import type { Span, SpanStyle, StyledRow } from '../../theme/index.ts';
import { type AppState, countWaitingComments, openRoom } from '../app-state.ts';
import { draftOf } from '../draft.ts';
import { computeLayout } from '../layout.ts';
import { roomsList } from '../lists-of-rooms.ts';
import type { RoomState } from '../room.ts';
import type { RoomEntry } from '../room-entries.ts';
import { labelRoom } from '../room-label.ts';
import { countUnread } from '../room-reading.ts';
import { countCalls } from '../rooms.ts';
import { visibleItems } from '../scroll-list.ts';
import { formatCount } from './counts.ts';
import { span } from './row.ts';

/** Rows for the whole pane without its border, one for each row of the body. */
export function roomPaneRows(state: AppState, columns: number): readonly StyledRow[] {
  const { content, state: list } = roomsList(state);
  const rows = visibleItems(list, content).flatMap(({ item, clipTop, height }) =>
    entryRows(item, state, columns).slice(clipTop, clipTop + height),
  );
  const isEmpty = content.items.length <= 1;
  const hint = isEmpty ? [[], [span(' no rooms yet', { color: 'muted', italic: true })]] : [];
  return [headRow(hiddenRooms(state), columns), ...hint, ...rows];
}

interface HiddenRooms {
  readonly above: readonly RoomState[];
  readonly below: readonly RoomState[];
}

/** Rooms beyond the edges of the pane. */
function hiddenRooms(state: AppState): HiddenRooms {
  const { content, state: list } = roomsList(state);
  const shown = visibleItems(list, content);
  const first = shown.length === 0 ? -1 : content.items.indexOf(shown[0]!.item);
  const roomsOf = (entries: readonly RoomEntry[]) =>
    entries.flatMap(({ target }) => (target.kind === 'room' ? [target.room] : []));
  return {
    above: roomsOf(content.items.slice(0, Math.max(0, first))),
    below: first === -1 ? [] : roomsOf(content.items.slice(first + shown.length)),
  };
}

function headRow({ above, below }: HiddenRooms, columns: number): StyledRow {
  const title = ' Rooms';
  const spans = [...waitingSpans('↑', above), ...waitingSpans('↓', below)];
  const width = spans.reduce((sum, { text }) => sum + displayWidth(text), 0);
  const gap = ' '.repeat(Math.max(0, columns - 1 - title.length - width));
  const head = span(clipText(title, columns), { bold: true, color: 'heading' });
  return spans.length === 0 ? [head] : clipRow([head, span(gap), ...spans], columns);
}

/** What is unread in rooms that one does not see, as `↓@1 12`. */
function waitingSpans(arrow: string, rooms: readonly RoomState[]): Span[] {
  const calls = rooms.reduce((sum, { mentions }) => sum + mentions, 0);
  const unread = rooms.reduce((sum, room) => sum + countUnread(room), 0);
  if (calls === 0 && unread === 0) return [];
  const counts = [calls > 0 ? `@${formatCount(calls)}` : '', unread > 0 ? formatCount(unread) : ''];
  const text = ` ${arrow}${counts.filter(Boolean).join(' ')}`;
  return [span(text, { bold: true, color: calls > 0 ? 'error' : 'warning' })];
}

function entryRows(entry: RoomEntry, state: AppState, columns: number): StyledRow[] {
  const row =
    entry.target.kind === 'posts'
      ? postsRow(state, columns)
      : roomRow(entry.target.room, state, columns);
  if (entry.heading === null) return [row];
  return [
    [],
    [span(clipText(` ${entry.heading}`, columns), { bold: true, color: 'heading' })],
    row,
  ];
}

function roomRow(room: RoomState, state: AppState, columns: number): StyledRow {
  const unread = countUnread(room);
  const isOpen = openRoom(state)?.room.id === room.room.id;
  const isWriting = !isOpen && draftOf(state.drafts, room.room.id).input.text !== '';
  const hasFailed = room.outbox.some((pending) => pending.state === 'failed');
  const mark = hasFailed ? '✗' : isWriting ? '✎' : '';
  const called = countCalls(room);
  const calls = called > 0 ? `@${formatCount(called)}` : '';
  // In a talk of few the one says the other.
  const isSaid = room.room.kind === 'direct' && called === unread;
  const count = unread > 0 && !isSaid ? formatCount(unread) : '';
  const badge = [mark, calls, count].filter(Boolean).join(' ');
  const style: SpanStyle = {
    bold: isOpen || unread > 0,
    color: room.membership === null ? 'muted' : isOpen ? 'accent' : 'text',
  };
  const badgeStyle: SpanStyle = {
    bold: true,
    color: hasFailed || calls !== '' ? 'error' : 'warning',
  };
  return line(labelRoom(room.room, room.people), badge, {
    state,
    key: room.room.id,
    columns,
    style,
    badgeStyle,
  });
}

function postsRow(state: AppState, columns: number): StyledRow {
  const { name } = currentRoute(state.routes);
  const isOpen = name !== 'room';
  const waiting = countWaitingComments(state);
  const style: SpanStyle = { bold: isOpen || waiting > 0, color: isOpen ? 'accent' : 'text' };
  const badge = waiting > 0 ? formatCount(waiting) : '';
  const badgeStyle = { bold: true, color: 'warning' } as const;
  return line('Posts', badge, { state, key: 'posts', columns, style, badgeStyle });
}

interface LineOptions {
  state: AppState;
  key: string;
  columns: number;
  style: SpanStyle;
  badgeStyle?: SpanStyle;
}

function line(
  label: string,
  badge: string,
  { state, key, columns, style, badgeStyle }: LineOptions,
): StyledRow {
  const isSelected = hasRoomsFocus(state) && state.scroll.get('rooms')?.selectedKey === key;
  const room = columns - 2 - (badge === '' ? 0 : displayWidth(badge) + 1);
  const text = clipText(sanitizeText(label, { multiline: false }), room);
  const gap = ' '.repeat(Math.max(0, room - displayWidth(text)));
  const look = (chosen: SpanStyle): SpanStyle =>
    isSelected ? { ...chosen, inverse: true } : chosen;
  return [
    span(' ', look({})),
    span(text, look(style)),
    span(badge === '' ? gap : `${gap} `, look({})),
    span(badge, look(badgeStyle ?? {})),
    span(' ', look({})),
  ];
}

function hasRoomsFocus(state: AppState): boolean {
  return (
    state.overlay === null &&
    computeLayout(state).left > 0 &&
    (state.focus === 'rooms' || isWelcome(state))
  );
}

function isWelcome({ routes }: AppState): boolean {
  const route = currentRoute(routes);
  return route.name === 'room' && route.roomId === null;
}

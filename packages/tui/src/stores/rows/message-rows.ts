// A timeline item as rows: what people said behind their gutter, and the lines in between.
//
//  21:04          ada │ Who wants to test this?
// ──────────────── Monday 24 November 2026 ────────────────

import type { MessageView } from '@parley/shared/chat';
import { clipText, sanitizeText } from '@parley/shared/text';
import type { Span, StyledRow } from '../../theme/index.ts';
import type { PendingMessage } from '../outbox.ts';
import type { RoomState } from '../room.ts';
import { labelRoom } from '../room-label.ts';
import { formatClock, type TimelineItem } from '../timeline.ts';
import { bodyRows, faint, gutterColumns, withGutter } from './gutter.ts';
import { markMentions } from './mentions.ts';
import { ruleRow, span } from './row.ts';

export interface MessageFrame {
  readonly columns: number;
  readonly room: RoomState;
  /** Whose mentions stand out. */
  readonly myName: string | null;
}

const drawn = new WeakMap<TimelineItem, { columns: number; rows: readonly StyledRow[] }>();

/** The rows of an item; worked out once per item and width. */
export function messageRows(item: TimelineItem, frame: MessageFrame): readonly StyledRow[] {
  const known = drawn.get(item);
  if (known?.columns === frame.columns) return known.rows;
  const rows = draw(item, frame);
  drawn.set(item, { columns: frame.columns, rows });
  return rows;
}

function draw(item: TimelineItem, frame: MessageFrame): readonly StyledRow[] {
  const { columns, room } = frame;
  switch (item.kind) {
    case 'start':
      return drawStart(room, columns);
    case 'older':
      return [
        ruleRow(pagingLabel(item.state, 'earlier messages'), columns, { color: 'muted' }, ' '),
      ];
    case 'day':
      return [ruleRow(item.label, columns, { color: 'muted' })];
    case 'unread':
      return [ruleRow('new', columns, { color: 'error', bold: true })];
    case 'gap': {
      const what = item.count === 1 ? '1 message' : `${item.count} messages`;
      return [
        ruleRow(pagingLabel(item.state, `${what} missing`), columns, { color: 'warning' }, '┈'),
      ];
    }
    case 'note': {
      const { username, did } = item.note;
      const name = clipText(sanitizeText(username, { multiline: false }), 32);
      const indent = ' '.repeat(gutterColumns(columns) - 2);
      return [[span(`${indent}· ${name} ${did} the room`, faint)]];
    }
    case 'message':
      return drawMessage(item.message, item.time, frame);
    case 'pending':
      return drawPending(item.pending, frame);
  }
}

function pagingLabel(state: 'new' | 'idle' | 'loading' | 'failed', what: string): string {
  if (state === 'new') return 'not here yet …';
  if (state === 'loading') return `${what} · loading …`;
  return state === 'failed' ? `${what} · could not be loaded` : what;
}

function drawStart({ room, people }: RoomState, columns: number): readonly StyledRow[] {
  const topic = clipText(sanitizeText(room.topic, { multiline: false }), columns - 2);
  return [
    [],
    [
      span(
        ` ${clipText(sanitizeText(labelRoom(room, people), { multiline: false }), columns - 2)}`,
        {
          bold: true,
          color: 'accent',
        },
      ),
    ],
    [span(` ${topic === '' ? 'This is where the room begins.' : topic}`, { color: 'muted' })],
  ];
}

function drawMessage(
  message: MessageView,
  time: string,
  frame: MessageFrame,
): readonly StyledRow[] {
  const { author, body, deletedAt, editedAt, replyTo } = message;
  const isDeleted = deletedAt !== null;
  const rows = isDeleted
    ? [[span('This message was deleted.', faint)]]
    : bodyRows(body, frame.columns).map((row) => markMentions(row, frame.myName));
  if (editedAt !== null && !isDeleted) rows.push([span('edited', faint)]);
  if (replyTo !== null) rows.unshift([replyRow(replyTo, frame)]);
  const { columns, myName } = frame;
  return withGutter(rows, { time, username: author.username, columns, myName });
}

function replyRow(replyTo: string, { room, columns }: MessageFrame): Span {
  const original = room.messages.findLast(({ id }) => id === replyTo);
  const quoted =
    original === undefined ? 'an earlier message' : `${original.author.username}: ${original.body}`;
  const text = sanitizeText(quoted, { multiline: false });
  return span(clipText(`↳ ${text}`, columns - gutterColumns(columns) - 1), faint);
}

function drawPending(pending: PendingMessage, frame: MessageFrame): readonly StyledRow[] {
  const { body, at, state, problem } = pending;
  const isFailed = state === 'failed';
  const rows = bodyRows(body, frame.columns).map((row) =>
    row.map(({ text, style }) => span(text, { ...style, color: 'muted' })),
  );
  if (isFailed) {
    const why = sanitizeText(problem?.message ?? '', { multiline: false });
    const text = clipText(`✗ not sent: ${why}`, frame.columns - gutterColumns(frame.columns) - 1);
    rows.push(
      [span(text, { color: 'error' })],
      [span('Esc, then R sends it again, E takes it back', { color: 'muted' })],
    );
  }
  const time = isFailed ? '    ✗' : state === 'queued' ? '    ◌' : formatClock(new Date(at));
  const { columns, myName } = frame;
  return withGutter(rows, { time, username: myName ?? '', columns, myName, isPending: true });
}

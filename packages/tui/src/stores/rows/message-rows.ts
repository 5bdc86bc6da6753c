// A timeline item as rows: what people said behind their gutter, and the lines in between.
//
//  21:04          ada │ Who wants to test this?
// ──────────────── Monday 24 November 2026 ────────────────

import type { MessageView } from '@parley/shared/chat';
import { readAction, sayBody } from '@parley/shared/chat-action';
import type { KeywordIndex } from '@parley/shared/keyword-match';
import { clipText, sanitizeText, wrapText } from '@parley/shared/text';
import type { StyledRow } from '../../theme/index.ts';
import type { PendingMessage } from '../outbox.ts';
import type { RoomNote, RoomState } from '../room.ts';
import { labelRoom } from '../room-label.ts';
import type { MessageItem, ThreadLine, TimelineItem } from '../timeline.ts';
import { countWord, formatCount } from './counts.ts';
import { type Folding, faint, gutterColumns, withGutter } from './gutter.ts';
import { reactionRows } from './reaction-rows.ts';
import { ruleRow, span } from './row.ts';
import { pendingRows, saidRows } from './said-rows.ts';

export interface MessageFrame extends Folding {
  readonly columns: number;
  readonly room: RoomState;
  /** Whose mentions stand out. */
  readonly myName: string | null;
  /** Whose reactions stand out. */
  readonly myId: string | null;
  /** Words that call me, which stand out where others say them. */
  readonly keywords: KeywordIndex;
}

interface Drawn {
  readonly columns: number;
  readonly keywords: KeywordIndex;
  readonly unfolded: Folding['unfolded'];
  readonly rows: readonly StyledRow[];
}

const drawn = new WeakMap<TimelineItem, Drawn>();

/** The rows of an item; worked out once per item, width, keywords and what is unfolded. */
export function messageRows(item: TimelineItem, frame: MessageFrame): readonly StyledRow[] {
  const { columns, keywords, unfolded } = frame;
  const known = drawn.get(item);
  const isSame =
    known?.columns === columns && known.keywords === keywords && known.unfolded === unfolded;
  if (isSame) return known.rows;
  const rows = draw(item, frame);
  drawn.set(item, { columns, keywords, unfolded, rows });
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
      const indent = ' '.repeat(gutterColumns(columns) - 2);
      const room = columns - gutterColumns(columns) - 1;
      return wrapText(sayNote(item.note), room).map((row, index) => [
        span(`${indent}${index === 0 ? '·' : ' '} ${row}`, faint),
      ]);
    }
    case 'message':
      return drawMessage(item, frame);
    case 'replies':
      return [
        ruleRow(sanitizeText(item.label, { multiline: false }), columns, { color: 'accent' }),
      ];
    case 'pending':
      return drawPending(item.pending, frame);
  }
}

function sayNote(note: RoomNote): string {
  if ('text' in note) return note.text;
  const [name, who = ''] = [note.username, note.by ?? ''].map((each) =>
    clipText(sanitizeText(each, { multiline: false }), 32),
  );
  return who === '' ? `${name} ${note.did} the room` : `${who} put ${name} out of the room`;
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
  { message, time, thread }: MessageItem,
  frame: MessageFrame,
): readonly StyledRow[] {
  const { columns, myName, myId } = frame;
  const { author, deletedAt, reactions } = message;
  const quote = deletedAt === null ? quoteRows(message, columns) : [];
  const rows = [...quote, ...messageTextRows(message, frame)];
  const room = columns - gutterColumns(columns) - 1;
  rows.push(...reactionRows(reactions, { columns: room, myId }));
  if (thread !== null) rows.push(threadRow(thread));
  return withGutter(rows, {
    time,
    username: author.username,
    isBot: author.isBot,
    isPinned: message.pinnedAt !== undefined,
    columns,
    myName,
  });
}

/** What somebody does is in italics; the gutter says who it is, whatever name stands in the text. */
function messageTextRows(
  message: MessageView,
  { columns, myName, myId, keywords: words, unfolded, unfoldKey }: MessageFrame,
): StyledRow[] {
  const { author, body, deletedAt } = message;
  // What I say myself calls nobody.
  const keywords = author.id === myId ? null : words;
  const folding = { unfolded, unfoldKey };
  const look = { what: 'message', columns, myName, keywords, ...folding } as const;
  if (deletedAt !== null || readAction(body) === null) return saidRows(message, look);
  const name = sanitizeText(author.username, { multiline: false });
  // My own name at the beginning calls nobody.
  const me = author.username === myName ? null : myName;
  const rows = saidRows({ ...message, body: sayBody(body, name) }, { ...look, myName: me });
  return rows.map((row) => row.map(({ text, style }) => span(text, { ...style, italic: true })));
}

function threadRow({ count, last, unread }: ThreadLine): StyledRow {
  const replies = countWord(count, 'reply', 'replies');
  const news = unread > 0 ? `, ${formatCount(unread)} new` : '';
  const color = unread > 0 ? 'warning' : 'accent';
  return [span(`↳ ${replies}${news}, last ${last}`, { color, bold: unread > 0 })];
}

function quoteRows({ replyTo, quote }: MessageView, columns: number): StyledRow[] {
  if (replyTo === null) return [];
  const text = sanitizeText(sayQuote(quote), { multiline: false });
  return [[span(clipText(`↳ ${text}`, columns - gutterColumns(columns) - 1), faint)]];
}

function sayQuote(quote: MessageView['quote']): string {
  if (quote === null) return 'an earlier message';
  const { author, excerpt } = quote;
  if (excerpt === '') return `${author.username}: a deleted message`;
  return `${author.username}: ${sayBody(excerpt, author.username)}`;
}

function drawPending(pending: PendingMessage, frame: MessageFrame): readonly StyledRow[] {
  const { columns, myName } = frame;
  const body = sayBody(pending.body, myName ?? '');
  const { rows, time } = pendingRows({ ...pending, body }, frame);
  return withGutter(rows, { time, username: myName ?? '', columns, myName, isPending: true });
}

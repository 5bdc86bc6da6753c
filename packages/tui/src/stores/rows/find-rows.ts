// Looking for messages, in a frame: the line, and below it what was found, each with its room and time.

import type { FoundMessage } from '@parley/shared/message-search';
import { clipText, sanitizeText } from '@parley/shared/text';
import { nickColor, type StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { computeLayout } from '../layout.ts';
import type { MessageSearch } from '../message-search.ts';
import { labelRoom } from '../room-label.ts';
import { overlayWindow } from '../text-windows.ts';
import { frame } from './frame-rows.ts';
import { faint } from './gutter.ts';
import type { PlacedRows } from './overlay-rows.ts';
import { fillRow, span } from './row.ts';
import { snippetRows } from './snippet-rows.ts';

export function findRows(state: AppState, search: MessageSearch): PlacedRows {
  const { x, y, columns, rows } = computeLayout(state).overlay;
  const prompt = span('› ', { color: 'accent', bold: true });
  const line: StyledRow =
    search.input.text === ''
      ? [prompt, span(clipText('words, from:ada in:#room', columns - 2), faint)]
      : [prompt, span(overlayWindow(state)?.rows[0] ?? '')];
  const shown = foundRows(state, search, { columns, rows: rows - 3 });
  const content: StyledRow[] = [
    line,
    [span('─'.repeat(columns), { color: 'muted' })],
    ...shown,
    ...Array.from({ length: Math.max(0, rows - 3 - shown.length) }, (): StyledRow => []),
    [span(clipText(sayState(search), columns), look(search))],
  ];
  return { x: x - 2, y: y - 1, rows: frame('Find messages', content, { columns, rows }) };
}

function look({ state }: MessageSearch): { color: 'error' | 'muted' } {
  return { color: state === 'failed' ? 'error' : 'muted' };
}

function sayState({ state, problem, items, answered, nextCursor }: MessageSearch): string {
  if (state === 'failed') return `✗ ${sanitizeText(problem ?? '', { multiline: false })}`;
  if (state === 'loading') return 'Looking …';
  if (state === 'idle' || answered === '') {
    return 'from:ada  in:#room  before:2030-01-31  after:2030-01-01  has:link';
  }
  if (items.length === 0) return 'Nothing was found.';
  const more = nextCursor === null ? '' : ' and more';
  return `${items.length}${more} found`;
}

/** As many as fit, the selected one among them. */
function foundRows(
  state: AppState,
  { items, selected }: MessageSearch,
  { columns, rows }: { columns: number; rows: number },
): StyledRow[] {
  const drawn = items.map((item, index) => itemRows(state, item, columns, index === selected));
  let first = Math.min(selected, Math.max(0, drawn.length - 1));
  let used = drawn[first]?.length ?? 0;
  while (first > 0 && used + drawn[first - 1]!.length <= rows) {
    first -= 1;
    used += drawn[first]!.length;
  }
  return drawn.slice(first).flat().slice(0, rows);
}

function itemRows(
  state: AppState,
  { message, room, snippet }: FoundMessage,
  columns: number,
  isSelected: boolean,
): StyledRow[] {
  const oneLine = (text: string, most: number) =>
    clipText(sanitizeText(text, { multiline: false }), most);
  const known = state.rooms.get(room.id);
  const name = known === undefined ? `#${room.slug}` : labelRoom(known.room, known.people);
  const at = new Date(message.createdAt).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  const where = message.threadId === null ? '' : ' in a thread';
  const head: StyledRow = [
    span(` ${oneLine(name, 24)}`, { bold: true, color: 'accent' }),
    span('  '),
    span(oneLine(message.author.username, 20), { color: nickColor(message.author.username) }),
    span(clipText(`  ${at}${where}`, columns), {
      color: 'muted',
    }),
  ];
  const said = snippetRows(snippet, columns - 2).map((row): StyledRow => [span(' '), ...row]);
  if (!isSelected) return [head, ...said];
  return [head, ...said].map(([first, ...rest]) => {
    const bar = span('▌', { color: 'accent', bold: true });
    const row = [bar, ...(first === undefined ? [] : [{ ...first, text: first.text.slice(1) }])];
    return fillRow([...row, ...rest], columns);
  });
}

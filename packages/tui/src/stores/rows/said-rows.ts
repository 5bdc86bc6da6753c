// What somebody said, in a room or under a post: the text and what is noted below it, without the gutter.

import type { KeywordIndex } from '@parley/shared/keyword-match';
import { clipText, displayWidth, sanitizeText } from '@parley/shared/text';
import type { StyledRow } from '../../theme/index.ts';
import type { PendingMessage } from '../outbox.ts';
import { formatClock } from '../timeline.ts';
import { bodyRows, type Folding, faint, gutterColumns } from './gutter.ts';
import { markKeywords } from './keyword-rows.ts';
import { markMentions } from './mentions.ts';
import { span } from './row.ts';

export interface SaidFrame extends Folding {
  readonly columns: number;
  /** Whose mentions stand out. */
  readonly myName: string | null;
  /** Words that call me; null or left out where none does. */
  readonly keywords?: KeywordIndex | null;
  /** Columns that stay free in front of the text. */
  readonly indent?: number;
}

/** The text with my name and my keywords marked, or that it was deleted, or that it was changed. */
export function saidRows(
  said: { id: string; body: string; deletedAt: string | null; editedAt: string | null },
  {
    what,
    columns,
    myName,
    keywords = null,
    ...folding
  }: SaidFrame & { what: 'message' | 'comment' },
): StyledRow[] {
  if (said.deletedAt !== null) return [[span(`This ${what} was deleted.`, faint)]];
  const rows = bodyRows(said, columns, folding).map((row) => {
    const marked = markMentions(row, myName);
    return keywords === null ? marked : markKeywords(marked, keywords);
  });
  return said.editedAt === null ? rows : [...rows, [span('edited', faint)]];
}

/** A line of mine on its way, or why it did not go; with what stands where others have their time. */
export function pendingRows(
  { clientId, body, at, state, problem, retryAt }: PendingMessage,
  { columns, indent = 0, ...folding }: SaidFrame,
): { rows: StyledRow[]; time: string } {
  const rows = bodyRows({ id: clientId, body }, columns, { ...folding, indent }).map((row) =>
    row.map(({ text, style }) => span(text, { ...style, ...faint })),
  );
  if (state === 'queued' && retryAt !== undefined) {
    const at = new Date(retryAt).toTimeString().slice(0, 8);
    const space = columns - gutterColumns(columns) - 1 - indent;
    const whole = `waits, goes out by itself at ${at}`;
    // In a narrow pane the time is what one wants to know.
    const when = displayWidth(whole) <= space ? whole : `goes out at ${at}`;
    rows.push([span(clipText(when, space), faint)]);
  }
  if (state !== 'failed') {
    return { rows, time: state === 'queued' ? '    ◌' : formatClock(new Date(at)) };
  }
  const why = sanitizeText(problem?.message ?? '', { multiline: false });
  const text = clipText(`✗ not sent: ${why}`, columns - gutterColumns(columns) - 1 - indent);
  rows.push(
    [span(text, { color: 'error' })],
    [span('Esc, then R sends it again, E takes it back', { color: 'muted' })],
  );
  return { rows, time: '    ✗' };
}

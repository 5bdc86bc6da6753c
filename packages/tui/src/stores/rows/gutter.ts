// What stands in front of everybody's text: time, nick and a bar on every row, so that none is forged.
//
//  21:04          ada │ The bar stands on every row of a message, in the colour of
//                     │ its author. Text from people begins only behind it.

import { clipText, displayWidth, sanitizeText } from '@parley/shared/text';
import { renderInline } from '../../terminal/index.ts';
import { nickColor, type SpanStyle, type StyledRow } from '../../theme/index.ts';
import { span } from './row.ts';

export interface Gutter {
  readonly time: string;
  readonly username: string;
  /** A bot stands in brackets, which no name may hold. */
  readonly isBot?: boolean | undefined;
  readonly columns: number;
  /** Whose own lines are in bold. */
  readonly myName: string | null;
  readonly isPending?: boolean;
  /** It is marked with a ◆ where nobody's text can stand. */
  readonly isPinned?: boolean;
  /** The time stands out. */
  readonly isNew?: boolean;
}

/** Longer texts are folded, with a row that says by how much, until one opens them. */
const foldedRows = 40;

/** Which long texts are shown whole, by the id of what they belong to. */
export interface Folding {
  readonly unfolded: ReadonlySet<string>;
  /** The key that opens one; empty when there is none. */
  readonly unfoldKey: string;
}

export const faint = { color: 'muted', italic: true } as const;

/** Columns of the nick. */
function nickColumns(columns: number): number {
  return Math.max(8, Math.min(16, Math.floor(columns / 6)));
}

/** Columns in front of the text: space, time, space, nick, bar with a space on each side. */
export function gutterColumns(columns: number): number {
  return 1 + 5 + 1 + nickColumns(columns) + 3;
}

/** The rows of a text in the room behind the gutter, less `indent` columns. */
export function bodyRows(
  { id, body }: { id: string; body: string },
  columns: number,
  { indent = 0, unfolded, unfoldKey }: Folding & { indent?: number | undefined },
): StyledRow[] {
  const room = columns - gutterColumns(columns) - 1 - indent;
  const rows = renderInline(body, { columns: room });
  if (rows.length <= foldedRows || unfolded.has(id)) return rows;
  const hidden = rows.length - foldedRows + 1;
  const how = unfoldKey === '' ? '' : ` · ${unfoldKey} shows all`;
  const text = clipText(`… ${hidden} more lines${how}`, room);
  return [...rows.slice(0, foldedRows - 1), [span(text, faint)]];
}

/** The text is too long to be shown whole unasked. */
export function isFoldable(body: string, columns: number, indent = 0): boolean {
  if (body.length <= foldedRows) return false;
  const room = columns - gutterColumns(columns) - 1 - indent;
  return renderInline(body, { columns: room }).length > foldedRows;
}

export function withGutter(rows: readonly StyledRow[], gutter: Gutter): readonly StyledRow[] {
  const { time, username, isBot, myName, isPending, isPinned, isNew } = gutter;
  const columns = nickColumns(gutter.columns);
  const clean = sanitizeText(username, { multiline: false });
  const nick = isBot ? `[${clipText(clean, columns - 2)}]` : clipText(clean, columns);
  const padded = ' '.repeat(Math.max(0, columns - displayWidth(nick))) + nick;
  const style = { color: isPending ? 'muted' : nickColor(username) } as const;
  const isMine = username === myName;
  const clock: SpanStyle = isNew
    ? { color: 'warning', bold: true }
    : { color: isPinned ? 'accent' : 'muted' };
  return rows.map((row, index) => [
    span(index === 0 ? ` ${time}${isPinned ? '◆' : ' '}` : ' '.repeat(7), clock),
    span(index === 0 ? padded : ' '.repeat(columns), { ...style, bold: isMine }),
    span(' │ ', style),
    ...row,
  ]);
}

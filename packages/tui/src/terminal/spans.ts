// Rows of spans: measuring, clipping, wrapping and writing them as ANSI.

import {
  clipText,
  displayWidth,
  hangingColumns,
  splitGraphemes,
  wrapGraphemes,
} from '@parley/shared/text';
import {
  lookOf,
  type Span,
  type SpanStyle,
  type StyledRow,
  sgrColors,
  type Theme,
  themes,
} from '../theme/index.ts';

/** Columns that the row takes. */
export function rowWidth(row: StyledRow): number {
  return row.reduce((width, { text }) => width + displayWidth(text), 0);
}

/** The row cut to fit, with `…` in the style of what it replaces. */
export function clipRow(row: StyledRow, columns: number): StyledRow {
  if (rowWidth(row) <= columns) return row;
  if (columns < 1) return [];
  let room = columns - 1;
  const cut = row.findIndex(({ text }) => {
    const width = displayWidth(text);
    if (width > room) return true;
    room -= width;
    return false;
  });
  const last = row[cut]!;
  return [...row.slice(0, cut), { ...last, text: `${clipText(last.text, room, '')}…` }];
}

/** The row without its styles. */
export function rowText(row: StyledRow): string {
  return row.map(({ text }) => text).join('');
}

/**
 * Rows of at most `columns` columns, broken like `wrapText` and at newlines; all but the first row
 * after a newline are indented by `hanging` columns.
 */
export function wrapSpans(
  spans: readonly Span[],
  columns: number,
  { hanging = 0 }: { hanging?: number } = {},
): StyledRow[] {
  const indent = ' '.repeat(hangingColumns(columns, hanging));
  return splitLines(spans).flatMap((line) => {
    if (rowWidth(line) <= columns) return [mergeSpans(line)];
    const cells = line.flatMap(({ text, style }) =>
      splitGraphemes(text).map((grapheme) => ({ text: grapheme, style })),
    );
    const graphemes = cells.map(({ text }) => text);
    return wrapGraphemes(graphemes, columns, hanging).map(({ start, end }, index) => {
      const lead = index === 0 ? '' : indent;
      return mergeSpans([{ text: lead }, ...fit(cells.slice(start, end), columns - lead.length)]);
    });
  });
}

// A character wider than the whole row cannot be shown.
function fit(cells: Span[], room: number): Span[] {
  const [first] = cells;
  const isTooWide = cells.length === 1 && first && displayWidth(first.text) > room;
  return isTooWide ? [{ ...first, text: '…' }] : cells;
}

function splitLines(spans: readonly Span[]): StyledRow[] {
  const lines: StyledRow[] = [[]];
  for (const { text, style } of spans) {
    for (const [index, piece] of text.replaceAll('\t', '    ').split('\n').entries()) {
      if (index > 0) lines.push([]);
      if (piece !== '') lines.at(-1)!.push(style ? { text: piece, style } : { text: piece });
    }
  }
  return lines;
}

/** The row with neighbours of the same style joined and empty spans dropped. */
export function mergeSpans(row: readonly Span[]): StyledRow {
  const merged: StyledRow = [];
  for (const { text, style } of row) {
    const last = merged.at(-1);
    if (text === '') continue;
    if (last && isSameStyle(last.style, style)) last.text += text;
    else merged.push(style ? { text, style } : { text });
  }
  return merged;
}

const attributes = ['bold', 'dim', 'italic', 'underline', 'inverse', 'strikethrough'] as const;

function isSameStyle(one: SpanStyle = {}, other: SpanStyle = {}): boolean {
  if (one === other) return true;
  return (
    one.color === other.color &&
    attributes.every((name) => Boolean(one[name]) === Boolean(other[name]))
  );
}

const sgrAttributes = { bold: 1, dim: 2, italic: 3, underline: 4, inverse: 7, strikethrough: 9 };

/**
 * The row as text with SGR sequences. `colorDepth` is that of `tty.WriteStream.getColorDepth()`,
 * in bits: with 1, also the answer for NO_COLOR and for no terminal at all, no escape is written.
 */
export function spansToAnsi(
  row: StyledRow,
  colorDepth: number,
  theme: Theme = themes.dark,
): string {
  if (colorDepth <= 1) return rowText(row);
  return row.map(({ text, style }) => paint(text, style, theme)).join('');
}

function paint(text: string, style: SpanStyle | undefined, theme: Theme): string {
  if (!style) return text;
  const look = lookOf(style, theme);
  const codes: number[] = attributes
    .filter((name) => look[name])
    .map((name) => sgrAttributes[name]);
  if (look.color) codes.push(sgrColors[look.color]);
  return codes.length === 0 ? text : `\x1b[${codes.join(';')}m${text}\x1b[0m`;
}

// Markdown tables in columns that fit, or as a list of records where even narrow columns would not.

import type { Tokens } from 'marked';
import type { Span, StyledRow } from '../theme/index.ts';
import { inlineSpans } from './markdown-inline.ts';
import { rowWidth, wrapSpans } from './spans.ts';

const narrowestColumn = 4;
const rule: Span['style'] = { color: 'muted' };

/** The table's rows, none wider than `columns`. */
export function tableRows(table: Tokens.Table, columns: number): StyledRow[] {
  const header = table.header.map((cell) => inlineSpans(cell.tokens, { bold: true }));
  const body = table.rows.map((row) => row.map((cell) => inlineSpans(cell.tokens)));
  const separators = 3 * (header.length - 1);
  const room = columns - separators;
  if (room < narrowestColumn * header.length) return recordRows(header, body, columns);

  const widths = fitColumns(naturalWidths([header, ...body]), room);
  const line = (cells: StyledRow[]) => tableLine(cells, widths, table.align);
  const divider = widths.map((width) => '─'.repeat(width)).join('─┼─');
  return [...line(header), [{ text: divider, style: rule }], ...body.flatMap(line)];
}

function naturalWidths(lines: StyledRow[][]): number[] {
  const [header = []] = lines;
  return header.map((_, column) =>
    Math.max(1, ...lines.map((line) => Math.max(...splitWidths(line[column] ?? [])))),
  );
}

function splitWidths(cell: StyledRow): number[] {
  return wrapSpans(cell, Number.MAX_SAFE_INTEGER).map(rowWidth);
}

/** Widths that add up to at most `room`: narrow columns keep theirs, wide ones share what is left. */
export function fitColumns(natural: readonly number[], room: number): number[] {
  const widths = natural.map(() => 0);
  let left = room;
  let open = natural.map((_, column) => column);
  while (open.length > 0) {
    const share = Math.floor(left / open.length);
    const settled = open.filter((column) => natural[column]! <= share);
    if (settled.length === 0) {
      for (const [index, column] of open.entries()) {
        widths[column] = share + (index < left - share * open.length ? 1 : 0);
      }
      return widths;
    }
    for (const column of settled) {
      widths[column] = natural[column]!;
      left -= natural[column]!;
    }
    open = open.filter((column) => !settled.includes(column));
  }
  return widths;
}

function tableLine(
  cells: StyledRow[],
  widths: number[],
  align: readonly ('left' | 'right' | 'center' | null)[],
): StyledRow[] {
  const wrapped = widths.map((width, column) => wrapSpans(cells[column] ?? [], width));
  const height = Math.max(...wrapped.map((rows) => rows.length));
  return Array.from({ length: height }, (_, y) =>
    widths.flatMap((width, column) => {
      const cell = padCell(wrapped[column]![y] ?? [], width, align[column] ?? 'left');
      return column === 0 ? cell : [{ text: ' │ ', style: rule }, ...cell];
    }),
  );
}

function padCell(cell: StyledRow, width: number, align: 'left' | 'right' | 'center'): StyledRow {
  const free = Math.max(0, width - rowWidth(cell));
  const before = { left: 0, right: free, center: Math.floor(free / 2) }[align];
  return [{ text: ' '.repeat(before) }, ...cell, { text: ' '.repeat(free - before) }];
}

function recordRows(header: StyledRow[], body: StyledRow[][], columns: number): StyledRow[] {
  return body.flatMap((cells, index) => [
    ...(index === 0 ? [] : [[]]),
    ...cells.flatMap((cell, column) =>
      wrapSpans([...(header[column] ?? []), { text: ': ' }, ...cell], columns, { hanging: 2 }),
    ),
  ]);
}

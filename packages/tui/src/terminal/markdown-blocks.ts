// Block Markdown tokens as rows: each block is drawn in the room that its container's gutter leaves.

import { displayWidth, expandTabs, sanitizeText, splitGraphemes } from '@parley/shared/text';
import type { MarkedToken, Token, Tokens } from 'marked';
import type { Span, StyledRow } from '../theme/index.ts';
import { inlineSpans, span } from './markdown-inline.ts';
import { tableRows } from './markdown-table.ts';
import { mergeSpans, wrapSpans } from './spans.ts';

/** A container that would leave its content fewer columns is drawn without its gutter. */
const narrowestContent = 8;

/** The rows of blocks one below the other, with an empty row between them unless they are tight. */
export function blockRows(
  tokens: readonly Token[],
  columns: number,
  { isTight = false }: { isTight?: boolean } = {},
): StyledRow[] {
  const rows: StyledRow[] = [];
  for (const token of tokens as readonly MarkedToken[]) {
    const block = rowsOf(token, columns);
    if (block.length === 0) continue;
    if (rows.length > 0 && !isTight) rows.push([]);
    for (const row of block) rows.push(row);
  }
  return rows;
}

/** The rows of one block; none for what is not shown, such as link definitions. */
export function rowsOf(token: MarkedToken, columns: number): StyledRow[] {
  switch (token.type) {
    case 'space':
    case 'def':
    case 'checkbox':
      return [];
    case 'heading':
      return headingRows(token, columns);
    case 'code':
      return codeRows(token.text, columns);
    case 'blockquote':
      return quoteRows(columns, (room) => blockRows(token.tokens, room));
    case 'list':
      return listRows(token, columns);
    case 'table':
      return tableRows(token, columns);
    case 'hr':
      return [[{ text: '─'.repeat(columns), style: { color: 'muted' } }]];
    case 'html':
      return wrapSpans(
        [{ text: sanitizeText(token.raw.trimEnd()), style: { color: 'muted' } }],
        columns,
      );
    case 'paragraph':
    case 'text':
      return wrapSpans(token.tokens ? inlineSpans(token.tokens) : [span(token.raw)], columns);
    default:
      return plainRows(token.raw, columns);
  }
}

/** Source that is not taken as Markdown, line by line as it was written. */
export function plainRows(source: string, columns: number): StyledRow[] {
  return wrapSpans([{ text: sanitizeText(source) }], columns);
}

function headingRows({ depth, tokens }: Tokens.Heading, columns: number): StyledRow[] {
  const style = { color: 'heading', bold: true, underline: depth === 1 } as const;
  const marks: Span[] =
    depth > 2 ? [{ text: `${'#'.repeat(depth)} `, style: { color: 'muted' } }] : [];
  return wrapSpans([...marks, ...inlineSpans(tokens, style)], columns, {
    hanging: depth > 2 ? depth + 1 : 0,
  });
}

/** Content behind the gutter of a quotation. */
export function quoteRows(columns: number, draw: Draw): StyledRow[] {
  return gutter({ text: '▎ ', style: { color: 'quote' } }, columns, draw);
}

/** Code behind a gutter. A long line goes on under its own indent: breaking at words would change it. */
export function codeRows(code: string, columns: number): StyledRow[] {
  return gutter({ text: '│ ', style: { color: 'muted' } }, columns, (room) =>
    sanitizeText(code)
      .split('\n')
      .flatMap((line) => breakCode(expandTabs(line), room))
      .map((text) => (text === '' ? [] : [{ text, style: { color: 'codeBlock' } }])),
  );
}

function breakCode(line: string, columns: number): string[] {
  if (line.length <= columns && displayWidth(line) <= columns) return [line];
  const leading = line.search(/[^ ]|$/);
  const indent = ' '.repeat(leading <= columns / 2 ? leading : 0);
  const rows: string[] = [];
  let row = '';
  let width = 0;
  for (const grapheme of splitGraphemes(line)) {
    const columnsOf = displayWidth(grapheme);
    if (width + columnsOf > columns && width > indent.length) {
      rows.push(row);
      row = indent;
      width = indent.length;
    }
    const isTooWide = width + columnsOf > columns;
    row += isTooWide ? '…' : grapheme;
    width += isTooWide ? 1 : columnsOf;
  }
  return [...rows, row];
}

function listRows(list: Tokens.List, columns: number): StyledRow[] {
  const first = list.ordered ? Number(list.start) : 1;
  const digits = String(first + list.items.length - 1).length;
  return list.items.flatMap((item, index) => {
    const number = `${String(first + index).padStart(digits)}.`;
    const plain = list.ordered ? number : '•';
    const bullet = item.task ? (item.checked ? '[x]' : '[ ]') : plain;
    const style = { color: item.checked ? 'success' : 'accent' } as const;
    const rows = hang({ text: `${bullet} `, style }, columns, (room) =>
      blockRows(item.tokens, room, { isTight: !list.loose }),
    );
    return list.loose && index > 0 ? [[], ...rows] : rows;
  });
}

type Draw = (room: number) => StyledRow[];

/** Content to the right of a mark that every row shows. */
function gutter(mark: Span, columns: number, draw: Draw): StyledRow[] {
  const room = columns - displayWidth(mark.text);
  if (room < narrowestContent) return draw(columns);
  return contentOf(draw(room)).map((row) => mergeSpans([mark, ...row]));
}

/** Content to the right of a mark that only the first row shows. */
function hang(mark: Span, columns: number, draw: Draw): StyledRow[] {
  const width = displayWidth(mark.text);
  if (columns - width < narrowestContent) return draw(columns);
  const blank = { text: ' '.repeat(width) };
  return contentOf(draw(columns - width)).map((row, index) => {
    if (index === 0) return mergeSpans([mark, ...row]);
    return row.length === 0 ? row : mergeSpans([blank, ...row]);
  });
}

const contentOf = (rows: StyledRow[]): StyledRow[] => (rows.length === 0 ? [[]] : rows);

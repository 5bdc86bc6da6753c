// Markdown as styled terminal rows: whole documents for posts, light markup for chat.

import type { StyledRow } from '../theme/index.ts';
import { splitChat } from './chat-parts.ts';
import { codeRows, plainRows, quoteRows, rowsOf } from './markdown-blocks.ts';
import { lexLines, lexMarkdown } from './markdown-guard.ts';
import { inlineSpans } from './markdown-inline.ts';
import { rowText, wrapSpans } from './spans.ts';

export interface RenderOptions {
  columns: number;
}

export interface Heading {
  /** 1 to 6. */
  level: number;
  text: string;
  /** Index of the heading's first row. */
  row: number;
}

export interface RenderedDocument {
  rows: StyledRow[];
  /** The headings outside of quotes and lists, in order. */
  headings: Heading[];
}

/**
 * Rows of at most `columns` columns for a post. Safe for any source: text is sanitized after all
 * decoding, links show their real address, and what is too deep, too large or made to be slow is
 * shown as plain text.
 */
export function renderMarkdown(source: string, options: RenderOptions): StyledRow[] {
  return renderDocument(source, options).rows;
}

/** `renderMarkdown` with an index of the headings. */
export function renderDocument(source: string, { columns }: RenderOptions): RenderedDocument {
  const width = Math.max(1, Math.floor(columns));
  const tokens = lexMarkdown(source);
  if (!tokens) return { rows: plainRows(source, width), headings: [] };
  const rows: StyledRow[] = [];
  const headings: Heading[] = [];
  for (const token of tokens) {
    const block = rowsOf(token, width);
    if (block.length === 0) continue;
    if (rows.length > 0) rows.push([]);
    if (token.type === 'heading') {
      const text = rowText(inlineSpans(token.tokens)).trim();
      headings.push({ level: token.depth, text, row: rows.length });
    }
    for (const row of block) rows.push(row);
  }
  return { rows, headings };
}

const chatMarkup = /[*_`~[\]<&\\]|:\/\/|www\.|^>/m;

/**
 * Rows for a chat message: emphasis, code, links, quotes and fenced code, every newline a new row.
 * What would be a heading, list or table in a post stays as it was typed.
 */
export function renderInline(source: string, { columns }: RenderOptions): StyledRow[] {
  const width = Math.max(1, Math.floor(columns));
  if (!chatMarkup.test(source)) return plainRows(source, width);
  return splitChat(source).flatMap(({ kind, lines }) => {
    if (kind === 'code') return codeRows(lines.join('\n'), width);
    if (kind === 'quote') return quoteRows(width, (room) => lineRows(lines, room));
    return lineRows(lines, width);
  });
}

function lineRows(lines: readonly string[], columns: number): StyledRow[] {
  const lexed = lexLines(lines);
  if (!lexed) return plainRows(lines.join('\n'), columns);
  return lexed.flatMap((tokens) => wrapSpans(inlineSpans(tokens), columns));
}

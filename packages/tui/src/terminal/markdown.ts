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

/** A part of a document that is read as one: a paragraph, a heading, a list … */
export interface DocumentBlock {
  /** Names the block by its text, so that it keeps its name when others change. */
  readonly key: string;
  /** With an empty row in front of all but the first block. */
  readonly rows: StyledRow[];
  /** Level 1 to 6 and the words of a heading. */
  readonly heading: { readonly level: number; readonly text: string } | null;
}

/**
 * Rows of at most `columns` columns for a post. Safe for any source: text is sanitized after all
 * decoding, links show their real address, and what is too deep, too large or made to be slow is
 * shown as plain text.
 */
export function renderMarkdown(source: string, options: RenderOptions): StyledRow[] {
  return renderDocument(source, options).flatMap(({ rows }) => rows);
}

/** `renderMarkdown`, block by block. */
export function renderDocument(source: string, { columns }: RenderOptions): DocumentBlock[] {
  const width = Math.max(1, Math.floor(columns));
  const tokens = lexMarkdown(source);
  if (!tokens) return plainBlocks(source, width);
  const name = createNames();
  const blocks: DocumentBlock[] = [];
  for (const token of tokens) {
    const rows = rowsOf(token, width);
    if (rows.length === 0) continue;
    const heading =
      token.type === 'heading'
        ? { level: token.depth, text: rowText(inlineSpans(token.tokens)).trim() }
        : null;
    blocks.push({
      key: name(token.raw),
      rows: blocks.length > 0 ? [[], ...rows] : rows,
      heading,
    });
  }
  return blocks;
}

// Line by line, so that a place in it can be kept.
function plainBlocks(source: string, columns: number): DocumentBlock[] {
  const name = createNames();
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  return lines.map((line) => ({
    key: name(line),
    rows: plainRows(line, columns),
    heading: null,
  }));
}

// A short name for each text, and another one when the same text comes again.
function createNames(): (text: string) => string {
  const counts = new Map<string, number>();
  return (text) => {
    const hash = hashText(text);
    const count = counts.get(hash) ?? 0;
    counts.set(hash, count + 1);
    return `${hash}.${count}`;
  };
}

/** FNV-1a; two blocks of one document that share it are told apart by their number. */
function hashText(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(36);
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

// Word wrap by display width: one line of text in, terminal rows out.

import { displayWidth, splitGraphemes } from './text-width.ts';

export interface WrapOptions {
  /** Columns by which every row but the first of a line is indented. Default 0. */
  hanging?: number;
  /** Distance of the tab stops in columns. Default 4. */
  tabSize?: 4 | 8;
}

/**
 * Rows of at most `columns` columns. Breaks at spaces (which go) and beside wide characters (Han,
 * kana, emoji); a longer word is broken where the row ends. Explicit newlines and leading spaces
 * stay. A single character wider than the row becomes `…`.
 */
export function wrapText(text: string, columns: number, options: WrapOptions = {}): string[] {
  const { hanging = 0, tabSize = 4 } = options;
  const indent = ' '.repeat(hangingColumns(columns, hanging));
  return text.split('\n').flatMap((line) => {
    const flat = expandTabs(line, tabSize);
    if (flat.length <= columns && displayWidth(flat) <= columns) return [flat];
    const graphemes = splitGraphemes(flat);
    return wrapGraphemes(graphemes, columns, hanging).map(({ start, end }, index) => {
      const row = graphemes.slice(start, end).join('');
      const room = columns - (index === 0 ? 0 : indent.length);
      return (index === 0 ? '' : indent) + (displayWidth(row) <= room ? row : '…');
    });
  });
}

/** The line with each tab replaced by spaces up to the next stop. */
export function expandTabs(line: string, tabSize = 4): string {
  if (!line.includes('\t')) return line;
  let column = 0;
  let expanded = '';
  for (const [index, piece] of line.split('\t').entries()) {
    if (index > 0) {
      const gap = tabSize - (column % tabSize);
      expanded += ' '.repeat(gap);
      column += gap;
    }
    expanded += piece;
    column += displayWidth(piece);
  }
  return expanded;
}

/** Columns that a hanging indent really takes: at least one is left for text. */
export function hangingColumns(columns: number, hanging: number): number {
  return Math.max(0, Math.min(hanging, Math.floor(columns) - 1));
}

/** A row as indices into the graphemes of its line; what lies between two rows is spaces. */
export interface GraphemeRow {
  start: number;
  end: number;
}

const breakingSpace = /^[ \u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]$/;

/**
 * Where one line breaks into rows of at most `columns` columns, all but the first shortened by
 * `hanging`. A grapheme wider than a whole row gets a row of its own, for the caller to replace.
 */
export function wrapGraphemes(
  graphemes: readonly string[],
  columns: number,
  hanging = 0,
): GraphemeRow[] {
  const rows: GraphemeRow[] = [];
  let room = Math.max(1, Math.floor(columns));
  // The row that grows, and the word and the spaces before it that are not in it yet.
  const row = { start: 0, end: 0, width: 0 };
  const word = { start: 0, width: 0, spaces: 0 };

  const beginRow = (start: number) => {
    rows.push({ start: row.start, end: row.end });
    if (rows.length === 1) room -= hangingColumns(room, hanging);
    Object.assign(row, { start, end: start, width: 0 });
  };
  const placeWord = (end: number) => {
    if (end === word.start) return;
    const isEmpty = row.end === row.start;
    const whole = row.width + word.spaces + word.width;
    if (whole <= room) Object.assign(row, { end, width: whole });
    else {
      if (!isEmpty) beginRow(word.start);
      else if (word.width <= room || word.spaces >= room) row.start = word.start;
      else row.width = word.spaces;
      breakWord(end);
    }
    word.spaces = 0;
  };
  const breakWord = (end: number) => {
    row.end = word.start;
    for (let index = word.start; index < end; index++) {
      const width = displayWidth(graphemes[index]!);
      if (row.width + width > room && row.end > row.start) beginRow(index);
      row.width += width;
      row.end = index + 1;
    }
  };

  for (let index = 0; index < graphemes.length; index++) {
    const grapheme = graphemes[index]!;
    const width = displayWidth(grapheme);
    const isSpace = breakingSpace.test(grapheme);
    if (isSpace || width > 1) {
      placeWord(index);
      word.start = index;
      word.width = 0;
    }
    if (isSpace) {
      word.spaces += width;
      word.start = index + 1;
      continue;
    }
    word.width += width;
    if (width > 1) {
      placeWord(index + 1);
      word.start = index + 1;
      word.width = 0;
    }
  }
  placeWord(graphemes.length);
  rows.push({ start: row.start, end: row.end });
  return rows;
}

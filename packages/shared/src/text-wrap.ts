// Word wrap by display width: one line of text in, terminal rows out.

import { displayWidth, eachGrapheme } from './text-width.ts';

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
  const width = Math.max(1, Math.floor(columns));
  const indent = ' '.repeat(Math.max(0, Math.min(hanging, width - 1)));
  const rows: string[] = [];
  for (const line of text.split('\n')) wrapLine(expandTabs(line, tabSize), { width, indent, rows });
  return rows;
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

interface Frame {
  width: number;
  indent: string;
  rows: string[];
}

/** Characters collected up to the next place where a row may break. */
interface Run {
  graphemes: string[];
  width: number;
}

const emptyRun = (): Run => ({ graphemes: [], width: 0 });
const breakingSpace = /^[ \u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]$/;

function wrapLine(line: string, { width, indent, rows }: Frame): void {
  if (line.length <= width && displayWidth(line) <= width) {
    rows.push(line);
    return;
  }
  const row = { text: '', width: 0, hasWords: false };
  let spaces = emptyRun();
  let word = emptyRun();

  const append = (text: string, columns: number) => {
    row.text += text;
    row.width += columns;
  };
  const breakRow = () => {
    rows.push(row.text);
    Object.assign(row, { text: indent, width: indent.length, hasWords: false });
  };
  const placeWord = () => {
    if (word.width === 0 && word.graphemes.length === 0) return;
    const fits = row.width + spaces.width + word.width <= width;
    if (!fits && row.hasWords) breakRow();
    else if (fits || (word.width > width && spaces.width < width)) {
      append(spaces.graphemes.join(''), spaces.width);
    }
    for (const grapheme of word.graphemes) {
      const columns = displayWidth(grapheme);
      if (row.width + columns > width && row.hasWords) breakRow();
      if (row.width + columns <= width) append(grapheme, columns);
      else append('…', 1);
      row.hasWords = true;
    }
    spaces = emptyRun();
    word = emptyRun();
  };

  for (const grapheme of eachGrapheme(line)) {
    const columns = displayWidth(grapheme);
    const isSpace = breakingSpace.test(grapheme);
    if (isSpace || columns > 1) placeWord();
    const run = isSpace ? spaces : word;
    run.graphemes.push(grapheme);
    run.width += columns;
    if (!isSpace && columns > 1) placeWord();
  }
  placeWord();
  rows.push(row.text);
}

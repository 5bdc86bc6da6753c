// The line editor on the screen: visual rows, the cursor's cell, and moving up and down by rows.

import { clipText, displayWidth, eachGrapheme } from '@parley/shared/text';
import type { TextInputState } from './text-input-state.ts';

const tabSize = 4;

/** A stretch of the text on one screen row. `end` excludes the newline that may follow. */
interface VisualRow {
  start: number;
  end: number;
}

export interface TextInputFrame {
  columns: number;
  /** Rows of the window at most. With one row a long line scrolls sideways instead of wrapping. */
  rows: number;
  /** Shown for every character, for passwords. */
  mask?: string;
  /** The window's first row last time, so that it only moves when the cursor leaves it. */
  scrollTop?: number;
}

export interface TextInputLayout {
  rows: string[];
  /** Column and row in the window, for the terminal's cursor and input methods. */
  cursor: { x: number; y: number };
  /** Visual rows above the window. */
  scrollTop: number;
}

/** The rows to draw and the cell of the cursor, which always lies inside the window. */
export function layoutTextInput(state: TextInputState, frame: TextInputFrame): TextInputLayout {
  const columns = Math.max(1, frame.columns);
  const height = Math.max(1, frame.rows);
  if (height === 1 && !state.text.includes('\n')) return layoutOneRow(state, columns, frame.mask);

  const rows = breakRows(state.text, columns, frame.mask);
  let y = rowOf(rows, state.cursor);
  let x = widthOf(state.text.slice(rows[y]!.start, state.cursor), frame.mask);
  if (x >= columns) {
    // A full row has no cell left for the cursor, which waits on an empty one below.
    rows.splice(y + 1, 0, { start: state.cursor, end: state.cursor });
    y += 1;
    x = 0;
  }
  const wanted = Math.min(Math.max(frame.scrollTop ?? 0, y - height + 1), y);
  const scrollTop = Math.min(wanted, Math.max(0, rows.length - height));
  return {
    rows: rows
      .slice(scrollTop, scrollTop + height)
      .map(({ start, end }) => drawCells(state.text.slice(start, end), frame.mask))
      .map((row) => clipText(row, columns)),
    cursor: { x, y: y - scrollTop },
    scrollTop,
  };
}

function layoutOneRow(state: TextInputState, columns: number, mask?: string): TextInputLayout {
  const cells = [...eachGrapheme(state.text.slice(0, state.cursor))].map((g) => drawCells(g, mask));
  let x = 0;
  let first = cells.length;
  while (first > 0) {
    const width = displayWidth(cells[first - 1]!);
    if (x + width > columns - 1) break;
    x += width;
    first -= 1;
  }
  const after = drawCells(state.text.slice(state.cursor), mask);
  const row = clipText(cells.slice(first).join('') + after, columns, '');
  return { rows: [row], cursor: { x, y: 0 }, scrollTop: 0 };
}

/** The cursor one visual row up or down, at the preferred column; null past the first or last row. */
export function moveByRow(
  state: TextInputState,
  step: -1 | 1,
  columns: number,
): { cursor: number; preferredColumn: number } | null {
  const rows = breakRows(state.text, Math.max(1, columns));
  const from = rowOf(rows, state.cursor);
  const target = rows[from + step];
  if (!target) return null;
  const preferredColumn =
    state.preferredColumn ?? widthOf(state.text.slice(rows[from]!.start, state.cursor));
  const next = rows[from + step + 1];
  const isSoft = next !== undefined && next.start === target.end;
  let cursor = target.start;
  let x = 0;
  for (const grapheme of eachGrapheme(state.text.slice(target.start, target.end))) {
    x += cellWidth(grapheme, x);
    const after = cursor + grapheme.length;
    if (x > preferredColumn || (isSoft && after === target.end)) break;
    cursor = after;
  }
  return { cursor, preferredColumn };
}

/** Rows break after spaces and beside wide characters where they can, else anywhere; none is lost. */
function breakRows(text: string, columns: number, mask?: string): VisualRow[] {
  const rows: VisualRow[] = [];
  let lineStart = 0;
  for (const line of text.split('\n')) {
    let start = lineStart;
    for (const offset of knownBreaks(line, columns, mask)) {
      rows.push({ start, end: lineStart + offset });
      start = lineStart + offset;
    }
    rows.push({ start, end: lineStart + line.length });
    lineStart += line.length + 1;
  }
  return rows;
}

/** Breaks by columns and line: a key press changes one line, a long post has thousands. */
const breaksByColumns = new Map<number, Map<string, number[]>>();
const linesKept = 10_000;

function knownBreaks(line: string, columns: number, mask?: string): number[] {
  if (mask !== undefined) return findBreaks(line, columns, mask);
  let known = breaksByColumns.get(columns);
  if (!known || known.size > linesKept) {
    known = new Map();
    breaksByColumns.set(columns, known);
    if (breaksByColumns.size > 8) breaksByColumns.delete(breaksByColumns.keys().next().value!);
  }
  let breaks = known.get(line);
  if (!breaks) {
    breaks = findBreaks(line, columns);
    known.set(line, breaks);
  }
  return breaks;
}

function findBreaks(line: string, columns: number, mask?: string): number[] {
  const breaks: number[] = [];
  let start = 0;
  let breakable = 0;
  let index = 0;
  let x = 0;
  for (const grapheme of eachGrapheme(line)) {
    let width = cellWidth(grapheme, x, mask);
    while (x + width > columns && index > start) {
      start = breakable > start && grapheme !== ' ' ? breakable : index;
      breaks.push(start);
      x = widthOf(line.slice(start, index), mask);
      width = cellWidth(grapheme, x, mask);
    }
    x += width;
    index += grapheme.length;
    if (grapheme === ' ' || grapheme === '\t' || width > 1) breakable = index;
  }
  return breaks;
}

function rowOf(rows: readonly VisualRow[], cursor: number): number {
  return rows.findLastIndex((row) => row.start <= cursor);
}

function cellWidth(grapheme: string, x: number, mask?: string): number {
  if (mask !== undefined) return displayWidth(mask);
  return grapheme === '\t' ? tabSize - (x % tabSize) : displayWidth(grapheme);
}

function widthOf(text: string, mask?: string): number {
  let x = 0;
  for (const grapheme of eachGrapheme(text)) x += cellWidth(grapheme, x, mask);
  return x;
}

function drawCells(text: string, mask?: string): string {
  if (mask === undefined && !text.includes('\t')) return text;
  let drawn = '';
  let x = 0;
  for (const grapheme of eachGrapheme(text)) {
    const width = cellWidth(grapheme, x, mask);
    drawn += mask ?? (grapheme === '\t' ? ' '.repeat(width) : grapheme);
    x += width;
  }
  return drawn;
}

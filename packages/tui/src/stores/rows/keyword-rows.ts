// The window of the words that call me, and their marks in what others say.

import type { KeywordIndex } from '@parley/shared/keyword-match';
import { clipText, sanitizeText } from '@parley/shared/text';
import type { StyledRow } from '../../theme/index.ts';
import type { AppState } from '../app-state.ts';
import { computeLayout } from '../layout.ts';
import type { Overlay } from '../overlay.ts';
import { frame } from './frame-rows.ts';
import type { PlacedRows } from './overlay-rows.ts';
import { fillRow, span } from './row.ts';

export function keywordRows(
  state: AppState,
  { selected }: Extract<Overlay, { kind: 'keywords' }>,
): PlacedRows {
  const { x, y, columns, rows } = computeLayout(state).overlay;
  const all = state.keywords;
  const first = Math.max(0, Math.min(selected - Math.floor(rows / 2), all.length - rows));
  const shown = all.slice(first, first + rows).map((word, index): StyledRow => {
    const look = first + index === selected ? { inverse: true } : {};
    const text = clipText(sanitizeText(word, { multiline: false }), columns - 2);
    return fillRow([span(` ${text}`, { bold: true, ...look })], columns, look);
  });
  const nothing = clipText(' No word calls you but your name. n adds one.', columns);
  const content: StyledRow[] = shown.length > 0 ? shown : [[span(nothing, { color: 'muted' })]];
  return {
    x: x - 2,
    y: y - 1,
    rows: frame('Words that call you', content, { columns, rows: content.length }),
  };
}

/** The row with keywords standing out as my name does; code and links keep their own style. */
export function markKeywords(row: StyledRow, keywords: KeywordIndex): StyledRow {
  if (keywords.size === 0) return row;
  return row.flatMap((part) => {
    const { text, style } = part;
    const places = style?.color === undefined ? keywords.findPlaces(text) : [];
    if (places.length === 0) return [part];
    let at = 0;
    const pieces = places.flatMap(({ start, end }) => {
      const before = span(text.slice(at, start), style);
      at = end;
      return [before, span(text.slice(start, end), { ...style, color: 'accent', bold: true })];
    });
    return [...pieces, span(text.slice(at), style)].filter((piece) => piece.text !== '');
  });
}

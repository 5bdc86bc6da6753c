// Small makers of styled rows, for everything that a list shows.

import { clipText, displayWidth } from '@parley/shared/text';
import { rowWidth } from '../../terminal/index.ts';
import type { Span, SpanStyle, StyledRow } from '../../theme/index.ts';

/** A span; without a style it is plain text. */
export function span(text: string, style?: SpanStyle): Span {
  return style === undefined ? { text } : { text, style };
}

/** `──── label ────`, the label in the middle. */
export function ruleRow(label: string, columns: number, style: SpanStyle, line = '─'): StyledRow {
  const shown = label === '' ? '' : ` ${clipText(label, columns - 4)} `;
  const left = Math.max(0, Math.floor((columns - displayWidth(shown)) / 2));
  const right = Math.max(0, columns - displayWidth(shown) - left);
  return [span(line.repeat(left) + shown + line.repeat(right), style)];
}

/** The row filled with spaces up to a width; a wider row stays as it is. */
export function fillRow(row: StyledRow, columns: number, style?: SpanStyle): StyledRow {
  const missing = columns - rowWidth(row);
  return missing > 0 ? [...row, span(' '.repeat(missing), style)] : row;
}

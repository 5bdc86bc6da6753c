// Display width in terminal columns and the cuts that respect it: graphemes, clip, pad.

import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const beyondPrintableAscii = /[^\x20-\x7e]/;

/** A bounded memo: width is pure, and asking `string-width` costs a dozen regular expressions. */
const widths = new Map<string, number>();
const widthsKept = 8_192;
const longestKept = 32;

/** Columns that the text takes in a terminal. Newlines and tabs count as nothing. */
export function displayWidth(text: string): number {
  if (!beyondPrintableAscii.test(text)) return text.length;
  let width = 0;
  for (const grapheme of eachGrapheme(text)) width += graphemeWidth(grapheme);
  return width;
}

function graphemeWidth(grapheme: string): number {
  if (grapheme.length === 1 && !beyondPrintableAscii.test(grapheme)) return 1;
  const known = widths.get(grapheme);
  if (known !== undefined) return known;
  const width = stringWidth(grapheme);
  if (grapheme.length <= longestKept) {
    if (widths.size >= widthsKept) widths.clear();
    widths.set(grapheme, width);
  }
  return width;
}

/** The text's user-perceived characters. */
export function splitGraphemes(text: string): string[] {
  return beyondPrintableAscii.test(text) ? [...eachGrapheme(text)] : text.split('');
}

/** Yields the text's user-perceived characters one by one, for callers that stop early. */
export function* eachGrapheme(text: string): Generator<string, void> {
  let start = 0;
  while (start < text.length) {
    let end = start + 1;
    if (standsAlone(text, start)) {
      if (end === text.length || standsAlone(text, end)) {
        yield text[start]!;
        start = end;
        continue;
      }
    }
    while (end < text.length && !(standsAlone(text, end - 1) && standsAlone(text, end))) end++;
    for (const { segment } of segmenter.segment(text.slice(start, end))) yield segment;
    start = end;
  }
}

/**
 * True for characters between two of which there always is a boundary (ASCII, Latin, Greek and
 * Cyrillic letters, kana, Han, Hangul syllables), so that most text never meets the slow segmenter.
 */
function standsAlone(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code < 0x7f) return code >= 0x20 || code === 0x0a || code === 0x09;
  if (code < 0x483) return (code >= 0xa0 && code < 0x300 && code !== 0xad) || code >= 0x370;
  return (
    (code >= 0x4e00 && code <= 0x9fff) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0x30a0 && code <= 0x30ff) ||
    (code >= 0x3041 && code <= 0x3096)
  );
}

/** The longest beginning of one line that fits, with the ellipsis when something was cut off. */
export function clipText(text: string, columns: number, ellipsis = '…'): string {
  if (columns <= 0) return '';
  const tail = displayWidth(ellipsis) <= columns ? ellipsis : '';
  const room = columns - displayWidth(tail);
  let width = 0;
  let kept = 0;
  let fitting = 0;
  for (const grapheme of eachGrapheme(text)) {
    width += graphemeWidth(grapheme);
    if (width > columns) return text.slice(0, fitting) + tail;
    kept += grapheme.length;
    if (width <= room) fitting = kept;
  }
  return text;
}

/** The line clipped or filled with spaces to exactly this many columns. */
export function padText(text: string, columns: number): string {
  const clipped = clipText(text, columns);
  return clipped + ' '.repeat(Math.max(0, columns - displayWidth(clipped)));
}

// Where a cursor may stand: grapheme, word and line boundaries around an index of a text.

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const words = new Intl.Segmenter('en', { granularity: 'word' });

/** Longest stretch searched for a word; a longer one is crossed in several steps. */
const wordReach = 1_024;

const isAscii = (text: string, index: number): boolean => {
  const code = text.charCodeAt(index);
  return code >= 0x20 && code < 0x7f;
};

/** The nearest grapheme boundary before the index, or 0. */
export function previousBoundary(text: string, index: number): number {
  if (index <= 1) return 0;
  if (isAscii(text, index - 1) && isAscii(text, index - 2)) return index - 1;
  return graphemes.segment(text).containing(index - 1)?.index ?? 0;
}

/** The nearest grapheme boundary after the index, or the text's length. */
export function nextBoundary(text: string, index: number): number {
  if (index >= text.length - 1) return text.length;
  if (isAscii(text, index) && isAscii(text, index + 1)) return index + 1;
  const found = graphemes.segment(text).containing(index);
  return found ? found.index + found.segment.length : text.length;
}

/** The index itself if it is a boundary, else the next one. */
export function snapToBoundary(text: string, index: number): number {
  if (index <= 0) return 0;
  if (index >= text.length) return text.length;
  const found = graphemes.segment(text).containing(index);
  return !found || found.index === index ? index : found.index + found.segment.length;
}

/** The start of the word before the index, crossing spaces and punctuation. */
export function previousWord(text: string, index: number): number {
  const from = snapToBoundary(text, Math.max(0, index - wordReach));
  const found = [...words.segment(text.slice(from, index))].findLast((word) => word.isWordLike);
  return found ? from + found.index : from;
}

/** The end of the word after the index, crossing spaces and punctuation. */
export function nextWord(text: string, index: number): number {
  const to = snapToBoundary(text, Math.min(text.length, index + wordReach));
  for (const word of words.segment(text.slice(index, to))) {
    if (word.isWordLike) return index + word.index + word.segment.length;
  }
  return to;
}

/** The index after the newline before, or 0. */
export function lineStart(text: string, index: number): number {
  return index === 0 ? 0 : text.lastIndexOf('\n', index - 1) + 1;
}

/** The index of the newline after, or the text's length. */
export function lineEnd(text: string, index: number): number {
  const newline = text.indexOf('\n', index);
  return newline === -1 ? text.length : newline;
}

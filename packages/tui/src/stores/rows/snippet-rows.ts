// The piece of a post that a search found, the words that were looked for standing out.

import { sanitizeText } from '@parley/shared/text';
import { wrapSpans } from '../../terminal/index.ts';
import type { Span, StyledRow } from '../../theme/index.ts';
import { span } from './row.ts';

const mostRows = 2;

const drawn = new Map<string, { columns: number; rows: StyledRow[] }>();
const keptSnippets = 500;

/** At most two rows; the marks `\u0002` and `\u0003` of the server become a style, wherever they stand. */
export function snippetRows(snippet: string, columns: number): StyledRow[] {
  const known = drawn.get(snippet);
  if (known?.columns === columns) return known.rows;
  const rows = wrapSpans(snippetSpans(snippet), Math.max(1, columns)).slice(0, mostRows);
  if (drawn.size >= keptSnippets) drawn.clear();
  drawn.set(snippet, { columns, rows });
  return rows;
}

function snippetSpans(snippet: string): Span[] {
  let isFound = false;
  return snippet.split(/([\u0002\u0003])/u).flatMap((piece): Span[] => {
    if (piece === '\u0002' || piece === '\u0003') {
      isFound = piece === '\u0002';
      return [];
    }
    const text = sanitizeText(piece, { multiline: false });
    if (text === '') return [];
    return [span(text, isFound ? { color: 'accent', bold: true } : { color: 'muted' })];
  });
}

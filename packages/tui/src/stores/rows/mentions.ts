// My own name stands out where others say it.

import type { StyledRow } from '../../theme/index.ts';
import { span } from './row.ts';

/** The row with mentions of the name in bold; code and links keep their own style. */
export function markMentions(row: StyledRow, myName: string | null): StyledRow {
  if (myName === null) return row;
  const pattern = mentionPattern(myName);
  return row.flatMap((part) => {
    if (part.style?.color !== undefined || !pattern.test(part.text)) return [part];
    return part.text
      .split(pattern)
      .filter((piece) => piece !== '')
      .map((piece) => {
        const isMention = pattern.test(piece) && piece.replace(/^@/u, '').length === myName.length;
        return isMention
          ? span(piece, { ...part.style, color: 'accent', bold: true })
          : span(piece, part.style);
      });
  });
}

const patterns = new Map<string, RegExp>();

// With the mention in a group, `split` keeps it as a piece of its own.
function mentionPattern(name: string): RegExp {
  let pattern = patterns.get(name);
  if (pattern === undefined) {
    pattern = new RegExp(
      String.raw`(?<![\w.-])(@?${name.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)})(?![\w-])`,
      'iu',
    );
    patterns.clear();
    patterns.set(name, pattern);
  }
  return pattern;
}

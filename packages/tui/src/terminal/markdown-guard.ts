// The way into the Markdown lexer: what would make it run for ever or overflow the stack stays out.
//
// marked recurses once per nested quote or list item, fills every row of a table to the width of
// its header, and takes time quadratic in the number of emphasis, link and tag delimiters of one
// paragraph, and in the length of a word that may be an address. So depth and table size are capped
// before lexing, and each paragraph's delimiters and long words are counted against a budget for the
// whole source. What exceeds a cap is shown as plain text.

import { Lexer, type MarkedToken, type Token } from 'marked';

const longestSource = 250_000;
const deepestNesting = 16;
const deepestIndent = 60;
const tableCells = 20_000;
const delimitersPerText = 500;
const longestWord = 1_000;
/** Sum over all texts of their delimiter count squared, and of their long words' length squared. */
const costBudget = 3_000_000;

const containerPrefix = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))*/;
const containerMarker = />|[-+*]|\d+[.)]/g;
const indentedItem = new RegExp(`^[ \\t]{${deepestIndent},}(?:>|[-+*][ \\t]|\\d{1,9}[.)][ \\t])`);
const delimiterRow = /^[ \t>|:-]*$/;
const delimiter = /[*_~[\]<!`]/g;
const longWord = /\S{250,}/g;

/** The source's block tokens with their inline tokens, or null where it has to be shown as it is. */
export function lexMarkdown(source: string): MarkedToken[] | null {
  if (source.length > longestSource || isTooDeep(source)) return null;
  try {
    const lexer = new Lexer({ gfm: true });
    const tokens = lexer.blockTokens(source.replace(/\r\n?/g, '\n'), []);
    const lexText = budgetedLexer(lexer);
    for (const text of lexer.inlineQueue) lexText(text.src, text.tokens);
    return tokens as MarkedToken[];
  } catch {
    return null;
  }
}

/** Inline tokens line by line: no headings, lists or tables. Null as for `lexMarkdown`. */
export function lexLines(lines: readonly string[]): Token[][] | null {
  try {
    const lexText = budgetedLexer(new Lexer({ gfm: true }));
    return lines.map((line) => lexText(line, []));
  } catch {
    return null;
  }
}

/** Lexes inline text until the budget is spent; after that, and beyond the caps, text stays plain. */
function budgetedLexer(lexer: Lexer): (text: string, tokens: Token[]) => Token[] {
  let budget = costBudget;
  return (text, tokens) => {
    const delimiters = text.match(delimiter)?.length ?? 0;
    const words = text.match(longWord)?.map((word) => word.length) ?? [];
    budget -= words.reduce((sum, length) => sum + length ** 2, delimiters ** 2);
    const isModest = delimiters <= delimitersPerText && words.every((word) => word <= longestWord);
    if (isModest && budget >= 0) return lexer.inlineTokens(text, tokens);
    tokens.push({ type: 'text', raw: text, text, escaped: false });
    return tokens;
  };
}

function isTooDeep(source: string): boolean {
  let rows = 0;
  let tableWidth = 0;
  for (const line of source.split('\n')) {
    const markers = containerPrefix.exec(line)?.[0].match(containerMarker)?.length ?? 0;
    if (markers > deepestNesting || indentedItem.test(line)) return true;
    const isBlank = line.trim() === '';
    rows = isBlank ? 0 : rows + 1;
    if (isBlank) tableWidth = 0;
    if (line.includes('|') && delimiterRow.test(line)) {
      tableWidth = Math.max(tableWidth, line.split('|').length);
    }
    if (tableWidth * rows > tableCells) return true;
  }
  return false;
}

// The terminal sanitizer: other people's text in, text that can neither command nor misalign a terminal out.
//
// It runs in steps, each a few `replace` calls over the whole text, so cost is linear:
//   1. single code points: controls, directions, invisible and filler characters
//   2. what is only good inside an emoji: selectors, joiners, skin tones, tags, flag letters
//   3. marks: at most 8 in a row, none on an emoji
//   4. characters that glue themselves to a neighbour without being a mark
//   5. clusters without end, rows that begin with a mark
// The order is what makes it idempotent: no step brings together what an earlier one looks at.
// ESC loses its byte and nothing else: `ESC]52;c;…` is shown as `]52;c;…`, so readers see the attempt.

import { isSuspicious, rules } from './text-sanitize-rules.ts';

export interface SanitizeOptions {
  /** False turns newlines and tabs into spaces, for names, titles and other one-row places. Default true. */
  multiline?: boolean;
}

/**
 * Text that is inert in a terminal and whose every grapheme has a stable width of at least one
 * column. Newlines and tabs stay unless `multiline` is false. Idempotent. Sanitize after all
 * decoding (entities, JSON, Markdown), right before the text is drawn.
 */
export function sanitizeText(input: string, options: SanitizeOptions = {}): string {
  const text = options.multiline === false ? input.replace(rules.breaks, ' ') : input;
  if (!isSuspicious(text)) return text;
  return limitClusters(limitGlue(limitMarks(limitEmojiParts(replaceControls(text)))));
}

/**
 * What the daemon does to bodies on write: line ends become `\n`, C0 controls but `\n` and `\t`,
 * DEL and C1 go, lone surrogates become U+FFFD. Direction and joining characters stay: they are
 * part of the text, and each reader's screen decides how to show them.
 */
export function stripForStorage(input: string): string {
  if (!rules.unstorable.test(input)) return input;
  return showReturns(input).replace(rules.controls, '').toWellFormed();
}

/** True when nothing in the text can be seen: empty, or only spaces, controls, format and filler characters. */
export function isBlankText(input: string): boolean {
  return !rules.visible.test(input);
}

function showReturns(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '␍');
}

function replaceControls(text: string): string {
  return showReturns(text)
    .replace(rules.controls, '')
    .replace(rules.lineSeparators, '\n')
    .replace(rules.fillers, ' ')
    .replace(rules.invisible, '')
    .toWellFormed();
}

function limitEmojiParts(text: string): string {
  return eachEmojiStretch(text.replace(rules.looseLeaders, ''), (stretch) =>
    stretch.replace(rules.emojiParts, (match, ...captures) => {
      const { kept } = captures.at(-1) as { kept?: string };
      if (kept) return rules.loneSkinTone.test(kept) ? '' : kept;
      return rules.flagLetters.test(match) ? Array.from(match, toPlainLetter).join('') : '';
    }),
  );
}

// Looking for emoji takes 2 µs a character: a paste of a megabyte with one in it stood for seconds.
function eachEmojiStretch(text: string, change: (stretch: string) => string): string {
  return text.replace(rules.emojiStretches, (stretch) =>
    rules.emojiLike.test(stretch) ? change(stretch) : stretch,
  );
}

// Half a flag, or a flag of no country, is one column to some terminals and two to others.
function toPlainLetter(indicator: string): string {
  return String.fromCodePoint(indicator.codePointAt(0)! - 0x1f1e6 + 0x41);
}

function limitMarks(text: string): string {
  return eachEmojiStretch(text.replace(rules.markFlood, ''), (stretch) =>
    stretch.replace(rules.markedEmoji, '$1'),
  );
}

function limitGlue(text: string): string {
  return text
    .replace(rules.repeatedJamo, '')
    .replace(rules.looseSaraAm, (am) => (am === '\u0e33' ? '\u0e32' : '\u0eb2'))
    .replace(rules.looseVoicing, (mark) => (mark === '\uff9e' ? '゛' : '゜'));
}

function limitClusters(text: string): string {
  return text.replace(rules.longConjunct, '$1\u200c').replace(rules.markWithoutBase, '◌');
}

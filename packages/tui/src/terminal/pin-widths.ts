// Emoji and flags, which terminals measure differently, are held to the columns that we count.
//
// Each stands between a saved cursor and a step of its width from there. Drawn wider or narrower than
// that, it looks odd itself, but moves nothing beside it. Letters are left alone: half of one is unreadable.

import { displayWidth, splitGraphemes } from '@parley/shared/text';

const ESC = '\u001b';
const save = `${ESC}7`;
const back = `${ESC}8`;

const { raw } = String;
const newer = raw`[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]--[\0-\u218f]`;
const uncertain = new RegExp(raw`[[${newer}]\ufe0f\u20e3]`, 'v');
/** Stretches of what may be of more than one character, with what may begin one: the digit of a keycap, ©. */
const stretches = /[0-9#*\u00a9\u00ae]?[^\0-\u02ff]+/gu;

/** The same output, with what is uncertain pinned; sequences in it stay as they are. */
export function pinWidths(output: string): string {
  if (!uncertain.test(output)) return output;
  return output.replaceAll(stretches, (stretch) =>
    uncertain.test(stretch) ? splitGraphemes(stretch).map(pin).join('') : stretch,
  );
}

function pin(grapheme: string): string {
  if (!uncertain.test(grapheme)) return grapheme;
  const width = displayWidth(grapheme);
  if (width === 0) return grapheme;
  // Blank first: drawn narrower, it would leave what stood there.
  return `${save}${' '.repeat(width)}${back}${grapheme}${back}${ESC}[${width}C`;
}

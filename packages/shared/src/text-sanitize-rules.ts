// The character classes of the sanitizer: which code points go, stay, or depend on their neighbours.

const { raw } = String;

const controls = raw`\u0000-\u0008\u000b-\u001f\u007f-\u009f`;
const joiners = raw`\u200c\u200d`;
const tags = raw`\u{e0020}-\u{e007f}`;

// Blank but as wide as a letter in some terminals, nothing in others.
const fillers = raw`\u115f\u1160\u3164\uffa0`;

// Letters that attach to the next character (grapheme break Prepend): a flood of them is one cluster.
const leaders = raw`\u0d4e\u{111c2}\u{111c3}\u{113d1}\u{1193f}\u{11941}\u{11a3a}\u{11a84}-\u{11a89}\u{11d46}\u{11f02}`;

// Joiners change how these scripts are written; anywhere else they only hide.
const joiningScripts = ['Arab', 'Syrc', 'Nkoo', 'Mong', 'Deva', 'Beng', 'Guru', 'Gujr', 'Orya']
  .concat(['Taml', 'Telu', 'Knda', 'Mlym', 'Sinh', 'Khmr', 'Tibt', 'Mymr', 'Lana', 'Bali', 'Sund'])
  .concat(['Java', 'Mtei', 'Khar', 'Cakm', 'Diak', 'Zanb', 'Soyo', 'Kawi'])
  .map((script) => raw`\p{scx=${script}}`)
  .join('');

// Viramas that bind the next consonant into the same cluster.
const viramas = raw`\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d\u1039\u17d2\u1a60\u1b44\u1bab\ua9c0\uaaf6\u{10a3f}\u{11133}\u{113d0}\u{1193e}\u{11a47}\u{11a99}\u{11f42}`;

const boundConsonant = raw`\p{L}[\p{M}--[${viramas}]]{0,8}[${viramas}]\p{M}{0,8}`;

const jamoLead = raw`\u1100-\u115e\ua960-\ua97c`;
const jamoVowel = raw`\u1161-\u11a7\ud7b0-\ud7c6`;
const jamoTail = raw`\u11a8-\u11ff\ud7cb-\ud7fb`;

// The four longest real emoji have four parts; a chain without end would be one cluster of two columns.
const emojiPart = raw`(?:\p{Emoji_Modifier_Base}\p{Emoji_Modifier}|\p{Extended_Pictographic}\ufe0f?)`;
const emoji = raw`(?:${emojiPart}(?:\u200d${emojiPart}){1,3}|\p{RGI_Emoji})`;
const joiningLetter = raw`[[${joiningScripts}]&&\p{L}]`;
const neededJoiner = raw`(?<=${joiningLetter}\p{M}{0,8})[${joiners}](?=${joiningLetter})`;

// Thai and Lao SARA AM belongs after a consonant of its script, with a tone mark between at most.
const amBase = raw`\u0e01-\u0e2e\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0e81-\u0eb0\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd`;

const suspicious = new RegExp(
  raw`[${controls}\u2028\u2029\p{Cf}\p{Cs}\p{M}\p{Default_Ignorable_Code_Point}\p{Regional_Indicator}` +
    raw`\p{Emoji_Modifier}\u0e33\u0eb3\uff9e\uff9f${leaders}${jamoLead}${jamoVowel}${jamoTail}]`,
  'v',
);
const beyondPlainAscii = /[^\t\n\x20-\x7e]/;

/** False when no rule can match: the answer for almost every text, found in one scan. */
export function isSuspicious(text: string): boolean {
  return beyondPlainAscii.test(text) && suspicious.test(text);
}

let emojiRulesMade: { parts: RegExp; marked: RegExp } | undefined;

/** Made when first needed: V8 takes 12 ms to read one list of all emoji, a third of a command's start. */
function emojiRules() {
  emojiRulesMade ??= {
    parts: new RegExp(
      raw`(?<kept>${emoji}|${neededJoiner})|\p{Regional_Indicator}{1,2}|[${joiners}${tags}\ufe0f\u20e3]`,
      'gv',
    ),
    marked: new RegExp(raw`(${emoji})[\p{M}--[\ufe0f\u20e3]]{1,8}`, 'gv'),
  };
  return emojiRulesMade;
}

export const rules = {
  breaks: /\r\n|[\n\t\u2028\u2029]/g,
  controls: new RegExp(`[${controls}]`, 'g'),
  unstorable: new RegExp(raw`[${controls}\p{Cs}]`, 'u'),
  visible: /[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u,
  lineSeparators: /[\u2028\u2029]/g,
  fillers: new RegExp(`[${fillers}]`, 'g'),
  invisible: new RegExp(
    raw`[[\p{Cf}\p{Default_Ignorable_Code_Point}]--[${joiners}${tags}\ufe0f]]`,
    'gv',
  ),
  looseLeaders: new RegExp(raw`[${leaders}](?=[${leaders}]|\P{Lo}|$)`, 'gv'),
  /** Stretches that may hold an emoji whole: it is all beyond ASCII, but for the digit of a keycap. */
  emojiStretches: /[0-9#*]?[^\0-\x7f]+/g,
  emojiLike: new RegExp(
    raw`[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}${joiners}${tags}\ufe0f\u20e3]`,
    'v',
  ),
  get emojiParts() {
    return emojiRules().parts;
  },
  loneSkinTone: /^\p{Emoji_Modifier}$/u,
  flagLetters: /^\p{Regional_Indicator}/u,
  repeatedJamo: new RegExp(
    [jamoLead, jamoVowel, jamoTail].map((jamo) => `(?<=[${jamo}])[${jamo}]`).join('|'),
    'g',
  ),
  looseSaraAm: new RegExp(raw`(?<![${amBase}])[\u0e33\u0eb3]`, 'g'),
  looseVoicing: /(?<![\uff66-\uff9d])[\uff9e\uff9f]/g,
  // Looking back a fixed way instead of `\p{M}+`: V8's backtrack stack overflows on millions of marks.
  markFlood: /(?<=\p{M}{8})\p{M}/gu,
  get markedEmoji() {
    return emojiRules().marked;
  },
  longConjunct: new RegExp(
    raw`((?:${boundConsonant}\u200d?){2}${boundConsonant})\u200d?(?=${joiningLetter})`,
    'gv',
  ),
  markWithoutBase: /(?<=^|[\n\t])(?=\p{M})/gu,
} as const;

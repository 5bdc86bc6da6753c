// The sanitizer against the hostile content of the attack list (D, rows 87–101) and its law I12.

import {
  displayWidth,
  isBlankText,
  sanitizeText,
  splitGraphemes,
  stripForStorage,
} from '@parley/shared/text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const ESC = '\x1b';
const neverShown = new RegExp(
  String.raw`[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u200b\u200e\u200f\u2028-\u202e]` +
    String.raw`|[\u2060-\u206f\u3164\ufeff\uffa0]|[\ufe00-\ufe0e]|[\u{e0000}-\u{e001f}]|\p{Cs}`,
  'u',
);

/** What attackers type: whole and broken control sequences, invisible and gluing characters. */
const hostileFragment = fc.oneof(
  fc.constantFrom(
    ESC,
    `${ESC}[`,
    `${ESC}]`,
    `${ESC}P`,
    `${ESC}_`,
    `${ESC}^`,
    `${ESC}X`,
    `${ESC}\\`,
  ),
  fc.constantFrom(
    '\x9b',
    '\x9d',
    '\x90',
    '\x9c',
    '\x07',
    '\x08',
    '\x7f',
    '\0',
    '\r',
    '\n',
    '\r\n',
    '\t',
  ),
  fc.constantFrom('2J', '?1049l', '52;c;cm0=', '8;;https://evil', '0;pwn', '6n', 'tmux;', '$qm'),
  fc.constantFrom(
    '\u202e',
    '\u2066',
    '\u2069',
    '\u061c',
    '\u200b',
    '\u200c',
    '\u200d',
    '\u200f',
    '\u2028',
  ),
  fc.constantFrom(
    '\ufe0f',
    '\ufe0e',
    '\u20e3',
    '\u3164',
    '\u1160',
    '\uffa0',
    '\u0301',
    '\u0903',
    '\u{e0067}',
  ),
  fc.constantFrom(
    '👩',
    '❤',
    '❤️',
    '👍🏽',
    '🏽',
    '🇩🇪',
    '🇩',
    '🇽',
    '1️⃣',
    '1',
    '🏴\u{e0067}\u{e0062}\u{e007f}',
    '⌚',
  ),
  fc.constantFrom(
    'क',
    '\u094d',
    'ि',
    'ک',
    'ت',
    'ﾞ',
    'ｶ',
    'ำ',
    'ก',
    'ᄀ',
    'ᅡ',
    'ᆨ',
    '각',
    '\u0d4e',
    '\u06dd',
  ),
  fc.constantFrom(
    '\ud800',
    '\udc00',
    'a',
    ' ',
    '漢',
    'é',
    'ﷺ',
    '\u034f',
    '\u{1f1e6}',
    '\ufff9',
    '\u00ad',
  ),
);
const hostileText = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: hostileFragment },
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    {
      maxLength: 24,
    },
  )
  .map((parts) => parts.join(''));

describe('I12: sanitized text', () => {
  it('has no forbidden code point, and sanitizing again changes nothing', () => {
    fc.assert(
      fc.property(hostileText, fc.boolean(), (text, multiline) => {
        const safe = sanitizeText(text, { multiline });
        expect(safe).not.toMatch(neverShown);
        expect(safe).not.toMatch(/\p{M}{9}/u);
        if (!multiline) expect(safe).not.toMatch(/[\n\t]/);
        expect(sanitizeText(safe, { multiline })).toBe(safe);
      }),
      { numRuns: 3_000 },
    );
  });

  it('stays inert when a sequence is split over two messages that are drawn side by side', () => {
    fc.assert(
      fc.property(hostileText, fc.nat(), (text, at) => {
        const cut = at % (text.length + 1);
        const joined = sanitizeText(text.slice(0, cut)) + sanitizeText(text.slice(cut));
        expect(joined).not.toMatch(neverShown);
        expect(sanitizeText(sanitizeText(joined))).toBe(sanitizeText(joined));
      }),
      { numRuns: 1_000 },
    );
  });

  it('has no character without a column of its own, and no endless one', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const grapheme of splitGraphemes(sanitizeText(text))) {
          if (grapheme === '\n' || grapheme === '\t') continue;
          expect(displayWidth(grapheme), JSON.stringify(grapheme)).toBeGreaterThanOrEqual(1);
          expect(grapheme.length).toBeLessThanOrEqual(64);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('is the very same string when there is nothing to do', () => {
    const harmless = `plain\ttext\n漢字 привет 👍 ${'x'.repeat(1_000)}`;
    expect(sanitizeText(harmless)).toBe(harmless);
  });
});

describe('attack list D', () => {
  it.each([
    ['87 clipboard', `${ESC}]52;c;cm0gLXJmIC8=\x07`, ']52;c;cm0gLXJmIC8='],
    [
      '88 hyperlink',
      `${ESC}]8;;https://evil\x07bank.org${ESC}]8;;\x07`,
      ']8;;https://evilbank.org]8;;',
    ],
    ['89 title', `${ESC}]0;pwn\x07${ESC}]2;x${ESC}\\`, ']0;pwn]2;x\\'],
    ['89 focus, font', `${ESC}]1337;StealFocus\x07${ESC}]50;`, ']1337;StealFocus]50;'],
    [
      '90 screen and modes',
      `${ESC}[2J${ESC}[H${ESC}[10A${ESC}[?1049l${ESC}[8m`,
      '[2J[H[10A[?1049l[8m',
    ],
    ['91 queries', `${ESC}[6n${ESC}[c${ESC}P$qm${ESC}\\${ESC}GQ`, '[6n[cP$qm\\GQ'],
    ['92 passthrough', `${ESC}Ptmux;x${ESC}\\${ESC}_G${ESC}^${ESC}X`, 'Ptmux;x\\_G^X'],
    ['93 8-bit controls', '\x9b2J\x9d52;c;x\x9c\x90q\x9c', '2J52;c;xq'],
    ['94 unterminated', `${ESC}]52;c;AAAA${ESC}`, ']52;c;AAAA'],
    ['97 carriage return', 'real\rFAKE\r\nnext', 'real␍FAKE\nnext'],
    ['97 backspace, feeds, bells', `ab\b\bXY\x0b\x0c${'\x07'.repeat(1_000)}`, 'abXY'],
    ['98 overrides', 'invoice\u202egpj.exe\u2066\u2069\u061c', 'invoicegpj.exe'],
    ['100 marks', `a${'\u0301'.repeat(5_000)}`, `a${'\u0301'.repeat(8)}`],
    ['101 family, heart, flag', '👨‍👩‍👧 ❤️ 🇩🇪 1️⃣ 👍🏽', '👨‍👩‍👧 ❤️ 🇩🇪 1️⃣ 👍🏽'],
    ['101 flag of nowhere', '🇽🇩🇩🇪🇦', 'XD🇩🇪A'],
    ['101 blank fillers', 'a\u3164\u115f\u1160\uffa0b', 'a    b'],
    ['101 loose selectors and joiners', '#\ufe0f a\u200db a\ufe0f ⌚\ufe0e', '# ab a ⌚'],
  ])('row %s', (_row, payload, shown) => {
    expect(sanitizeText(payload)).toBe(shown);
  });

  it('row 24/98: hidden text in tag characters is gone, the flags of tag characters stay', () => {
    const hidden = Array.from('ignore', (c) =>
      String.fromCodePoint(0xe0000 + c.charCodeAt(0)),
    ).join('');
    expect(sanitizeText(`hello${hidden}`)).toBe('hello');
    const scotland = '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}';
    expect(sanitizeText(scotland)).toBe(scotland);
  });

  it('keeps what languages need: Persian ZWNJ, Hindi conjuncts, Thai AM, decomposed accents', () => {
    for (const text of [
      'می\u200cخواهم',
      'क्षत्रिय',
      'ร\u094dक\u094d\u200dष',
      'น้ำ',
      'e\u0301',
      'שָׁלוֹם',
      '한글',
    ]) {
      expect(sanitizeText(text)).toBe(text);
    }
  });

  it('gives a mark at the start of a row a base of its own', () => {
    expect(sanitizeText('\u0301a\n\u0301')).toBe('◌\u0301a\n◌\u0301');
  });

  it.each([
    ['a flood of marks', `a${'\u0301'.repeat(500_000)}`],
    ['a flood of escapes', `${ESC}]52;`.repeat(200_000)],
    ['a flood of joiners', '👩\u200d'.repeat(300_000)],
    ['a flood of flags', '🇩'.repeat(300_000)],
    ['a flood of conjuncts', 'क\u094d'.repeat(300_000)],
    ['a flood of leaders', '\u0d4e'.repeat(500_000)],
  ])('1 MB in linear time: %s', (_name, payload) => {
    const before = process.cpuUsage();
    const safe = sanitizeText(payload);
    expect(sanitizeText(safe)).toBe(safe);
    // Of this process alone, and far more than a slow machine needs: what is not linear takes minutes.
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000_000).toBeLessThan(20);
  });
});

describe('one row', () => {
  it('turns newlines and tabs into a space', () => {
    expect(sanitizeText('a\r\nb\tc\u2028d', { multiline: false })).toBe('a b c d');
  });
});

describe('stripForStorage', () => {
  it('drops what a terminal obeys and PostgreSQL refuses, and keeps the rest', () => {
    expect(stripForStorage(`a\0b${ESC}[2J\x9bc\r\nd\te\ud800 \u202e`)).toBe(
      'ab[2Jc\nd\te\ufffd \u202e',
    );
  });

  it('is idempotent and leaves only storable text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const stored = stripForStorage(text);
        expect(stored).not.toMatch(/(?![\n\t])\p{Cc}|\p{Cs}/u);
        expect(stripForStorage(stored)).toBe(stored);
      }),
    );
  });
});

describe('isBlankText', () => {
  it.each(['', '   ', '\n\t', '\u200b\u2060', '\u3164\u00a0', '\u2800', '\ufe0f', '\u{e0041}'])(
    '%j is blank',
    (text) => {
      expect(isBlankText(text)).toBe(true);
    },
  );
  it.each(['a', ' . ', '👍', '漢', '\ue000'])('%j is not', (text) => {
    expect(isBlankText(text)).toBe(false);
  });
});

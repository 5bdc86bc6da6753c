// Laws of width, clipping, padding and wrapping.

import {
  clipText,
  displayWidth,
  expandTabs,
  padText,
  sanitizeText,
  splitGraphemes,
  wrapText,
} from '@parley/shared/text';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';

const word = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom(
    '漢字かな交じり',
    '👨‍👩‍👧',
    '❤️',
    '🇩🇪',
    'e\u0301',
    'नमस्ते',
    'привет',
    'ｶﾞ',
    'x'.repeat(70),
  ),
);
const prose = fc
  .array(fc.oneof(word, fc.constantFrom(' ', '  ', '\n', '\t')), { maxLength: 30 })
  .map((words) => sanitizeText(words.join('')));
const withoutSpace = (text: string) => text.replace(/\s/g, '');

describe('graphemes', () => {
  it('are those of Intl.Segmenter, with and without the fast path', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    fc.assert(
      fc.property(fc.oneof(prose, fc.string({ unit: 'binary' })), (text) => {
        expect(splitGraphemes(text)).toEqual(Array.from(segmenter.segment(text), (s) => s.segment));
      }),
    );
  });
});

describe('displayWidth', () => {
  it('is that of string-width', () => {
    fc.assert(
      fc.property(prose, (text) => {
        expect(displayWidth(text.replace(/[\n\t]/g, ''))).toBe(stringWidth(text));
      }),
    );
  });

  it.each([
    ['abc', 3],
    ['漢字', 4],
    ['👨‍👩‍👧', 2],
    ['❤️', 2],
    ['🇩🇪', 2],
    ['e\u0301', 1],
    ['ﷺ', 1],
    ['“…”', 3],
  ])('%s takes %i columns', (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });
});

describe('clipText and padText', () => {
  const line = prose.map((text) => text.replace(/[\n\t]/g, ' '));

  it('clip to a beginning that fits and pad to exactly the columns', () => {
    fc.assert(
      fc.property(line, fc.nat(40), (text, columns) => {
        const clipped = clipText(text, columns);
        expect(displayWidth(clipped)).toBeLessThanOrEqual(columns);
        if (clipped !== text) expect(text.startsWith(clipped.replace(/…$/, ''))).toBe(true);
        else expect(displayWidth(text)).toBeLessThanOrEqual(columns);
        expect(displayWidth(padText(text, columns))).toBe(columns);
      }),
    );
  });

  it('clip by whole characters', () => {
    expect(clipText('hello world', 8)).toBe('hello w…');
    expect(clipText('漢字漢字', 6)).toBe('漢字…');
    expect(clipText('漢字', 4)).toBe('漢字');
    expect(clipText('a👨‍👩‍👧b', 3)).toBe('a…');
    expect(padText('漢', 4)).toBe('漢  ');
  });
});

describe('wrapText', () => {
  it('gives rows that fit and lose nothing but white space', () => {
    fc.assert(
      fc.property(prose, fc.integer({ min: 8, max: 60 }), fc.nat(6), (text, columns, hanging) => {
        const rows = wrapText(text, columns, { hanging });
        for (const row of rows) {
          expect(displayWidth(row)).toBeLessThanOrEqual(columns);
          expect(row).not.toMatch(/[\n\t]/);
        }
        if (splitGraphemes(text).every((g) => displayWidth(g) <= 2)) {
          expect(withoutSpace(rows.join(''))).toBe(withoutSpace(text));
        }
      }),
    );
  });

  it('fits even one column', () => {
    for (const row of wrapText('a漢 b👍', 1)) expect(displayWidth(row)).toBeLessThanOrEqual(1);
  });

  it.each([
    ['breaks at spaces', 'the quick brown fox', 10, ['the quick', 'brown fox']],
    ['keeps explicit newlines', 'a\n\nb', 10, ['a', '', 'b']],
    ['keeps leading spaces', '  indented words', 10, ['  indented', 'words']],
    ['breaks a long word', 'abcdefghijkl', 5, ['abcde', 'fghij', 'kl']],
    ['moves a word on before it breaks it', 'ab cdefghij kl', 6, ['ab', 'cdefgh', 'ij kl']],
    ['breaks between Han characters', 'abc 漢字漢字', 7, ['abc 漢', '字漢字']],
    ['drops spaces at a break', 'abc     def', 4, ['abc', 'def']],
    ['expands tabs to stops', 'a\tb', 20, ['a   b']],
  ])('%s', (_name, text, columns, rows) => {
    expect(wrapText(text, columns)).toEqual(rows);
  });

  it('hangs every row but the first', () => {
    expect(wrapText('one two three\nfour', 7, { hanging: 2 })).toEqual([
      'one two',
      '  three',
      'four',
    ]);
  });

  it('row 102: 64 KB without a space, 5,000 newlines, 200 tabs, and 1 MB of each kind', () => {
    const before = process.cpuUsage();
    expect(wrapText('x'.repeat(65_536), 80)).toHaveLength(820);
    expect(wrapText('\n'.repeat(5_000), 80)).toHaveLength(5_001);
    expect(expandTabs('\t'.repeat(200), 8)).toBe(' '.repeat(1_600));
    expect(wrapText('x'.repeat(1_000_000), 80)).toHaveLength(12_500);
    expect(wrapText('漢'.repeat(500_000), 80)).toHaveLength(12_500);
    expect(clipText('👍'.repeat(500_000), 10)).toBe('👍👍👍👍…');
    // Of this process alone, and far more than a slow machine needs: what is not linear takes minutes.
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000_000).toBeLessThan(20);
  });
});

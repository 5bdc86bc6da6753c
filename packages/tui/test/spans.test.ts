// Rows of spans: clipping, wrapping, ANSI, and the themes behind them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clipRow,
  mergeSpans,
  rowText,
  rowWidth,
  spansToAnsi,
  wrapSpans,
} from '../src/terminal/spans.ts';
import { nickColor, type Span, sgrColors, themes } from '../src/theme/index.ts';

const span: fc.Arbitrary<Span> = fc.record({
  text: fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('漢字', '👍🏽', 'two words', ' ', '\n'),
  ),
  style: fc.constantFrom(undefined, { bold: true }, { color: 'link' as const }),
});
const spans = fc.array(span, { maxLength: 10 });
const withoutSpace = (text: string) => text.replace(/\s/g, '');

describe('wrapSpans', () => {
  it('gives rows that fit and keeps every character in its style', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: 4, max: 30 }), fc.nat(2), (given, columns, hanging) => {
        const rows = wrapSpans(given, columns, { hanging });
        for (const row of rows) expect(rowWidth(row)).toBeLessThanOrEqual(columns);
        for (const bold of [true, undefined]) {
          const styled = (list: readonly Span[]) =>
            withoutSpace(rowText(list.filter(({ style }) => style?.bold === bold)));
          expect(styled(rows.flat())).toBe(styled(given));
        }
      }),
    );
  });

  it('breaks inside a word of two styles as if it had one', () => {
    const rows = wrapSpans([{ text: 'one tw' }, { text: 'o three', style: { bold: true } }], 8);
    expect(rows).toEqual([
      [{ text: 'one tw' }, { text: 'o', style: { bold: true } }],
      [{ text: 'three', style: { bold: true } }],
    ]);
  });
});

describe('clipRow', () => {
  it('fits, and marks what it cut', () => {
    fc.assert(
      fc.property(spans, fc.nat(20), (given, columns) => {
        const row = mergeSpans(given).filter(({ text }) => !text.includes('\n'));
        const clipped = clipRow(row, columns);
        expect(rowWidth(clipped)).toBeLessThanOrEqual(columns);
        if (rowWidth(row) <= columns) expect(clipped).toBe(row);
        else if (columns > 0) expect(rowText(clipped)).toMatch(/…$/);
      }),
    );
  });
});

describe('spansToAnsi', () => {
  const row: Span[] = [
    { text: 'a' },
    { text: 'b', style: { bold: true, underline: true, color: 'error' } },
    { text: 'c', style: { color: 'text' } },
  ];

  it('writes SGR around styled spans only', () => {
    expect(spansToAnsi(row, 8)).toBe('a\x1b[1;4;91mb\x1b[0mc');
    expect(spansToAnsi(row, 24, themes.none)).toBe('a\x1b[1;4mb\x1b[0mc');
  });

  it('writes no escape where there is no colour', () => {
    expect(spansToAnsi(row, 1)).toBe('abc');
  });
});

describe('themes', () => {
  it('know every colour, and none of them has any in `none`', () => {
    for (const theme of [themes.dark, themes.light]) {
      expect(Object.keys(theme)).toEqual(Object.keys(themes.none));
      for (const color of Object.values(theme))
        if (color) expect(sgrColors[color]).toBeGreaterThan(29);
    }
    expect(Object.values(themes.none).every((color) => color === undefined)).toBe(true);
  });

  it('give a person one colour and people different ones', () => {
    expect(nickColor('ada')).toBe(nickColor('ada'));
    const names = Array.from({ length: 100 }, (_, index) => `user${index}`);
    expect(new Set(names.map(nickColor)).size).toBe(8);
  });
});

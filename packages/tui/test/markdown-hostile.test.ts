// Markdown from strangers: rows that always fit, text that is always inert, time that is bounded.

import { displayWidth } from '@parley/shared/text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderInline, renderMarkdown } from '../src/terminal/markdown.ts';
import { rowText } from '../src/terminal/spans.ts';
import type { StyledRow } from '../src/theme/index.ts';

const forbidden = /(?!\n)\p{Cc}|[\u2028-\u202e\u2066-\u2069\u200b\u200e\u200f]|\p{Cs}/u;
const post = (source: string, columns = 80) => renderMarkdown(source, { columns });
const drawn = (rows: StyledRow[]) => rows.map(rowText).join('\n');

const markup = fc.oneof(
  fc.constantFrom(
    '*',
    '**',
    '_',
    '~~',
    '`',
    '``',
    '[',
    '](',
    ')',
    '![',
    '<',
    '>',
    '> ',
    '- ',
    '1. ',
  ),
  fc.constantFrom(
    '\n- ',
    '\n> ',
    '# ',
    '\n\n',
    '\n',
    '  \n',
    '```\n',
    '~~~',
    '|',
    '|-|-|\n',
    '|a|b|\n',
  ),
  fc.constantFrom(
    '---\n',
    '\t',
    '    ',
    '[x] ',
    '&#27;',
    '&#x9b;',
    '&amp;',
    '&#8238;',
    '<b>',
    '</b>',
  ),
  fc.constantFrom(
    '<!--',
    '-->',
    'https://a.b/',
    'www.',
    '\\',
    '\x1b]52;c;',
    '\x1b[2J',
    '\x9d',
    '\r',
  ),
  fc.constantFrom('\u202e', '\u0301', '\u200d', '❤️', '👨‍👩‍👧', '漢字', 'ﾞ', '🇩', 'ᄀ', 'ᅡ', 'ก', 'ำ'),
  fc.constantFrom('word ', 'two words ', 'x'.repeat(40), '[r]: https://e.x\n', 'a@b.c ', '[r]'),
);
const source = fc
  .array(fc.oneof({ weight: 5, arbitrary: markup }, fc.string({ unit: 'binary', maxLength: 5 })), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));

describe('any source', () => {
  it.each([
    ['post', renderMarkdown],
    ['chat', renderInline],
  ])('as a %s gives rows that fit and spans that are inert', (_name, render) => {
    fc.assert(
      fc.property(source, fc.integer({ min: 1, max: 90 }), (text, columns) => {
        for (const row of render(text, { columns })) {
          expect(displayWidth(rowText(row))).toBeLessThanOrEqual(columns);
          for (const span of row) {
            expect(span.text).not.toMatch(forbidden);
            expect(span.text).not.toMatch(/[\n\t]/);
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('attack list', () => {
  it('row 88: a link never hides its host', () => {
    expect(drawn(post('[bank.org](https://evil.example)'))).toBe('bank.org <https://evil.example>');
    expect(drawn(post('[https://bank.org](https://evil.example)'))).toContain(
      '<https://evil.example>',
    );
    expect(drawn(post('[x](https://bank.org@evil.example/p)'))).toBe('x <https://evil.example/p>');
    expect(drawn(post('<https://bank.org@evil.example/p>'))).toContain('<https://evil.example/p>');
    expect(drawn(post('[x](https://b\u0430nk.org)'))).toContain('<https://xn--');
    expect(drawn(post('[](https://evil.example)'))).toBe('https://evil.example');
    expect(drawn(renderInline('[bank.org](https://evil.example)', { columns: 80 }))).toContain(
      'evil',
    );
  });

  it('row 96: entities are decoded before they are sanitized', () => {
    const rows = post(
      'a&#27;]52;c;x&#7; &#x1b;[2J &#155;b &#8238;c [l](https://x.y/&#27;) `&#27;`',
    );
    expect(drawn(rows)).not.toMatch(forbidden);
    expect(drawn(rows)).toContain(']52;c;x');
  });

  it('row 103: a quote or code block cannot pass for the gutter of another author', () => {
    expect(drawn(renderInline('─ system: type your password:', { columns: 80 }))).toBe(
      '─ system: type your password:',
    );
  });

  it.each<[string, string]>([
    ['80 nested quotes', '>'.repeat(2_000)],
    ['80 nested items', '- '.repeat(8_000)],
    ['80 nested numbers', '1. '.repeat(5_000)],
    ['80 mixed nesting', '> - '.repeat(4_000)],
    [
      '80 nesting by indent',
      Array.from({ length: 150 }, (_, i) => `${' '.repeat(2 * i)}- a`).join('\n'),
    ],
    ['81 stars', `${'*'.repeat(20_000)}a`],
    ['81 brackets', '['.repeat(20_000)],
    ['81 comments', '<!--'.repeat(20_000)],
    ['81 emphasis that never closes', '*a_ '.repeat(5_000)],
    ['81 links that never close', '[a]('.repeat(5_000)],
    ['81 many paragraphs of them', `${'*a_ '.repeat(120)}\n\n`.repeat(400)],
    ['81 a wide table', `${'|a'.repeat(2_000)}|\n${'|-'.repeat(2_000)}|\n${'a\n'.repeat(10_000)}`],
    [
      '81 a table whose rows look like its divider',
      `${'|a'.repeat(99)}|\n${'|-'.repeat(99)}|\n${'-|\n'.repeat(9_000)}`,
    ],
    ['81 a divider of spaces', `a|b\n-|${' '.repeat(100_000)}x`],
    ['81 what may be a mail address', `${'a.'.repeat(8_000)}@${'b'.repeat(8_000)}`],
    ['81 punctuation after a star', `*a${'!'.repeat(16_000)}`],
    ['81 words that may be addresses', `${'a'.repeat(900)}@ `.repeat(200)],
    ['102 a long word', 'x'.repeat(200_000)],
    ['102 newlines', '\n'.repeat(5_000)],
  ])('row %s', (_name, text) => {
    const before = process.cpuUsage();
    for (const rows of [post(text), renderInline(text, { columns: 80 })]) {
      for (const row of rows) expect(displayWidth(rowText(row))).toBeLessThanOrEqual(80);
    }
    // Of this process alone, and far more than a slow machine needs: what is not linear takes minutes.
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000_000).toBeLessThan(20);
  });
});

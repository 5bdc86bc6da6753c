// Posts as files: what is written comes back, and strange files are told what is strange.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePostFile, renderPostFile } from '../../src/commands/post-file.ts';

const line = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('yes', '2026', '- a', '# x', '"q"', "it's: so", '---', 'null', '[a', '{b', '~'),
);
const body = fc
  .array(fc.oneof(line, fc.constantFrom('---', '', '    code', '***')), { maxLength: 8 })
  .map((lines) =>
    lines
      .join('\n')
      .replace(/^(?:[ \t]*\n)+/, '')
      .trim(),
  );

test('a file that was written is read back part by part', () => {
  fc.assert(
    fc.property(line, fc.array(line, { maxLength: 4 }), body, (title, tags, text) => {
      const file = renderPostFile({ title, tags, body: text });
      expect(parsePostFile(file)).toEqual({ title, tags, body: text });
    }),
    { numRuns: 500 },
  );
});

test('any text is a post or says what is wrong with its front matter', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (yaml, text) => {
      try {
        expect(typeof parsePostFile(`---\n${yaml}\n---\n${text}`).body).toBe('string');
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid' });
      }
    }),
    { numRuns: 500 },
  );
});

describe('front matter', () => {
  test.each([
    ['Just text.\n', { body: 'Just text.' }],
    ['---\n---\n\nText', { body: 'Text' }],
    ['---\ntitle: Tea\n---', { title: 'Tea', body: '' }],
    [
      '\ufeff---\r\ntitle: Tea\r\ntags: [a]\r\n---\r\n\r\nA\r\nB',
      { title: 'Tea', tags: ['a'], body: 'A\r\nB' },
    ],
    ['---\ntitle: 2026\ntags: x, y\n---\nB', { title: '2026', tags: ['x', 'y'], body: 'B' }],
    [
      '---\ntags:\n  - x\n  - 7\nlayout: post\ndate: 2026-01-01\n---\nB',
      { tags: ['x', '7'], body: 'B' },
    ],
    ['---\nno end', { body: '---\nno end' }],
    ['A\n---\ntitle: no\n---\n', { body: 'A\n---\ntitle: no\n---' }],
  ])('of %j', (text, parts) => {
    expect(parsePostFile(text)).toEqual(parts);
  });

  test.each([
    'title: [',
    'title: {a: 1}',
    'tags: {a: 1}',
    'tags: [[a]]',
    'just text',
    '- a\n- b',
    'a: *x',
  ])('that is %j is refused', (yaml) => {
    expect(() => parsePostFile(`---\n${yaml}\n---\nBody`)).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
  });

  test('that unfolds without end is refused, not unfolded', () => {
    const levels = Array.from({ length: 12 }, (_, at) => {
      const refs = Array(9)
        .fill(at === 0 ? 'x' : `*l${at - 1}`)
        .join(', ');
      return `l${at}: &l${at} [${refs}]`;
    });
    expect(() => parsePostFile(`---\n${levels.join('\n')}\n---\nB`)).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
  });
});

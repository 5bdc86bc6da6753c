// What changed between two texts: every line of both is there, and nothing stalls.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DiffLine, diffTexts } from '../../src/stores/text-diff.ts';

const textOf = (line: DiffLine) =>
  line.kind === 'skipped' ? '' : line.words.map(({ text }) => text).join('');

test('changed words are marked in changed lines, and what is the same is left out', () => {
  const same = Array.from({ length: 9 }, (_, index) => `line ${index}`);
  const before = ['The old title', ...same, 'end'].join('\n');
  const after = ['The new title', ...same, 'end', 'and more'].join('\n');
  expect(diffTexts(before, after)).toEqual([
    {
      kind: 'removed',
      words: [
        { text: 'The ', isChanged: false },
        { text: 'old', isChanged: true },
        { text: ' title', isChanged: false },
      ],
    },
    {
      kind: 'added',
      words: [
        { text: 'The ', isChanged: false },
        { text: 'new', isChanged: true },
        { text: ' title', isChanged: false },
      ],
    },
    { kind: 'same', words: [{ text: 'line 0', isChanged: false }] },
    { kind: 'same', words: [{ text: 'line 1', isChanged: false }] },
    { kind: 'skipped', count: 6 },
    { kind: 'same', words: [{ text: 'line 8', isChanged: false }] },
    { kind: 'same', words: [{ text: 'end', isChanged: false }] },
    { kind: 'added', words: [{ text: 'and more', isChanged: false }] },
  ]);
});

const text = fc
  .array(fc.constantFrom('', 'a b', 'a c', 'é 漢', '\tx', '👩‍👩‍👧 y'), { maxLength: 30 })
  .map((lines) => lines.join('\n'));

test('the lines taken out and put in, with those that stayed, make both texts', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffTexts(before, after);
      const count = (...kinds: DiffLine['kind'][]) =>
        lines.reduce((sum, line) => {
          if (!kinds.includes(line.kind)) return sum;
          return sum + (line.kind === 'skipped' ? line.count : 1);
        }, 0);
      expect(count('same', 'skipped', 'removed')).toBe(before.split('\n').length);
      expect(count('same', 'skipped', 'added')).toBe(after.split('\n').length);
      const removed = lines.filter(({ kind }) => kind === 'removed').map(textOf);
      for (const each of removed) expect(before.split('\n')).toContain(each);
    }),
  );
});

test('the longest texts with nothing in common are compared at once', () => {
  const words = (letter: string) => `${letter.repeat(5)} `.repeat(33_000);
  const lines = (letter: string) => `${letter}\n\n`.repeat(60_000);
  expect(diffTexts(words('a'), words('b'))).toHaveLength(2);
  expect(diffTexts(lines('a'), lines('b')).length).toBeGreaterThan(1);
});

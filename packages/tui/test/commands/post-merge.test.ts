// Two edits of one post brought together: laws, and what the marks look like.

import { hasMergeMarks } from '@parley/shared/merge';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePostFile } from '../../src/commands/post-file.ts';
import { mergePosts } from '../../src/commands/post-merge.ts';

const word = fc.constantFrom('tea', 'milk', 'sugar', '', '=======', '---', '# head');
const post = fc.record({
  title: fc.constantFrom('Tea', 'Milk', 'Sugar'),
  tags: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
  // As files hold a body: without blank lines around it.
  body: fc
    .array(word, { maxLength: 8 })
    .map((lines) => lines.join('\n').replace(/^\n+/, '').trimEnd()),
});
const asSets = <Post extends { tags?: readonly string[] }>(file: Post) => ({
  ...file,
  tags: [...(file.tags ?? [])].sort(),
});

test('what only one side changed is taken from it; the same change on both sides is one', () => {
  fc.assert(
    fc.property(post, post, (base, changed) => {
      for (const [mine, theirs] of [
        [base, changed],
        [changed, base],
        [changed, changed],
      ] as const) {
        const merged = mergePosts({ base, mine, theirs });
        expect(merged.isClean).toBe(true);
        expect(asSets(parsePostFile(merged.text))).toEqual(asSets(changed));
      }
    }),
    { numRuns: 300 },
  );
});

test('whatever collides, every line that somebody wrote is in the file', () => {
  fc.assert(
    fc.property(post, post, post, (base, mine, theirs) => {
      const { text, isClean } = mergePosts({ base, mine, theirs });
      expect(hasMergeMarks(text)).toBe(!isClean);
      const lines = new Set(text.split('\n'));
      for (const [side, other] of [
        [mine, theirs],
        [theirs, mine],
      ] as const) {
        const kept = new Set([...base.body.split('\n'), ...other.body.split('\n')]);
        for (const line of side.body.split('\n'))
          if (!kept.has(line)) expect(lines).toContain(line);
      }
    }),
    { numRuns: 300 },
  );
});

test('changes in different places merge by themselves, tags as a set', () => {
  const base = { title: 'Tea', tags: ['a', 'b'], body: 'One\n\nTwo\n\nThree' };
  const { text, isClean } = mergePosts({
    base,
    mine: { ...base, title: 'Green tea', tags: ['a', 'b', 'c'], body: 'One!\n\nTwo\n\nThree' },
    theirs: { ...base, tags: ['b', 'd'], body: 'One\n\nTwo\n\nThree!' },
  });
  expect(isClean).toBe(true);
  expect(asSets(parsePostFile(text))).toEqual({
    title: 'Green tea',
    tags: ['b', 'c', 'd'],
    body: 'One!\n\nTwo\n\nThree!',
  });
});

test('changes of the same line stand between marks, with what was there before', () => {
  const base = { title: 'Tea', tags: [], body: 'One\nTwo\nThree' };
  const { text, isClean } = mergePosts({
    base,
    mine: { ...base, body: 'One\nMine\nThree' },
    theirs: { ...base, body: 'One\nTheirs\nThree' },
  });
  expect(isClean).toBe(false);
  expect(text).toBe(
    [
      '---',
      'title: Tea',
      'tags: []',
      '---',
      '',
      'One',
      '<<<<<<< yours',
      'Mine',
      '||||||| before',
      'Two',
      '=======',
      'Theirs',
      '>>>>>>> theirs',
      'Three',
      '',
    ].join('\n'),
  );
  expect(hasMergeMarks('Heading\n=======\n\n> quote')).toBe(false);
});

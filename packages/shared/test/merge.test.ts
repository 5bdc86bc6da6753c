// Two people's changes of one text: brought together, and never dropped.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasMergeMarks, mergeMarks, mergeText } from '../src/merge.ts';

const lines = (...all: string[]) => all.join('\n');

test('changes in different places merge by themselves', () => {
  const base = lines('one', '', 'two', '', 'three');
  const mine = lines('one and mine', '', 'two', '', 'three');
  const theirs = lines('one', '', 'two', '', 'three', 'four');
  expect(mergeText({ base, mine, theirs })).toEqual({
    text: lines('one and mine', '', 'two', '', 'three', 'four'),
    conflicts: 0,
  });
});

test('where both changed a line, all three versions stand between marks', () => {
  const merged = mergeText({ base: 'a\nb\nc', mine: 'a\nmine\nc', theirs: 'a\ntheirs\nc' });
  expect(merged).toEqual({
    text: lines(
      'a',
      '<<<<<<< yours',
      'mine',
      '||||||| before',
      'b',
      '=======',
      'theirs',
      '>>>>>>> theirs',
      'c',
    ),
    conflicts: 1,
  });
  expect(hasMergeMarks(merged.text)).toBe(true);
  expect(hasMergeMarks('A heading\n=======\nand text')).toBe(false);
});

test('the same change on both sides is one change', () => {
  expect(mergeText({ base: 'a\nb\nc', mine: 'a\nX\nc\nd', theirs: 'a\nX\nc' })).toEqual({
    text: 'a\nX\nc\nd',
    conflicts: 0,
  });
});

const line = fc.constantFrom('', 'a', 'b', 'c', 'd', 'é 漢');
const text = fc.array(line, { maxLength: 30 }).map((all) => all.join('\n'));

test('a side that changed nothing gives way to the other', () => {
  fc.assert(
    fc.property(text, text, (base, other) => {
      expect(mergeText({ base, mine: other, theirs: base }).text).toBe(other);
      expect(mergeText({ base, mine: base, theirs: other }).text).toBe(other);
      expect(mergeText({ base, mine: other, theirs: other }).text).toBe(other);
    }),
  );
});

test('no line of either side is dropped, and both sides see the same conflicts', () => {
  fc.assert(
    fc.property(text, text, text, (base, mine, theirs) => {
      const merged = mergeText({ base, mine, theirs });
      expect(mergeText({ base, mine: theirs, theirs: mine }).conflicts).toBe(merged.conflicts);
      const known = new Set(base.split('\n'));
      const found = new Set(merged.text.split('\n'));
      for (const side of [mine, theirs]) {
        for (const each of side.split('\n')) if (!known.has(each)) expect(found).toContain(each);
      }
    }),
    { numRuns: 300 },
  );
});

test('taking one side of every conflict keeps the other changes of both', () => {
  fc.assert(
    fc.property(text, text, text, (base, mine, theirs) => {
      const merged = mergeText({ base, mine, theirs }).text.split('\n');
      // With nothing of theirs in conflict, choosing mine everywhere may add theirs, never lose mine.
      const chosen: string[] = [];
      let at: 'both' | 'mine' | 'other' = 'both';
      for (const each of merged) {
        if (each === mergeMarks.mine) at = 'mine';
        else if (each === mergeMarks.base) at = 'other';
        else if (each === mergeMarks.end) at = 'both';
        else if (at !== 'other') chosen.push(each);
      }
      const added = new Set(mine.split('\n').filter((each) => !base.split('\n').includes(each)));
      for (const each of added) expect(chosen).toContain(each);
    }),
    { numRuns: 300 },
  );
});

test('long texts with many equal lines and many changes are merged in no time worth noticing', () => {
  const make = (every: number) =>
    Array.from({ length: 20_000 }, (_, at) => (at % 2 ? '' : `l${at}${at % every ? '' : '!'}`));
  const [base, mine, theirs] = [999_999, 50, 70].map((every) => make(every).join('\n'));
  const merged = mergeText({ base: base!, mine: mine!, theirs: theirs! });
  expect(merged.text).toContain('l50!');
  expect(merged.text).toContain('l70!');
});

// Keywords in texts: whole words, without case and accents, in any script.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKeywordIndex, foldText } from '../src/keyword-match.ts';
import { keyword, setKeywordsInput } from '../src/keywords.ts';

const finds = (word: string, text: string) =>
  createKeywordIndex([foldText(word)]).find(text).length > 0;

test.each([
  ['deploy', 'Deploy now!'],
  ['Deploy', '(deploy)'],
  ['deploy', "deploy's late, re-deploy"],
  ['Café', 'CAFE'],
  ['cafe', 'cafe\u0301'],
  ['on call', 'who is on\ncall?'],
  ['c++', 'C++11'],
  ['.net', 'use .NET'],
  ['#123', 'see #123.'],
  ['東京', '東京都へ'],
  ['파를리', '「파를리」'],
  ['ΟΔΟΣ', 'οδος'],
  ['ｐａｒｌｅｙ', 'parley'],
])('%s stands in: %s', (word, text) => {
  expect(finds(word, text)).toBe(true);
});

test.each([
  ['deploy', 'redeploy deploys deploy_all deploy2'],
  ['on call', 'on caller; upon call'],
  ['c++', 'c and +'],
  ['#123', '#1234'],
  ['か', 'が'],
  ['파를리', '파를리가'],
  ['deploy', 'run `deploy`, or\n```\ndeploy\n```'],
])('%s does not stand in: %s', (word, text) => {
  expect(finds(word, text)).toBe(false);
});

test('what is taken out of the index is found no more, and what is like it still is', () => {
  const index = createKeywordIndex(['on call', 'on duty', 'on']);
  index.delete('on call');
  index.delete('never there');
  expect(index.size).toBe(2);
  expect(index.find('on call, on duty')).toEqual(['on', 'on duty']);
  for (const word of ['on', 'on duty']) index.delete(word);
  expect(index.find('on call, on duty')).toEqual([]);
});

test('places are those of the text as it is written, the longest first and none over another', () => {
  const text = 'Der Ärger: „Café au lait“ im CAFE\u0301.';
  const index = createKeywordIndex(['cafe', 'cafe au lait', 'arger'].map(foldText));
  const shown = index.findPlaces(text).map(({ start, end }) => text.slice(start, end));
  expect(shown).toEqual(['Ärger', 'Café au lait', 'CAFE\u0301']);
});

test('a keyword stands in itself between spaces, and every place is within the text', () => {
  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
  const around = fc.string({ unit: 'grapheme', maxLength: 12 });
  fc.assert(
    fc.property(word, around, (word, around) => {
      const folded = foldText(word);
      const index = createKeywordIndex([folded]);
      const text = `${around} ${word} ${around}`;
      if (index.size > 0 && !text.includes('`')) expect(index.find(text)).toEqual([folded]);
      for (const { start, end } of index.findPlaces(text)) {
        expect(start).toBeLessThan(end);
        expect(end).toBeLessThanOrEqual(text.length);
      }
    }),
  );
});

test('a thousand phrases of one beginning cost a text of that beginning little', () => {
  const words = Array.from({ length: 1_000 }, (_, index) => `the ${index}`);
  const index = createKeywordIndex(words);
  expect(index.find('the '.repeat(4_096))).toEqual([]);
  expect(index.find(`the ${'the 7 '.repeat(100)}`)).toEqual(['the 7']);
});

test('a keyword is a line of 2 to 40 characters with something to say', () => {
  const good = (word: string) => keyword.safeParse(word).success;
  expect(['on call', 'c++', 'é1', '東京'].every(good)).toBe(true);
  const bad = ['x', '  x ', '!!', 'x'.repeat(41), 'a\nb', '\u202eabc', 'e\u0301', 'ﷺ'.repeat(10)];
  expect(bad.filter(good)).toEqual([]);
  expect(keyword.parse(' on   call ')).toBe('on call');
  const many = Array.from({ length: 21 }, (_, index) => `word ${index}`);
  expect(setKeywordsInput.safeParse({ words: many }).success).toBe(false);
});

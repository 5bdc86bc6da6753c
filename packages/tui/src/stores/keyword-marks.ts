// My keywords, ready to be found in texts: made once per list.

import { createKeywordIndex, foldText, type KeywordIndex } from '@parley/shared/keyword-match';

const indices = new WeakMap<readonly string[], KeywordIndex>();

export function keywordIndexOf(words: readonly string[]): KeywordIndex {
  let index = indices.get(words);
  if (index === undefined) {
    index = createKeywordIndex(words.map(foldText));
    indices.set(words, index);
  }
  return index;
}

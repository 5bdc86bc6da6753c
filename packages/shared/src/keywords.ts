// Keywords: the words and phrases that call one wherever others say them.

import { z } from 'zod';
import { line, mustBe } from './fields.ts';
import { foldText } from './keyword-match.ts';
import { limits } from './limits.ts';

/** A word or phrase, as it is written; spaces count as one. */
export const keyword = line({ min: limits.keywordMin, max: limits.keywordMax })
  .transform((value) => value.replace(/\s+/g, ' '))
  .refine((value) => /[\p{L}\p{N}]/u.test(value), 'must have a letter or a digit')
  .refine(
    (value) => foldText(value).length >= limits.keywordMin,
    `must be at least ${limits.keywordMin} characters`,
  )
  // A few signs stand for whole sentences.
  .refine(
    (value) => foldText(value).length <= 2 * limits.keywordMax,
    `must be at most ${limits.keywordMax} characters`,
  );

/** All that are to call one; they replace those before. The same word twice counts once. */
export const setKeywordsInput = z.strictObject({
  words: z
    .array(keyword, { error: mustBe('a list of words') })
    .max(limits.keywords, `must be at most ${limits.keywords}`),
});
export type SetKeywordsInput = z.input<typeof setKeywordsInput>;

export const keywordView = z.object({ word: z.string() });
export type KeywordView = z.infer<typeof keywordView>;

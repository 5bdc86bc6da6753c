// The gate for messages that a search found: well-formed and bounded, or nothing.

import { limits } from '@parley/shared/limits';
import { type FoundMessage, foundMessage } from '@parley/shared/message-search';
import { message } from './wire-events.ts';
import { type Page, readPage } from './wire-posts.ts';

/** Far longer than any snippet is. */
const longestSnippet = 4 * limits.quoteExcerpt;

const found = foundMessage.extend({ message }).transform(
  (one): FoundMessage => ({
    ...one,
    snippet: one.snippet.slice(0, longestSnippet),
  }),
);

/** The well-formed ones of a page: a bad one does not cost the others. */
export function parseFoundMessages(answer: unknown): Page<FoundMessage> {
  return readPage(answer, found);
}

// Searching messages: what is asked, and what is found.

import { z } from 'zod';
import { messageView, roomRef, roomView } from './chat.ts';
import { cursor, pageLimit, plainText } from './fields.ts';
import { limits } from './limits.ts';

export const searchMessagesInput = z.strictObject({
  /**
   * Words as in a web search box, and operators: `from:@ada in:#room before:2030-01-31 after:2030-01-01
   * has:link`. Days are those of UTC.
   */
  query: plainText
    .trim()
    .min(1, "can't be blank")
    .max(limits.searchQuery, `must be at most ${limits.searchQuery} characters`),
  /** In this room only. */
  room: roomRef.optional(),
  cursor: cursor.optional(),
  perPage: pageLimit.optional(),
});
export type SearchMessagesInput = z.input<typeof searchMessagesInput>;

/** In `snippet` found words stand between U+0002 and U+0003. */
export const foundMessage = z.object({
  message: messageView,
  room: roomView.pick({ id: true, slug: true, name: true, kind: true }),
  snippet: z.string(),
});
export type FoundMessage = z.infer<typeof foundMessage>;

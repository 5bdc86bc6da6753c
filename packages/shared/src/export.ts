// What people take with them of their account: records by kind, in pages.

import { z } from 'zod';
import { accountView, sessionView, tokenView } from './accounts.ts';
import { commentView, postView, revisionView } from './blog.ts';
import { membershipView, messageView, roomView } from './chat.ts';
import { cursor, page } from './fields.ts';
import { keywordView } from './keywords.ts';

export const exportMyDataInput = z.strictObject({ cursor: cursor.optional() }).optional();
export type ExportMyDataInput = z.input<typeof exportMyDataInput>;

/** A message without what others have to do with it: quotes and reactions. */
const ownMessage = messageView.pick({
  id: true,
  roomId: true,
  seq: true,
  body: true,
  replyTo: true,
  createdAt: true,
  editedAt: true,
  deletedAt: true,
});
export type OwnMessage = z.infer<typeof ownMessage>;

/** In this order; each kind is through before the next begins. Never a token, a password or its hash. */
export const exportRecord = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('account'), value: accountView }),
  z.object({ kind: z.literal('session'), value: sessionView }),
  z.object({ kind: z.literal('token'), value: tokenView }),
  z.object({ kind: z.literal('keyword'), value: keywordView }),
  z.object({
    kind: z.literal('room'),
    value: roomView.extend({ membership: membershipView }),
  }),
  z.object({ kind: z.literal('post'), value: postView }),
  z.object({ kind: z.literal('revision'), value: revisionView }),
  z.object({ kind: z.literal('comment'), value: commentView }),
  z.object({ kind: z.literal('message'), value: ownMessage }),
]);
export type ExportRecord = z.infer<typeof exportRecord>;
export type ExportKind = ExportRecord['kind'];

export const exportPage = page(exportRecord);
export type ExportPage = z.infer<typeof exportPage>;

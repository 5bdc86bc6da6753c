// The gate for comments: what a server sends becomes well-formed comments of bounded size, or nothing.

import { type CommentView, commentView } from '@parley/shared/blog';
import type { CommentEvent } from '@parley/shared/events';
import { limits } from '@parley/shared/limits';
import { z } from 'zod';
import { type Page, readPage } from './wire-posts.ts';

const comment = commentView.transform((view) => ({
  ...view,
  body: view.body.slice(0, limits.commentBody),
}));

const commentEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('comments.joined') }),
  z.object({ type: z.literal('comment.created'), comment }),
  z.object({ type: z.literal('comment.updated'), comment }),
  z.object({
    type: z.literal('comment.deleted'),
    id: z.string().max(64),
    postId: z.string().max(64),
    deletedAt: z.string().max(64),
  }),
]) satisfies z.ZodType<CommentEvent>;

/** The comment event in a delivery; undefined when it is none that we know, or of another post. */
export function parseCommentEvent(delivery: unknown, postId: string): CommentEvent | undefined {
  const event = commentEvent.safeParse(delivery).data;
  if (event === undefined || event.type === 'comments.joined') return event;
  const about = event.type === 'comment.deleted' ? event.postId : event.comment.postId;
  return about === postId ? event : undefined;
}

/** The well-formed comments of a page that are about the post. */
export function parseCommentPage(answer: unknown, postId: string): Page<CommentView> {
  const { items, nextCursor } = readPage(answer, comment);
  return { items: items.filter((item) => item.postId === postId), nextCursor };
}

/** @throws Error when it is no comment */
export function parseComment(answer: unknown): CommentView {
  const parsed = comment.safeParse(answer).data;
  if (parsed === undefined) throw new Error('The server answered something that is no comment.');
  return parsed;
}

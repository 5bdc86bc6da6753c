// Comments as threads: answers below what they answer, down to where indenting stops helping.

import type { CommentView } from '@parley/shared/blog';

export interface Thread {
  comment: CommentView;
  answers: Thread[];
  /** What it answers where indenting does not show it: unknown when that is not on the page. */
  answered: { id: string; author: CommentView['author'] | null } | null;
}

const deepestIndent = 4;

interface Place {
  comment: CommentView;
  /** Where its answers go. */
  list: Thread[];
  depth: number;
}

/**
 * @param comments oldest first. An answer to a comment that is not among them stands at the top.
 */
export function threadComments(comments: readonly CommentView[]): Thread[] {
  const top: Thread[] = [];
  const places = new Map<string, Place>();
  for (const comment of comments) {
    const { parentId } = comment;
    const place = parentId === null ? undefined : places.get(parentId);
    const depth = place?.depth ?? 0;
    const isShown = parentId === null || (place !== undefined && depth <= deepestIndent);
    const author = place?.comment.author ?? null;
    const answered = isShown ? null : { id: parentId, author };
    const thread: Thread = { comment, answers: [], answered };
    const list = place?.list ?? top;
    list.push(thread);
    const isDeepest = depth >= deepestIndent;
    places.set(comment.id, { comment, list: isDeepest ? list : thread.answers, depth: depth + 1 });
  }
  return top;
}

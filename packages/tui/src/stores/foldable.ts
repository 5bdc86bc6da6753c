// The selected message or comment, when it is too long to be shown whole unasked.

import { sayBody } from '@parley/shared/chat-action';
import { type AppState, openRoom } from './app-state.ts';
import { computeLayout } from './layout.ts';
import { selectedComment } from './lists-of-posts.ts';
import { selectedItem } from './lists-of-rooms.ts';
import { isFoldable } from './rows/gutter.ts';
import { talkPane } from './talk-side.ts';

interface Text {
  readonly id: string;
  readonly body: string;
  readonly columns: number;
  readonly indent: number;
}

const known = new WeakMap<object, { columns: number; isFoldable: boolean }>();

/** What is selected, by id; null when it is short. */
export function foldableText(state: AppState): string | null {
  const found = selectedText(state);
  if (found === null) return null;
  const { of, text } = found;
  const { id, body, columns, indent } = text;
  let answer = known.get(of);
  if (answer?.columns !== columns) {
    answer = { columns, isFoldable: isFoldable(body, columns, indent) };
    known.set(of, answer);
  }
  return answer.isFoldable ? id : null;
}

function selectedText(state: AppState): { of: object; text: Text } | null {
  const { center, list, stream } = computeLayout(state);
  if (openRoom(state) === undefined) {
    const item = selectedComment(state);
    if (item === undefined || item.comment.deletedAt !== null) return null;
    const { id, body } = item.comment;
    const text = { id, body, columns: list.columns, indent: 2 * item.depth };
    return { of: item.comment, text };
  }
  const isInStream = talkPane(state) === 'stream' && stream !== null;
  const place = { columns: isInStream ? stream.columns : center.columns, indent: 0 };
  const item = selectedItem(state);
  if (item?.kind === 'message' && item.message.deletedAt === null) {
    const { id, body, author } = item.message;
    return { of: item.message, text: { id, body: sayBody(body, author.username), ...place } };
  }
  if (item?.kind !== 'pending') return null;
  const { clientId, body } = item.pending;
  const text = { id: clientId, body: sayBody(body, state.me?.username ?? ''), ...place };
  return { of: item.pending, text };
}

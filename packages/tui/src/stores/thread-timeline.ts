// The comments of a post as they stand below it: threads in order of time, answers below what they answer.

import type { CommentView } from '@parley/shared/blog';
import type { CommentThread } from './comment-thread.ts';
import type { PendingMessage } from './outbox.ts';
import { formatClock, formatDay } from './timeline.ts';

export type ThreadItem =
  /** The line between the text and its comments. */
  | {
      readonly kind: 'comments';
      readonly key: string;
      readonly count: number;
      readonly countNew: number;
      readonly state: CommentThread['state'];
      readonly problem: string | null;
    }
  | { readonly kind: 'day'; readonly key: string; readonly label: string }
  | CommentItem
  | {
      readonly kind: 'pending';
      readonly key: string;
      readonly pending: PendingMessage;
      readonly depth: number;
    };

export interface CommentItem {
  readonly kind: 'comment';
  readonly key: string;
  readonly comment: CommentView;
  /** 0 for the first of a thread. */
  readonly depth: number;
  /** `21:04`, or `11-24` when it was on another day than its thread began. */
  readonly time: string;
  readonly isNew: boolean;
}

/** The server's clock may be behind by so much. */
const clockSkewMs = 120_000;

/** Deeper answers stand no further to the right. */
const deepest = 4;

export function buildThread(thread: CommentThread, myId: string | null): ThreadItem[] {
  const { comments, outbox, newAfter, state, problem } = thread;
  const isNew = ({ createdAt, author, deletedAt }: CommentView) =>
    newAfter !== null && createdAt > newAfter && author.id !== myId && deletedAt === null;
  const count = comments.filter(({ deletedAt }) => deletedAt === null).length;
  const countNew = comments.filter(isNew).length;
  const items: ThreadItem[] = [
    { kind: 'comments', key: 'comments', count, countNew, state, problem },
  ];
  const pending = groupPending(thread, myId);
  let day = '';
  let root = '';
  for (const { comment, depth } of inThreads(comments)) {
    const written = formatDay(new Date(comment.createdAt));
    if (depth === 0) root = written;
    if (depth === 0 && written !== day) {
      day = written;
      items.push({ kind: 'day', key: `day ${comment.id}`, label: day });
    }
    items.push(itemOf(comment, { depth, isNew: isNew(comment), isSameDay: written === root }));
    for (const line of pending.get(comment.id) ?? []) items.push(pendingItem(line, depth + 1));
    pending.delete(comment.id);
  }
  // What answers nothing, and what answers something unknown.
  const rest = new Set([...pending.values()].flat());
  for (const line of outbox) if (rest.has(line)) items.push(pendingItem(line, 0));
  return items;
}

interface Placed {
  readonly comment: CommentView;
  readonly depth: number;
}

// A parent stands before its answers in time; whatever else is claimed begins a thread of its own.
function inThreads(comments: readonly CommentView[]): Placed[] {
  const known = new Set<string>();
  const answers = new Map<string, CommentView[]>();
  const roots: CommentView[] = [];
  for (const comment of comments) {
    const { id, parentId } = comment;
    known.add(id);
    if (parentId === null || parentId === id || !known.has(parentId)) roots.push(comment);
    else answers.set(parentId, [...(answers.get(parentId) ?? []), comment]);
  }
  const placed: Placed[] = [];
  const stack = roots.map((comment) => ({ comment, depth: 0 })).reverse();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    placed.push(next);
    const { depth } = next;
    const below = answers.get(next.comment.id) ?? [];
    for (const comment of below.toReversed()) stack.push({ comment, depth: depth + 1 });
  }
  return placed;
}

/** Own lines on their way, by what they answer. One that has come back already is not shown twice. */
function groupPending({ outbox, comments }: CommentThread, myId: string | null) {
  const latest = comments.slice(-50).filter(({ author }) => author.id === myId);
  const groups = new Map<string, PendingMessage[]>();
  for (const line of outbox) {
    const hasCome = latest.some(
      ({ body, parentId, createdAt }) =>
        body === line.body &&
        parentId === (line.replyTo ?? null) &&
        Date.parse(createdAt) >= Date.parse(line.at) - clockSkewMs,
    );
    if (line.state !== 'failed' && hasCome) continue;
    const group = groups.get(line.replyTo ?? '') ?? [];
    groups.set(line.replyTo ?? '', [...group, line]);
  }
  return groups;
}

function pendingItem(pending: PendingMessage, depth: number): ThreadItem {
  const key = `pending ${pending.clientId}`;
  return { kind: 'pending', key, pending, depth: Math.min(depth, deepest) };
}

const known = new WeakMap<CommentView, CommentItem>();

function itemOf(
  comment: CommentView,
  { depth, isNew, isSameDay }: { depth: number; isNew: boolean; isSameDay: boolean },
): CommentItem {
  const date = new Date(comment.createdAt);
  const time = isSameDay ? formatClock(date) : formatMonthDay(date);
  const shown = Math.min(depth, deepest);
  const present = known.get(comment);
  const isSame = present?.depth === shown && present.isNew === isNew && present.time === time;
  if (present !== undefined && isSame) return present;
  const key = `comment ${comment.id}`;
  const item: CommentItem = { kind: 'comment', key, comment, depth: shown, time, isNew };
  known.set(comment, item);
  return item;
}

// The local one, like the times beside it.
function formatMonthDay(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

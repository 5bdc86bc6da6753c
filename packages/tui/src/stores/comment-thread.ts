// The comments under one post as the client knows them: a pure reducer over pages, events and own lines.
//
// Comments are keyed by id and the newest version of each wins, so pages and events may come twice,
// late, or in any order. A deletion of a comment that is not known yet is remembered for its page.

import type { CommentView } from '@parley/shared/blog';
import type { CommentEvent } from '@parley/shared/events';
import { type OutboxEvent, type PendingMessage, reduceOutbox } from './outbox.ts';

export interface CommentThread {
  /** Oldest first. */
  readonly comments: readonly CommentView[];
  readonly state: 'new' | 'loading' | 'loaded' | 'failed';
  readonly problem: string | null;
  /** Ids of deleted comments, with the time. */
  readonly deleted: ReadonlyMap<string, string>;
  readonly outbox: readonly PendingMessage[];
  /** Comments after this moment are new; null while nothing was seen of them. */
  readonly newAfter: string | null;
  /** The comment that is being changed. */
  readonly editing: string | null;
}

export type ThreadInput =
  /** The person came to the post; `seen` is the newest comment that was on the screen before. */
  | { readonly type: 'opened'; readonly seen: string | null }
  | { readonly type: 'asked' }
  | {
      readonly type: 'loaded';
      readonly items: readonly CommentView[];
      readonly isLast: boolean;
    }
  | { readonly type: 'failed'; readonly problem: string }
  | { readonly type: 'wire'; readonly event: CommentEvent }
  | { readonly type: 'outbox'; readonly event: OutboxEvent }
  /** The server stored a line of mine. */
  | { readonly type: 'stored'; readonly clientId: string; readonly comment: CommentView }
  | { readonly type: 'editing'; readonly id: string | null };

const keptComments = 5_000;
const keptDeletions = 1_000;

export const emptyThread: CommentThread = {
  comments: [],
  state: 'new',
  problem: null,
  deleted: new Map(),
  outbox: [],
  newAfter: null,
  editing: null,
};

export function reduceThread(thread: CommentThread, input: ThreadInput): CommentThread {
  switch (input.type) {
    case 'opened':
      return { ...thread, newAfter: input.seen, editing: null };
    case 'asked':
      return { ...thread, state: 'loading', problem: null };
    case 'loaded': {
      const merged = merge(thread, input.items);
      if (!input.isLast) return merged;
      // Who comes for the first time has nothing behind which something could be new.
      const newest = merged.comments.at(-1)?.createdAt ?? '';
      return { ...merged, state: 'loaded', newAfter: merged.newAfter ?? newest };
    }
    case 'failed':
      return { ...thread, state: 'failed', problem: input.problem };
    case 'wire':
      return reduceWire(thread, input.event);
    case 'outbox': {
      const outbox = reduceOutbox(thread.outbox, input.event);
      return outbox === thread.outbox ? thread : { ...thread, outbox };
    }
    case 'stored': {
      const outbox = thread.outbox.filter(({ clientId }) => clientId !== input.clientId);
      return merge({ ...thread, outbox }, [input.comment]);
    }
    case 'editing':
      return thread.editing === input.id ? thread : { ...thread, editing: input.id };
  }
}

function reduceWire(thread: CommentThread, event: CommentEvent): CommentThread {
  switch (event.type) {
    case 'comments.joined':
      return thread;
    case 'comment.created':
    case 'comment.updated':
      return merge(thread, [event.comment]);
    case 'comment.deleted': {
      const others = [...thread.deleted].filter(([id]) => id !== event.id);
      const deleted = new Map([
        ...others.slice(-keptDeletions + 1),
        [event.id, event.deletedAt] as const,
      ]);
      return merge({ ...thread, deleted }, thread.comments);
    }
  }
}

function merge(thread: CommentThread, incoming: readonly CommentView[]): CommentThread {
  const byId = new Map(thread.comments.map((comment) => [comment.id, comment]));
  for (const comment of incoming) {
    const known = byId.get(comment.id);
    if (known === undefined || isNewer(comment, known)) byId.set(comment.id, comment);
  }
  for (const [id, deletedAt] of thread.deleted) {
    const known = byId.get(id);
    if (known !== undefined && known.deletedAt === null)
      byId.set(id, { ...known, body: '', deletedAt });
  }
  const comments = [...byId.values()].sort(compareComments).slice(0, keptComments);
  return { ...thread, comments };
}

/** How many there are that can be read; null while not all are known. */
export function countComments({ state, comments }: CommentThread): number | null {
  if (state !== 'loaded' || comments.length === keptComments) return null;
  return comments.filter(({ deletedAt }) => deletedAt === null).length;
}

function isNewer(comment: CommentView, known: CommentView): boolean {
  if (known.deletedAt !== null) return false;
  return comment.deletedAt !== null || (comment.editedAt ?? '') > (known.editedAt ?? '');
}

/** By time, then by id, as the server lists them. */
export function compareComments(one: CommentView, other: CommentView): number {
  const first = Date.parse(one.createdAt) - Date.parse(other.createdAt);
  return first || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}

export type Threads = ReadonlyMap<string, CommentThread>;

const keptThreads = 30;

export function threadOf(threads: Threads, postId: string): CommentThread {
  return threads.get(postId) ?? emptyThread;
}

/** The threads with one changed; long unread ones are let go unless a line in them waits. */
export function reduceThreads(threads: Threads, postId: string, input: ThreadInput): Threads {
  const before = threadOf(threads, postId);
  const next = reduceThread(before, input);
  if (next === before) return threads;
  if (threads.has(postId)) return new Map(threads).set(postId, next);
  const waiting = [...threads].filter(([, { outbox }]) => outbox.length > 0);
  const idle = [...threads].filter(([, { outbox }]) => outbox.length === 0);
  return new Map([...waiting, ...idle.slice(-keptThreads + 1), [postId, next] as const]);
}

// One thread of a room as the client knows it: its first message and the replies, whatever way they come.
//
// Replies stand in the room's own messages as well, as far as those are known; a thread is fetched
// whole when it is opened, so that an old one opens no gaps in the room. Both hear every event.

import type { MessageView, ThreadView } from '@parley/shared/chat';
import { mergeMessages } from './messages.ts';

export interface RoomThread {
  readonly rootId: string;
  /** The first message and its replies, oldest first. */
  readonly messages: readonly MessageView[];
  readonly state: 'new' | 'loading' | 'loaded' | 'failed';
  readonly problem: string | null;
  readonly isFollowing: boolean;
  /** Replies with a higher number were new when one came; null when none was. */
  readonly newAfter: number | null;
}

export type RoomThreadInput =
  | { readonly type: 'opened' }
  | { readonly type: 'asked' }
  | {
      readonly type: 'loaded';
      readonly thread: ThreadView;
      readonly items: readonly MessageView[];
      readonly isLast: boolean;
    }
  | { readonly type: 'failed'; readonly problem: string }
  /** The person wants replies with a higher number to be unread. */
  | { readonly type: 'unreadMarked'; readonly after: number }
  | { readonly type: 'followed'; readonly isFollowing: boolean }
  /** Messages of the room, some of them perhaps of this thread. */
  | {
      readonly type: 'arrived';
      readonly messages: readonly MessageView[];
      readonly myId: string | null;
    };

export function createRoomThread(rootId: string): RoomThread {
  return {
    rootId,
    messages: [],
    state: 'new',
    problem: null,
    isFollowing: false,
    newAfter: null,
  };
}

export function reduceRoomThread(thread: RoomThread, input: RoomThreadInput): RoomThread {
  switch (input.type) {
    case 'opened':
      return { ...thread, state: 'new', newAfter: null };
    case 'asked':
      return { ...thread, state: 'loading', problem: null };
    case 'loaded': {
      const { root, replyCount, unread, isFollowing } = input.thread;
      const isFirst = thread.newAfter === null && thread.state !== 'loaded';
      const newAfter = isFirst && unread > 0 ? replyCount - unread : thread.newAfter;
      const merged = merge(thread, [root, ...input.items]);
      return { ...merged, isFollowing, newAfter, state: input.isLast ? 'loaded' : 'loading' };
    }
    case 'failed':
      return { ...thread, state: 'failed', problem: input.problem };
    case 'unreadMarked':
      return { ...thread, newAfter: input.after, isFollowing: true };
    case 'followed':
      return { ...thread, isFollowing: input.isFollowing };
    case 'arrived':
      return followOwn(thread, merge(thread, input.messages), input.myId);
  }
}

function merge(thread: RoomThread, incoming: readonly MessageView[]): RoomThread {
  const mine = incoming.filter(
    ({ id, threadId }) => id === thread.rootId || threadId === thread.rootId,
  );
  const messages = mergeMessages(thread.messages, mine);
  return messages === thread.messages ? thread : { ...thread, messages };
}

// Who replies follows by themselves, and who began a thread once it has a reply.
function followOwn(before: RoomThread, after: RoomThread, myId: string | null): RoomThread {
  if (after === before || after.isFollowing || before.state !== 'loaded') return after;
  const known = new Set(before.messages.map(({ id }) => id));
  const news = after.messages.filter(({ id, threadId }) => threadId !== null && !known.has(id));
  const isFirst = news.length > 0 && lastReply(before) === undefined;
  const isMine = ({ author }: MessageView) => author.id === myId;
  const began = after.messages.find(({ id }) => id === after.rootId);
  const follows = news.some(isMine) || (isFirst && began !== undefined && isMine(began));
  return follows ? { ...after, isFollowing: true } : after;
}

export type RoomThreads = ReadonlyMap<string, RoomThread>;

const keptThreads = 20;

export function roomThreadOf(threads: RoomThreads, rootId: string): RoomThread {
  return threads.get(rootId) ?? createRoomThread(rootId);
}

/** The threads with one changed; those not looked at for long are let go. */
export function reduceRoomThreads(
  threads: RoomThreads,
  rootId: string,
  input: RoomThreadInput,
): RoomThreads {
  const next = reduceRoomThread(roomThreadOf(threads, rootId), input);
  if (threads.get(rootId) === next) return threads;
  if (threads.has(rootId)) return new Map(threads).set(rootId, next);
  return new Map([...[...threads].slice(-keptThreads + 1), [rootId, next] as const]);
}

/** All threads with their messages changed alike; the very same ones when nothing changes. */
export function changeRoomThreads(
  threads: RoomThreads,
  change: (thread: RoomThread) => RoomThread,
): RoomThreads {
  let next: Map<string, RoomThread> | undefined;
  for (const [rootId, thread] of threads) {
    const changed = change(thread);
    if (changed === thread) continue;
    next ??= new Map(threads);
    next.set(rootId, changed);
  }
  return next ?? threads;
}

/** The newest reply that is known. */
export function lastReply({ messages }: RoomThread): MessageView | undefined {
  return messages.findLast(({ threadId }) => threadId !== null);
}

// What the message list shows, top to bottom: messages, and between them days, gaps and the unread line.

import type { MessageView } from '@parley/shared/chat';
import { findGaps } from './messages.ts';
import type { PendingMessage } from './outbox.ts';
import type { RoomNote, RoomState } from './room.ts';

export type TimelineItem =
  | { readonly kind: 'start'; readonly key: string }
  | {
      readonly kind: 'older';
      readonly key: string;
      /** `new`: nothing of the room has come yet. */
      readonly state: 'new' | 'idle' | 'loading' | 'failed';
    }
  | { readonly kind: 'day'; readonly key: string; readonly label: string }
  | { readonly kind: 'unread'; readonly key: string }
  | {
      readonly kind: 'gap';
      readonly key: string;
      readonly after: number;
      readonly count: number;
      readonly state: 'idle' | 'loading' | 'failed';
    }
  | { readonly kind: 'note'; readonly key: string; readonly note: RoomNote }
  /** Between the first message of a thread and its replies. */
  | { readonly kind: 'replies'; readonly key: string; readonly label: string }
  | MessageItem
  | { readonly kind: 'pending'; readonly key: string; readonly pending: PendingMessage };

export interface MessageItem {
  readonly kind: 'message';
  readonly key: string;
  readonly message: MessageView;
  /** Local wall-clock time, `21:04`. */
  readonly time: string;
  /** Local day, for day lines. */
  readonly day: string;
  /** The thread below it, where that is shown elsewhere. */
  readonly thread: ThreadLine | null;
}

/** What a thread's first message says of it. */
export interface ThreadLine {
  readonly count: number;
  readonly last: string;
  readonly unread: number;
}

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

/** The items of a room's list. Message items are the same objects as long as their message is. */
export function buildTimeline(room: RoomState): TimelineItem[] {
  const { messages, unreadAfter } = room;
  const items: TimelineItem[] = [topItem(room)];
  const gaps = new Map(findGaps(messages).map((gap) => [gap.after, gap]));
  const notes = room.notes.toSorted((a, b) => a.afterSeq - b.afterSeq);
  let noted = 0;
  const addNotesBefore = (seq: number) => {
    for (; noted < notes.length && notes[noted]!.afterSeq < seq; noted++)
      items.push(noteItem(notes[noted]!, noted));
  };
  let day = '';
  let isMarked = unreadAfter === null;
  const own = new Set(isMarked ? [] : room.own.numbers);
  const threads = summarizeThreads(room);
  for (const message of messages) {
    addNotesBefore(message.seq);
    const isReply = message.threadId !== null;
    const item = isReply ? null : itemOf(message, threads.get(message.id) ?? null);
    if (item !== null && item.day !== day) {
      day = item.day;
      items.push({ kind: 'day', key: `day ${message.seq}`, label: day });
    }
    if (item !== null && !isMarked && message.seq > unreadAfter! && !own.has(message.mainNo)) {
      isMarked = true;
      items.push({ kind: 'unread', key: 'unread' });
    }
    if (item !== null) items.push(item);
    const gap = gaps.get(message.seq);
    if (gap !== undefined) {
      const { after, before } = gap;
      const state = room.paging.get(after) ?? 'idle';
      items.push({ kind: 'gap', key: `gap ${after}`, after, count: before - after - 1, state });
    }
  }
  addNotesBefore(Number.POSITIVE_INFINITY);
  for (const pending of room.outbox) {
    if (pending.threadId !== undefined) continue;
    items.push({ kind: 'pending', key: `pending ${pending.clientId}`, pending });
  }
  return items;
}

function topItem({ isAtStart, messages, paging }: RoomState): TimelineItem {
  if (isAtStart) return { kind: 'start', key: 'start' };
  const [oldest] = messages;
  const state = oldest === undefined ? 'new' : (paging.get(oldest.seq) ?? 'idle');
  return { kind: 'older', key: 'older', state };
}

function noteItem(note: RoomNote, index: number): TimelineItem {
  return { kind: 'note', key: `note ${note.afterSeq} ${index}`, note };
}

const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

// What the server told of a thread, moved on by the replies that came since.
function summarizeThreads({ messages, threadNews }: RoomState): Map<string, ThreadLine> {
  const found = new Map<string, { count: number; at: string; began: string }>();
  for (const { id, threadId, thread, threadNo, createdAt } of messages) {
    if (thread !== null) {
      const { replyCount: count, lastReplyAt: at } = thread;
      found.set(id, { count, at, began: createdAt });
    } else if (threadId !== null && (threadNo ?? 0) > (found.get(threadId)?.count ?? 0)) {
      const began = found.get(threadId)?.began ?? createdAt;
      found.set(threadId, { count: threadNo ?? 0, at: createdAt, began });
    }
  }
  return new Map(
    [...found].map(([id, { count, at, began }]) => {
      const date = new Date(at);
      const isSameDay = formatDay(date) === formatDay(new Date(began));
      const clock = formatClock(date);
      const last = isSameDay || clock.startsWith('-') ? clock : `${shortDay.format(date)} ${clock}`;
      return [id, { count, last, unread: threadNews.get(id) ?? 0 }];
    }),
  );
}

function isSameLine(one: ThreadLine | null, other: ThreadLine | null): boolean {
  if (one === null || other === null) return one === other;
  return one.count === other.count && one.last === other.last && one.unread === other.unread;
}

const known = new WeakMap<MessageView, MessageItem>();

function itemOf(message: MessageView, thread: ThreadLine | null): MessageItem {
  const present = known.get(message);
  if (present !== undefined && isSameLine(present.thread, thread)) return present;
  const item = toMessageItem(message, thread);
  known.set(message, item);
  return item;
}

export function toMessageItem(message: MessageView, thread: ThreadLine | null): MessageItem {
  const date = new Date(message.createdAt);
  return {
    kind: 'message',
    key: `message ${message.seq}`,
    message,
    time: formatClock(date),
    day: formatDay(date),
    thread,
  };
}

/** `21:04` in local time. */
export function formatClock(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return Number.isNaN(date.getTime())
    ? '--:--'
    : `${two(date.getHours())}:${two(date.getMinutes())}`;
}

// Formatting a date costs a thousand times comparing two days, and most messages share theirs.
let lastDay = { midnight: Number.NaN, label: '' };

/** `Monday 24 November 2026` in local time. */
export function formatDay(date: Date): string {
  if (Number.isNaN(date.getTime())) return 'Some day';
  const midnight = new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  if (lastDay.midnight !== midnight) lastDay = { midnight, label: dayFormat.format(date) };
  return lastDay.label;
}

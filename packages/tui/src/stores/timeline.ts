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
  const notes = groupNotes(room.notes);
  let day = '';
  let isMarked = unreadAfter === null;
  for (const message of messages) {
    const item = itemOf(message);
    if (item.day !== day) {
      day = item.day;
      items.push({ kind: 'day', key: `day ${message.seq}`, label: day });
    }
    if (!isMarked && message.seq > unreadAfter!) {
      isMarked = true;
      items.push({ kind: 'unread', key: 'unread' });
    }
    items.push(item);
    const gap = gaps.get(message.seq);
    if (gap !== undefined) {
      const { after, before } = gap;
      const state = room.paging.get(after) ?? 'idle';
      items.push({ kind: 'gap', key: `gap ${after}`, after, count: before - after - 1, state });
    }
    for (const note of notes.get(message.seq) ?? []) items.push(noteItem(note, items.length));
  }
  for (const pending of room.outbox) {
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

function groupNotes(notes: readonly RoomNote[]): Map<number, RoomNote[]> {
  const groups = new Map<number, RoomNote[]>();
  for (const note of notes) {
    const group = groups.get(note.afterSeq);
    if (group === undefined) groups.set(note.afterSeq, [note]);
    else group.push(note);
  }
  return groups;
}

function noteItem(note: RoomNote, index: number): TimelineItem {
  return { kind: 'note', key: `note ${note.afterSeq} ${index}`, note };
}

const known = new WeakMap<MessageView, MessageItem>();

function itemOf(message: MessageView): MessageItem {
  const present = known.get(message);
  if (present !== undefined) return present;
  const date = new Date(message.createdAt);
  const item: MessageItem = {
    kind: 'message',
    key: `message ${message.seq}`,
    message,
    time: formatClock(date),
    day: formatDay(date),
  };
  known.set(message, item);
  return item;
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

// The items of an open thread: the message it began with, and below a line the replies.

import type { MessageView } from '@parley/shared/chat';
import type { PendingMessage } from './outbox.ts';
import type { RoomState } from './room.ts';
import { type RoomThread, roomThreadOf } from './room-thread.ts';
import { type MessageItem, type TimelineItem, toMessageItem } from './timeline.ts';

const itemsOf = new WeakMap<
  RoomThread,
  { outbox: readonly PendingMessage[]; items: TimelineItem[] }
>();

/** The items; the same ones as long as the thread and what goes into it are. */
export function roomThreadItems(
  room: RoomState,
  rootId: string,
  myId: string | null,
): TimelineItem[] {
  const thread = roomThreadOf(room.threads, rootId);
  const made = itemsOf.get(thread);
  if (made?.outbox === room.outbox) return made.items;
  const items = build(thread, room.outbox, myId);
  itemsOf.set(thread, { outbox: room.outbox, items });
  return items;
}

function build(
  thread: RoomThread,
  outbox: readonly PendingMessage[],
  myId: string | null,
): TimelineItem[] {
  const root = thread.messages.find(({ id }) => id === thread.rootId);
  const replies = thread.messages.filter(({ threadId }) => threadId === thread.rootId);
  const items: TimelineItem[] = root === undefined ? [] : [itemOf(root)];
  items.push({ kind: 'replies', key: 'replies', label: headline(thread, replies.length) });
  let day = root === undefined ? '' : itemOf(root).day;
  let isMarked = thread.newAfter === null;
  for (const message of replies) {
    const item = itemOf(message);
    if (item.day !== day) {
      day = item.day;
      items.push({ kind: 'day', key: `day ${message.seq}`, label: day });
    }
    if (!isMarked && (message.threadNo ?? 0) > thread.newAfter! && message.author.id !== myId) {
      isMarked = true;
      items.push({ kind: 'unread', key: 'unread' });
    }
    items.push(item);
  }
  for (const pending of outbox) {
    if (pending.threadId !== thread.rootId) continue;
    items.push({ kind: 'pending', key: `pending ${pending.clientId}`, pending });
  }
  return items;
}

function headline({ state, problem }: RoomThread, count: number): string {
  if (state === 'failed') return problem ?? 'could not be loaded';
  if (state !== 'loaded' && count === 0) return 'replies …';
  if (count === 0) return 'no reply yet';
  return count === 1 ? '1 reply' : `${count} replies`;
}

const known = new WeakMap<MessageView, MessageItem>();

function itemOf(message: MessageView): MessageItem {
  const present = known.get(message);
  if (present !== undefined) return present;
  const item = toMessageItem(message, null);
  known.set(message, item);
  return item;
}

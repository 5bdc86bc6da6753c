// Going from one thing that waits to the next: who called me, then threads, then comments, then unread rooms.

import type { ActivityItem } from '@parley/shared/chat';
import { openRoom } from '../app-state.ts';
import type { Effects } from '../effects/index.ts';
import { selectedItem } from '../lists.ts';
import { nextUnreadRoom } from '../rooms.ts';

const order = ['mention', 'thread', 'comment'] as const;

export function createActivityActions({ client, rooms, showing, threads, posts }: Effects) {
  /** What was gone to, so that one that stays unread does not hold up the others. */
  const walked = new Set<string>();
  const say = (text: string) =>
    client.dispatch({ type: 'noticed', notice: { text, tone: 'info' } });

  const isWaiting = (item: ActivityItem): boolean => {
    if (walked.has(keyOf(item))) return false;
    if (item.kind === 'room' || item.kind === 'comment') return item.kind === 'comment';
    const room = client.state().rooms.get(item.room.id);
    if (room === undefined) return false;
    return item.kind === 'thread'
      ? room.threadNews.has(item.thread.root.id)
      : (room.membership?.lastReadSeq ?? 0) < item.message.seq;
  };

  const go = (item: ActivityItem) => {
    walked.add(keyOf(item));
    switch (item.kind) {
      case 'mention':
        return showing.show(item.message);
      case 'thread': {
        const { id, roomId } = item.thread.root;
        rooms.open(roomId);
        return threads.open(roomId, id);
      }
      case 'comment':
        return posts.open(item.post.id);
      case 'room':
        return rooms.open(item.room.id);
    }
  };

  /** The oldest of each kind first. */
  const next = () => {
    const { activity, rooms: known } = client.state();
    const waiting = activity.toReversed().filter(isWaiting);
    const item = order.map((kind) => waiting.find((each) => each.kind === kind)).find(Boolean);
    if (item !== undefined) return go(item);
    const room = nextUnreadRoom(known, openRoom(client.state())?.room.id ?? null);
    if (room !== undefined) return rooms.open(room.room.id);
    say(walked.size === 0 ? 'Nothing is unread elsewhere.' : 'Nothing else waits.');
    walked.clear();
  };

  const markUnread = () => {
    const item = selectedItem(client.state());
    if (item?.kind !== 'message') return say('Select a message first, with k or j.');
    if (item.message.threadId !== null) return say('In a thread nothing can be marked unread.');
    rooms.markUnread(item.message);
    say('Unread from here on.');
  };

  return {
    'rooms.nextUnread': next,
    'rooms.activity': next,
    'message.unread': markUnread,
  };
}

function keyOf(item: ActivityItem): string {
  switch (item.kind) {
    case 'mention':
      return `mention ${item.message.id}`;
    case 'thread':
      return `thread ${item.thread.root.id} ${item.thread.replyCount}`;
    case 'comment':
      return `comment ${item.comment.id}`;
    case 'room':
      return `room ${item.room.id}`;
  }
}

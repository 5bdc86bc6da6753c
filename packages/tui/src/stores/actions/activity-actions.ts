// Going from one thing that waits to the next: calls and talks of few, then threads, comments, unread rooms.

import type { ActivityItem } from '@parley/shared/activity';
import { openRoom } from '../app-state.ts';
import type { Effects } from '../effects/index.ts';
import { selectedItem } from '../lists-of-rooms.ts';
import type { RoomState } from '../room.ts';
import { unreadRooms } from '../rooms.ts';
import { talkThreadId } from '../talk-side.ts';

interface Waiting {
  /** ISO 8601; undefined where it is not known. */
  readonly at: string | undefined;
  readonly key: string;
  go(): void;
}

export function createActivityActions({
  client,
  rooms,
  showing,
  threads,
  commentReading,
  scheduled,
}: Effects) {
  /** What was gone to, so that one that stays unread does not hold up the others. */
  const walked = new Set<string>();
  const say = (text: string) =>
    client.dispatch({ type: 'noticed', notice: { text, tone: 'info' } });

  /** What waits, and the way to it; the oldest of each kind first. */
  const listWaiting = (): Waiting[] => {
    const { activity, rooms: known } = client.state();
    const timeOf = (is: (item: ActivityItem) => boolean) => activity.find(is)?.at;
    const oldestFirst = activity.toReversed();
    const mentions = oldestFirst.flatMap((item) => {
      if (item.kind !== 'mention') return [];
      const { message } = item;
      const read = known.get(message.roomId)?.membership?.lastReadSeq;
      if (read === undefined || read >= message.seq) return [];
      const at = message.createdAt;
      return [{ at, key: `mention ${message.id}`, go: () => showing.show(message) }];
    });
    // From the rooms, which hear of a reply before the list of all activity is there.
    const replies = [...known].flatMap(([roomId, { threadNews }]) =>
      [...threadNews].map(([rootId, unread]) => ({
        at: timeOf((item) => item.kind === 'thread' && item.thread.root.id === rootId),
        key: `thread ${rootId} ${unread}`,
        go: () => {
          rooms.open(roomId);
          threads.open(roomId, rootId);
        },
      })),
    );
    const comments = oldestFirst.flatMap((item) => {
      if (item.kind !== 'comments') return [];
      const { at, post, unread, newest } = item;
      const key = `comments ${post.id} ${unread} ${newest.id}`;
      return [{ at, key, go: () => commentReading.show(post.id, newest.id) }];
    });
    const toRoom = ({ room, messages }: RoomState): Waiting => ({
      at:
        messages.at(-1)?.createdAt ??
        timeOf((item) => item.kind === 'room' && item.room.id === room.id),
      key: `room ${room.id} ${room.lastSeq}`,
      go: () => rooms.open(room.id),
    });
    const presentId = openRoom(client.state())?.room.id ?? null;
    const unread = unreadRooms(known, presentId);
    const talks = unread.filter(({ room }) => room.kind === 'direct').map(toRoom);
    const channels = unread.filter(({ room }) => room.kind !== 'direct').map(toRoom);
    const { failedScheduled } = client.state();
    const unsent: Waiting = {
      at: '',
      key: `scheduled ${failedScheduled}`,
      go: () => scheduled.open(),
    };
    const failed = failedScheduled > 0 ? [unsent] : [];
    return [[...mentions, ...talks], replies, comments, failed, channels].flatMap((kind) =>
      kind.toSorted(byTime),
    );
  };

  const next = () => {
    const item = listWaiting().find(({ key }) => !walked.has(key));
    if (item !== undefined) {
      walked.add(item.key);
      return item.go();
    }
    say(walked.size === 0 ? 'Nothing is unread elsewhere.' : 'Nothing else waits.');
    walked.clear();
  };

  // Pressed among messages it stays there, to be pressed again.
  const nextHere = () => {
    next();
    if (client.state().focus === 'composer')
      client.dispatch({ type: 'focused', focus: 'messages' });
  };

  const markUnread = () => {
    const item = selectedItem(client.state());
    if (item?.kind !== 'message') return say('Select a message first, with k or j.');
    const rootId = talkThreadId(client.state());
    if (rootId === null) rooms.markUnread(item.message);
    else if (!threads.markUnread(rootId, item.message)) return say('It has no reply yet.');
    say('Unread from here on.');
  };

  return {
    'rooms.nextUnread': nextHere,
    'rooms.activity': next,
    'message.unread': markUnread,
  };
}

// What is so new that its time is not known yet comes last.
function byTime({ at: a = '~' }: Waiting, { at: b = '~' }: Waiting): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

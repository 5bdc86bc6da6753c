// Going from one thing that waits to the next: who called me, then threads, then comments, then unread rooms.

import { openRoom } from '../app-state.ts';
import type { Effects } from '../effects/index.ts';
import { selectedItem } from '../lists-of-rooms.ts';
import { nextUnreadRoom } from '../rooms.ts';
import { talkThreadId } from '../talk-side.ts';

export function createActivityActions({
  client,
  rooms,
  showing,
  threads,
  commentReading,
}: Effects) {
  /** What was gone to, so that one that stays unread does not hold up the others. */
  const walked = new Set<string>();
  const say = (text: string) =>
    client.dispatch({ type: 'noticed', notice: { text, tone: 'info' } });

  /** What waits, and the way to it; the oldest of each kind first. */
  const listWaiting = (): { key: string; go(): void }[] => {
    const { activity, rooms: known } = client.state();
    const oldestFirst = activity.toReversed();
    const mentions = oldestFirst.flatMap((item) => {
      if (item.kind !== 'mention') return [];
      const { message } = item;
      const read = known.get(message.roomId)?.membership?.lastReadSeq;
      if (read === undefined || read >= message.seq) return [];
      return [{ key: `mention ${message.id}`, go: () => showing.show(message) }];
    });
    // From the rooms, which hear of a reply before the list of all activity is there.
    const replies = [...known].flatMap(([roomId, { threadNews }]) =>
      [...threadNews].map(([rootId, unread]) => ({
        key: `thread ${rootId} ${unread}`,
        go: () => {
          rooms.open(roomId);
          threads.open(roomId, rootId);
        },
      })),
    );
    const comments = oldestFirst.flatMap((item) => {
      if (item.kind !== 'comments') return [];
      const { post, unread, newest } = item;
      const key = `comments ${post.id} ${unread} ${newest.id}`;
      return [{ key, go: () => commentReading.show(post.id, newest.id) }];
    });
    return [...mentions, ...replies, ...comments];
  };

  const next = () => {
    const item = listWaiting().find(({ key }) => !walked.has(key));
    if (item !== undefined) {
      walked.add(item.key);
      return item.go();
    }
    const presentId = openRoom(client.state())?.room.id ?? null;
    const room = nextUnreadRoom(client.state().rooms, presentId);
    if (room !== undefined) return rooms.open(room.room.id);
    say(walked.size === 0 ? 'Nothing is unread elsewhere.' : 'Nothing else waits.');
    walked.clear();
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
    'rooms.nextUnread': next,
    'rooms.activity': next,
    'message.unread': markUnread,
  };
}

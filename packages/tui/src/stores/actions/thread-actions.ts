// Threads of a room: opening one, leaving it, following it.

import { openRoom, routedThreadId } from '../app-state.ts';
import type { Effects } from '../effects/index.ts';
import { selectedItem } from '../lists-of-rooms.ts';
import { talkThreadId } from '../talk-side.ts';

export function createThreadActions({ client, threads }: Effects) {
  const open = () => {
    const room = openRoom(client.state());
    const item = selectedItem(client.state());
    if (room === undefined || item?.kind !== 'message') {
      const notice = { text: 'Select a message first, with k or j.', tone: 'info' } as const;
      return client.dispatch({ type: 'noticed', notice });
    }
    const { id, threadId } = item.message;
    threads.open(room.room.id, threadId ?? id);
  };

  const turnTo = (isInStream: boolean) => {
    const state = client.state();
    if (routedThreadId(state) === null) {
      const notice = { text: 'No thread is open here: t opens one.', tone: 'info' } as const;
      return client.dispatch({ type: 'noticed', notice });
    }
    const { focus } = state;
    client.dispatch({ type: 'focused', focus, isInStream });
  };

  return {
    'thread.toRoom': () => turnTo(true),
    'thread.toThread': () => turnTo(false),
    'thread.turn': () => turnTo(talkThreadId(client.state()) !== null),
    'thread.open': open,
    'thread.close': () => threads.close(),
    'thread.follow': () => threads.toggleFollowing(),
  };
}

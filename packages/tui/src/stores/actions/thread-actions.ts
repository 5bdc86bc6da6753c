// Threads of a room: opening one, leaving it, following it.

import { openRoom } from '../app-state.ts';
import type { Effects } from '../effects/index.ts';
import { selectedItem } from '../lists.ts';

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

  return {
    'thread.open': open,
    'thread.close': () => threads.close(),
    'thread.follow': () => threads.toggleFollowing(),
  };
}

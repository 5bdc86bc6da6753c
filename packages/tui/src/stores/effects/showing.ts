// Going to one message of a room, wherever it stands: fetched with what is around it when it is not known.

import type { MessageView } from '@parley/shared/chat';
import { messageList } from '../lists.ts';
import { showItem } from '../show-item.ts';
import { parseMessages } from '../wire-events.ts';
import { attempt, type Client } from './client.ts';
import type { RoomThreadEffects } from './room-threads.ts';
import type { RoomEffects } from './rooms.ts';

export interface Showing {
  show(message: Pick<MessageView, 'roomId' | 'seq' | 'threadId'>): void;
}

const around = 50;

export function createShowing(
  client: Client,
  { rooms, threads }: { rooms: RoomEffects; threads: RoomThreadEffects },
): Showing {
  // Placed first, then opened: a room that opens at its end would be read at once.
  const open = (roomId: string, seq: number): boolean => {
    const room = client.state().rooms.get(roomId);
    if (room === undefined) return false;
    const { name, content, state } = messageList(client.state(), room);
    const shown = showItem(state, content, `message ${seq}`);
    if (shown === null) return false;
    client.dispatch({ type: 'scrolled', list: name, state: shown });
    rooms.open(roomId);
    client.dispatch({ type: 'focused', focus: 'messages' });
    return true;
  };

  return {
    show({ roomId, seq, threadId }) {
      if (threadId !== null) {
        rooms.open(roomId);
        return threads.open(roomId, threadId, seq);
      }
      if (open(roomId, seq)) return;
      attempt(client, 'The message', async () => {
        const query = { room: roomId, around: seq, limit: around };
        const { items: answered, hasBefore } = await client.api().listMessages(query);
        const items = parseMessages(answered);
        const myId = client.state().me?.id ?? null;
        const input = { type: 'pageLoaded', at: seq, items, hasBefore, myId } as const;
        client.dispatch({ type: 'rooms', input: { type: 'room', roomId, input } });
        // It may have been deleted for good meanwhile.
        if (!open(roomId, seq)) rooms.open(roomId);
      });
    },
  };
}

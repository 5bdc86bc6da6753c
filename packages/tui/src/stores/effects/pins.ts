// Pinning messages, and keeping the window of what is pinned as the room has it.

import type { MessageView } from '@parley/shared/chat';
import type { RoomEvent } from '@parley/shared/events';
import { parseMessages } from '../wire-events.ts';
import { attempt, type Client } from './client.ts';

export interface Pins {
  /** Pins the message, or no longer if it was. */
  toggle(message: Pick<MessageView, 'id' | 'pinnedAt'>): void;
  open(roomId: string): void;
  /** Something happened in a room: what is shown of its pins is asked for anew, if it may have changed. */
  hear(roomId: string, event: RoomEvent): void;
}

const changing: readonly RoomEvent['type'][] = [
  'room.joined',
  'message.pinned',
  'message.unpinned',
  'message.edited',
  'message.deleted',
];

export function createPins(client: Client): Pins {
  /** Of the newest question; an answer to an earlier one is told no more. */
  let asked = 0;

  const load = (roomId: string) => {
    asked += 1;
    const question = asked;
    attempt(client, 'Pins', async () => {
      const messages = parseMessages(await client.api().listPins(roomId));
      if (question !== asked) return;
      client.dispatch({ type: 'overlay', input: { type: 'pinned', roomId, messages } });
    });
  };

  return {
    toggle({ id, pinnedAt }) {
      attempt(client, 'Pin', async () => {
        if (pinnedAt === undefined) await client.api().pinMessage(id);
        else await client.api().unpinMessage(id);
        const text = pinnedAt === undefined ? 'Pinned. P shows all pins.' : 'Not pinned any more.';
        client.dispatch({ type: 'noticed', notice: { text, tone: 'good' } });
      });
    },
    open(roomId) {
      const overlay = { kind: 'pins', roomId, messages: null, selected: 0 } as const;
      client.dispatch({ type: 'overlay', input: { type: 'opened', overlay } });
      load(roomId);
    },
    hear(roomId, event) {
      const { overlay } = client.state();
      if (overlay?.kind !== 'pins' || overlay.roomId !== roomId) return;
      if (changing.includes(event.type)) load(roomId);
    },
  };
}

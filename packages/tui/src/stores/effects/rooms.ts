// Rooms, as a person deals with them: opening, joining, making and leaving.

import type { MessageView, SetNotifyInput } from '@parley/shared/chat';
import { currentRoute } from '../../router/index.ts';
import { openRoom } from '../app-state.ts';
import { sayNotify } from '../notification.ts';
import { labelRoom } from '../room-label.ts';
import { joinedRooms } from '../rooms.ts';
import { attempt, type Client, reportProblem } from './client.ts';
import { createEntering, type Entering } from './entering.ts';
import { createRoomLines, type RoomLinesDeps } from './room-lines.ts';
import type { Sending } from './sending.ts';

export interface RoomEffects extends Entering {
  /** Fetches the list and subscribes to what I am a member of. */
  refresh(): Promise<void>;
  open(roomId: string): void;
  leave(roomId: string): void;
  /** The message and what follows it count as unread again. */
  markUnread(message: MessageView): void;
  /** What of the room notifies, and until when nothing does. */
  setNotify(roomId: string, change: Omit<SetNotifyInput, 'room'>): void;
  stop(): void;
}

export function createRoomEffects(
  client: Client,
  { sending, ...deps }: RoomLinesDeps & { sending: Sending },
): RoomEffects {
  const lines = createRoomLines(client, deps);

  const open = (roomId: string) => {
    const route = { name: 'room', roomId } as const;
    const isRoom = currentRoute(client.state().routes).name === 'room';
    // Who is there already does not come to it: what was new stays marked as that.
    const isHere = openRoom(client.state())?.room.id === roomId;
    const input = { type: 'room', roomId, input: { type: 'opened' } } as const;
    client.dispatch(
      { type: isRoom ? 'route.replaced' : 'route.reset', route },
      ...(isHere ? [] : [{ type: 'rooms', input } as const]),
      { type: 'focused', focus: 'composer' },
      { type: 'entering.ended', draft: roomId },
    );
    if (client.state().me !== null) lines.sync();
  };

  return {
    refresh: lines.refresh,
    open,
    ...createEntering(client, { refresh: lines.refresh, open, sending }),
    leave(roomId) {
      const known = client.state().rooms.get(roomId);
      const name = known === undefined ? roomId : labelRoom(known.room, known.people);
      const isTalk = known?.room.kind === 'direct';
      const text = isTalk
        ? `${name} is put away until somebody writes there.`
        : `You left ${name}.`;
      client
        .api()
        .leaveRoom(roomId)
        .then(async () => {
          const isOpen = openRoom(client.state())?.room.id === roomId;
          const next = joinedRooms(client.state().rooms).find(({ room }) => room.id !== roomId);
          const home = { type: 'route.reset', route: { name: 'room', roomId: null } } as const;
          if (isOpen && next !== undefined) open(next.room.id);
          else if (isOpen) client.dispatch(home);
          await lines.refresh();
          client.dispatch({
            type: 'noticed',
            notice: { text, tone: 'info' },
          });
        })
        .catch((error: unknown) => reportProblem(client, error, name));
    },
    markUnread(message) {
      const { roomId, seq } = message;
      const input = { type: 'unreadMarked', message } as const;
      client.dispatch({ type: 'rooms', input: { type: 'room', roomId, input } });
      attempt(client, 'Unread', () => client.api().markUnread({ room: roomId, seq }));
    },
    setNotify(roomId, change) {
      attempt(client, 'Notify', async () => {
        const membership = await client.api().setNotify({ room: roomId, ...change });
        const input = { type: 'notifySet', membership } as const;
        const known = client.state().rooms.get(roomId);
        const name = known === undefined ? '' : labelRoom(known.room, known.people);
        client.dispatch(
          { type: 'rooms', input: { type: 'room', roomId, input } },
          {
            type: 'noticed',
            notice: { text: sayNotify(name, membership, client.ports.now()), tone: 'good' },
          },
        );
      });
    },
    stop: lines.stop,
  };
}

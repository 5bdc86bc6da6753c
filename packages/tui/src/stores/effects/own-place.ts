// What others did about me in a room — brought me in, put me out, gave me a role, muted me — is said and followed.

import type { MemberView } from '@parley/shared/chat';
import type { PutOut } from '@parley/shared/events';
import { currentRoute } from '../../router/index.ts';
import { type Notice, openRoom } from '../app-state.ts';
import { sayBroughtIn, sayOwnChange, sayPutOut } from '../own-place.ts';
import type { RoomState } from '../room.ts';
import { labelRoom } from '../room-label.ts';
import type { Client } from './client.ts';

export interface OwnPlace {
  /** Before the change is made here: what was is compared with it. */
  tellChange(roomId: string, member: MemberView): void;
  /** While the room is still known. */
  tellPutOut(roomId: string, putOut: PutOut): void;
  /** True when it is the open room that became private, and I am not in it. */
  tellClosed(roomIds: readonly string[]): boolean;
  tellBroughtIn(roomId: string, by: string): void;
  /** Out of a room that is not there for me any more, to where one chooses another. */
  leadOut(): void;
}

export function createOwnPlace(client: Client): OwnPlace {
  const tell = (roomId: string, say: (name: string, room: RoomState) => Notice | null) => {
    const known = client.state().rooms.get(roomId);
    if (known === undefined) return;
    const notice = say(labelRoom(known.room, known.people), known);
    if (notice !== null) client.dispatch({ type: 'noticed', notice });
  };

  return {
    tellChange(roomId, member) {
      if (member.user.id !== client.state().me?.id) return;
      client.batch.flush();
      tell(roomId, (name, { membership }) =>
        membership === null ? null : sayOwnChange(name, membership, member, client.ports.now()),
      );
    },
    tellPutOut: (roomId, putOut) =>
      tell(roomId, (name) => sayPutOut(name, putOut, client.ports.now())),
    tellClosed(roomIds) {
      const room = openRoom(client.state());
      if (room?.membership !== null || !roomIds.includes(room.room.id)) return false;
      tell(room.room.id, (name) => ({ text: `${name} is private now.`, tone: 'info' }));
      return true;
    },
    tellBroughtIn: (roomId, by) => tell(roomId, (name) => sayBroughtIn(name, by)),
    leadOut() {
      const { routes, rooms, overlay } = client.state();
      const route = currentRoute(routes);
      if (route.name !== 'room' || route.roomId === null || rooms.has(route.roomId)) return;
      client.dispatch({ type: 'route.reset', route: { name: 'room', roomId: null } });
      if (overlay !== null && 'roomId' in overlay && overlay.roomId === route.roomId)
        client.dispatch({ type: 'overlay', input: { type: 'closed' } });
    },
  };
}

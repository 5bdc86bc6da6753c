// Going to one message of a room, wherever it stands: fetched with what is around it when it is not known.

import type { MessageView } from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import type { Place } from '@parley/shared/permalinks';
import { openRoom } from '../app-state.ts';
import { messageList } from '../lists-of-rooms.ts';
import { readPlace } from '../places.ts';
import type { RoomState } from '../room.ts';
import { findRoomBySlug } from '../rooms.ts';
import { showItem } from '../show-item.ts';
import { parseMessages } from '../wire-events.ts';
import { attempt, type Client } from './client.ts';
import type { RoomThreadEffects } from './room-threads.ts';
import type { RoomEffects } from './rooms.ts';

export interface Showing {
  /** A message by its room's name and its number, or the room; looked for where it is not known. */
  goTo(place: Place): void;
  /** The same by an address or `#lobby#41`; what is neither, or elsewhere, is said. */
  goToWritten(written: string): void;
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

  const find = async ({ room, seq }: Place) => {
    const query = seq === null ? { room, limit: 1 } : { room, around: seq, limit: around };
    const { items: answered, hasBefore } = await client.api().listMessages(query);
    const items = parseMessages(answered);
    const message = seq === null ? items[0] : items.find((item) => item.seq === seq);
    if (message === undefined) {
      const what = seq === null ? 'There is nothing' : `There is no message ${seq}`;
      throw new DomainError('not_found', `${what} in #${room}.`);
    }
    return { message, items, hasBefore };
  };

  // What is archived is there for its members only; the list has it until it is read anew.
  const isStale = ({ room, membership }: RoomState) =>
    room.archivedAt !== null &&
    membership === null &&
    openRoom(client.state())?.room.id !== room.id;

  const goTo = (place: Place) => {
    const { room: ref, seq } = place;
    const known = findRoomBySlug(client.state().rooms, ref);
    if (known !== undefined && seq === null && !isStale(known)) return rooms.open(known.room.id);
    if (known !== undefined && seq !== null && open(known.room.id, seq)) return;
    attempt(client, seq === null ? '' : 'The message', async () => {
      if (seq === null) {
        await rooms.refresh();
        const found = findRoomBySlug(client.state().rooms, ref);
        if (found !== undefined) return rooms.open(found.room.id);
        // A name that it had before leads to a room as well.
        const { id, slug } = await client.api().getRoom(ref);
        if (client.state().rooms.has(id)) return rooms.open(id);
        throw new DomainError('not_found', `#${slug} is archived, and you are not in it.`);
      }
      const { message, items, hasBefore } = await find(place);
      const { roomId, threadId } = message;
      // A room that came to be, or was made open, since the list was read.
      if (!client.state().rooms.has(roomId)) await rooms.refresh();
      const myId = client.state().me?.id ?? null;
      const input = { type: 'pageLoaded', at: message.seq, items, hasBefore, myId } as const;
      client.dispatch({ type: 'rooms', input: { type: 'room', roomId, input } });
      if (seq !== null && threadId !== null) {
        rooms.open(roomId);
        threads.open(roomId, threadId, seq);
      } else if (seq === null || !open(roomId, seq)) rooms.open(roomId);
    });
  };

  return {
    goTo,
    goToWritten(written) {
      const place = readPlace(client.state(), written.trim());
      if (place !== null) return goTo(place);
      const text = `That is no message of ${client.state().server}. Write it like #lobby#41.`;
      client.dispatch({ type: 'noticed', notice: { text, tone: 'bad' } });
    },

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

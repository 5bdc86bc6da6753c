// Lines that were written before the client ended come back into their rooms, and one is told where they are.

import { draftOf } from '../draft.ts';
import { labelRoom } from '../room-label.ts';
import { restoreLine, type UnsentLine } from '../unsent.ts';
import type { Client } from './client.ts';

export interface Returning {
  /** After each login: puts back what waits for this person here. */
  remind(): void;
  stop(): void;
}

/** @param lines that are in no room yet. */
export function createReturning(client: Client, lines: readonly UnsentLine[]): Returning {
  let waiting = lines;
  let isTold = false;
  let unwatch = () => {};

  const putBack = (line: UnsentLine) => {
    const { rooms, drafts } = client.state();
    const { roomId, body } = line;
    if (rooms.has(roomId)) return client.dispatch(restoreLine(line));
    // Should one come back to that room, it stands there.
    const { text } = draftOf(drafts, roomId).input;
    const action = { type: 'setText', text: text === '' ? body : `${text}\n${body}` } as const;
    client.dispatch({ type: 'draft', roomId, input: { type: 'edited', action } });
  };

  // Only the answer was lost where the room turns out to have the line.
  const tell = () => {
    const rooms = [...client.state().rooms.values()].filter(({ outbox }) =>
      outbox.some(({ state }) => state === 'failed'),
    );
    if (rooms.some(({ isLive }) => !isLive)) return;
    unwatch();
    if (rooms.length === 0) return;
    const names = rooms.map(({ room, people }) => labelRoom(room, people)).join(', ');
    const text = `Not sent before Parley ended, in ${names}: Esc, then R sends it.`;
    client.dispatch({ type: 'noticed', notice: { text, tone: 'bad' } });
  };

  return {
    remind() {
      const { server, me } = client.state();
      const isMine = (line: UnsentLine) =>
        line.server === server && (line.username === null || line.username === me?.username);
      const mine = waiting.filter(isMine);
      waiting = waiting.filter((line) => !isMine(line));
      for (const line of mine) putBack(line);
      if (isTold) return;
      isTold = true;
      unwatch = client.store.subscribe(tell);
      tell();
    },
    stop: () => unwatch(),
  };
}

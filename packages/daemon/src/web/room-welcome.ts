// What who comes to a room is told first: what was missed, and who is there. Equal for many of a crowd, and encoded once for them.

import type { MessageView } from '@parley/shared/chat';
import type { RoomEvent } from '@parley/shared/events';
import type { RoomBacklog } from '../chat/index.ts';
import type { Presence } from '../presence/index.ts';
import {
  type PassingEvent,
  passingEvent,
  pushPassing,
  pushWithEnd,
  type Sink,
  sharedEnd,
} from './lane.ts';
import { presenceState } from './presence-events.ts';

export interface Welcome {
  /** `room.joined`, then `presence.state`. */
  say(sink: Sink, backlog: RoomBacklog): void;
  /** Who is there is not what it was. */
  forgetPresence(): void;
}

/** A frame is kept for each different id, and ids are the clients' choice: so many are told from one encoding. */
const mostTold = 100;

export function createWelcome(presence: Presence, topic: string): Welcome {
  const ends = new WeakMap<readonly MessageView[], { changed: unknown; end: Buffer }>();
  let state: PassingEvent | null = null;
  let told = 0;

  /** Who come together have the same lists, and the bytes of both are there once. */
  function endOf({ messages, changed }: Pick<RoomBacklog, 'messages' | 'changed'>): Buffer {
    const known = ends.get(messages);
    if (known?.changed === changed) return known.end;
    const end = sharedEnd(JSON.stringify({ messages, changed }).slice(1));
    ends.set(messages, { changed, end });
    return end;
  }

  function sayJoined(sink: Sink, backlog: RoomBacklog): void {
    const { messages, changed, ...own } = { type: 'room.joined', ...backlog } satisfies RoomEvent;
    pushWithEnd(sink, `${JSON.stringify(own).slice(0, -1)},`, endOf({ messages, changed }));
  }

  return {
    say(sink, backlog) {
      sayJoined(sink, backlog);
      if (state === null || told >= mostTold) {
        state = passingEvent(JSON.stringify(presenceState(presence, topic)));
        told = 0;
      }
      told += 1;
      pushPassing(sink, state);
    },
    forgetPresence() {
      state = null;
    },
  };
}

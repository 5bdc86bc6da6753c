// What who comes to a room is told first: what was missed, and who is there. Equal for many of a crowd, and encoded once for them.

import type { MessageView } from '@parley/shared/chat';
import type { RoomEvent } from '@parley/shared/events';
import type { RoomBacklog } from '../chat/index.ts';
import type { Presence } from '../presence/index.ts';
import { type PassingEvent, passingEvent, pushPassing, type Sink } from './lane.ts';
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
  const texts = new WeakMap<readonly MessageView[], string>();
  let state: PassingEvent | null = null;
  let told = 0;

  function textOf(messages: readonly MessageView[]): string {
    const text = texts.get(messages) ?? JSON.stringify(messages);
    texts.set(messages, text);
    return text;
  }

  function encodeJoined(backlog: RoomBacklog): PassingEvent {
    const { messages, changed, ...own } = { type: 'room.joined', ...backlog } satisfies RoomEvent;
    const head = JSON.stringify(own).slice(0, -1);
    return passingEvent(`${head},"messages":${textOf(messages)},"changed":${textOf(changed)}}`);
  }

  return {
    say(sink, backlog) {
      pushPassing(sink, encodeJoined(backlog));
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

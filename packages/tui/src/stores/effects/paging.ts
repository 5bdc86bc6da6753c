// Older messages and gaps, fetched when they come into view.

import type { ErrorCode } from '@parley/shared/errors';
import { keptMessages } from '../messages.ts';
import { toProblem } from '../problem.ts';
import type { RoomInput } from '../reduce-room.ts';
import type { RoomState } from '../room.ts';
import { parseMessages } from '../wire-events.ts';
import type { Client } from './client.ts';
import { createNamedTimers } from './named-timers.ts';

const pageSize = 100;
const againAfterSeconds = 3;
const longestWaitSeconds = 60;
/** What another try may put right. */
const passing: ReadonlySet<ErrorCode> = new Set(['unavailable', 'limited', 'internal']);

export interface Paging {
  /** The page before the oldest known message. */
  loadOlder(room: RoomState): void;
  /** What is missing after this seq. */
  loadAfter(room: RoomState, seq: number, then?: () => void): void;
  /** The room's first page; what lies between stays missing until it comes into view. */
  loadFirst(room: RoomState, then: () => void): void;
  stop(): void;
}

export function createPaging(client: Client): Paging {
  const timers = createNamedTimers();

  const load = (
    room: RoomState,
    at: number,
    { then, ...query }: { before?: number; after?: number; then?: () => void },
  ) => {
    const roomId = room.room.id;
    if (room.paging.has(at) || client.state().connection.phase !== 'online') return;
    const tell = (input: RoomInput) =>
      client.dispatch({ type: 'rooms', input: { type: 'room', roomId, input } });
    tell({ type: 'pageAsked', at });
    client
      .api()
      .listMessages({ room: roomId, limit: pageSize, ...query })
      .then(({ items, hasBefore }) => {
        const messages = parseMessages(items);
        // A page without anything in it would be asked for again and again.
        if (messages.length === 0 && hasBefore) return tell({ type: 'pageFailed', at });
        const myId = client.state().me?.id ?? null;
        tell({ type: 'pageLoaded', at, items: messages, hasBefore, myId });
        then?.();
      })
      .catch((error: unknown) => {
        tell({ type: 'pageFailed', at });
        const { code, retryAfter = againAfterSeconds } = toProblem(error);
        if (!passing.has(code)) return;
        // Whoever still looks at the place then has it asked for anew.
        const waitMs = 1_000 * Math.min(longestWaitSeconds, retryAfter);
        timers.start(`${roomId} ${at}`, waitMs, () => tell({ type: 'pageForgotten', at }));
      });
  };

  return {
    loadOlder(room) {
      const oldest = room.messages[0]?.seq;
      if (room.isAtStart || oldest === undefined || !hasSpace(room)) return;
      load(room, oldest, { before: oldest });
    },
    loadAfter: (room, seq, then) => load(room, seq, { after: seq, then }),
    loadFirst(room, then) {
      if (room.isAtStart || !hasSpace(room)) return;
      load(room, 0, { after: 0, then });
    },
    stop: timers.cancelAll,
  };
}

/** Beyond what is kept, a page loaded at the top would be let go at once. */
export function hasSpace(room: RoomState): boolean {
  return room.messages.length + pageSize <= keptMessages;
}

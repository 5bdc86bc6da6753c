// One room as the client knows it.

import type { MemberMark, MembershipView, MessageView, RoomView } from '@parley/shared/chat';
import type { PendingMessage } from './outbox.ts';
import { noOwnMessages } from './own-messages.ts';
import type { RoomPeople } from './room-label.ts';
import type { RoomPresence } from './room-presence.ts';
import type { RoomReading } from './room-reading.ts';
import type { RoomThreads } from './room-thread.ts';

export interface Typist {
  readonly username: string;
  /** The first message of the thread that they type in; null: in the room itself. */
  readonly threadId: string | null;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** Something that happened in the room besides messages, shown after the message of this seq. */
export type RoomNote =
  | {
      readonly afterSeq: number;
      readonly username: string;
      readonly did: 'joined' | 'left';
      /** Who put them out. */
      readonly by?: string;
    }
  /** What one is told on coming in. */
  | { readonly afterSeq: number; readonly text: string };

export interface RoomState extends RoomReading, RoomPresence {
  /** The others of a direct room. */
  readonly people: RoomPeople;
  /** The server has told the room's present state since the connection was last made. */
  readonly isLive: boolean;
  /** The oldest known message is the room's first. */
  readonly isAtStart: boolean;
  /** Those with a role here and the muted ones, by user id. */
  readonly marked: ReadonlyMap<string, MemberMark>;
  readonly typing: ReadonlyMap<string, Typist>;
  readonly outbox: readonly PendingMessage[];
  /** The message that is being changed. */
  readonly editing: string | null;
  /** Threads that were opened, by their first message. */
  readonly threads: RoomThreads;
  /** Unread replies in threads that I follow, by their first message. */
  readonly threadNews: ReadonlyMap<string, number>;
  readonly notes: readonly RoomNote[];
  /** Pages on their way: the seq they lead up to, or the gap's `after`. */
  readonly paging: ReadonlyMap<number, 'loading' | 'failed'>;
}

/** A room known from the room list only. */
export function createRoomState(
  room: RoomView,
  membership: MembershipView | null,
  people: RoomPeople = [],
): RoomState {
  return {
    room,
    membership,
    people,
    isLive: false,
    messages: [],
    isAtStart: room.lastSeq === 0,
    presence: {},
    present: 0,
    hasAll: true,
    paged: null,
    marked: new Map(),
    members: null,
    typing: new Map(),
    outbox: [],
    editing: null,
    threads: new Map(),
    own: noOwnMessages,
    mentions: 0,
    threadMentions: 0,
    toldRead: membership?.lastReadSeq ?? 0,
    toldBefore: 0,
    isHeldUnread: false,
    threadNews: new Map(),
    notes: [],
    unreadAfter: null,
    paging: new Map(),
  };
}

/** A message that stands in the room or in a thread that was opened. */
export function findMessage({ messages, threads }: RoomState, id: string): MessageView | undefined {
  const isIt = (message: MessageView) => message.id === id;
  return (
    messages.findLast(isIt) ?? [...threads.values()].flatMap((thread) => thread.messages).find(isIt)
  );
}

/** Who types in the room itself, or in one of its threads. */
export function typistsIn({ typing }: RoomState, threadId: string | null): Typist[] {
  return [...typing.values()].filter((typist) => typist.threadId === threadId);
}

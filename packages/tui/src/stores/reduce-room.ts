// One room as a pure reducer over what the server tells and the person does.
//
// Whatever way events take — live, replayed after a reconnect, paged in, twice, late — the same
// history results: messages are keyed by their dense seq, so repetition falls away and what is
// missing shows as a jump (see messages.ts). A server that has lost seqs we know was restored from
// a backup: then we start over from what it says.

import type { MembershipView, MemberView, MessageView } from '@parley/shared/chat';
import type { RoomEvent } from '@parley/shared/events';
import { confirmOutbox, type OutboxEvent, reduceOutbox } from './outbox.ts';
import type { RoomState } from './room.ts';
import { addMessages, arrive } from './room-messages.ts';
import { type PeopleInput, reducePeople } from './room-presence.ts';
import {
  call,
  countUnread,
  furthest,
  mark,
  markUnread,
  type ReadMarker,
  read,
} from './room-reading.ts';
import { sayKept } from './room-rules.ts';
import { type RoomThreadInput, reduceRoomThreads } from './room-thread.ts';
import { addNote, reduceWire } from './room-wire.ts';

export type RoomInput =
  | {
      readonly type: 'wire';
      readonly event: RoomEvent;
      readonly now: number;
      readonly myId: string | null;
    }
  /** Several new messages as one change. */
  | {
      readonly type: 'arrived';
      readonly messages: readonly MessageView[];
      readonly myId: string | null;
    }
  | { readonly type: 'outbox'; readonly event: OutboxEvent; readonly myId: string | null }
  | { readonly type: 'editing'; readonly id: string | null }
  /** Somebody called me in the message of this seq. */
  | { readonly type: 'called'; readonly seq: number; readonly isInThread: boolean }
  /** My marker as the server has it, moved on some device or other. */
  | ({ readonly type: 'marked' } & ReadMarker)
  /** The person wants this message and what follows to be unread. */
  | { readonly type: 'unreadMarked'; readonly message: MessageView }
  | { readonly type: 'progressed'; readonly lastSeq: number; readonly lastMain: number }
  | {
      readonly type: 'notifySet';
      readonly membership: Pick<MembershipView, 'notify' | 'quietUntil'>;
    }
  | { readonly type: 'thread'; readonly rootId: string; readonly input: RoomThreadInput }
  | { readonly type: 'threadNews'; readonly rootId: string; readonly unread: number }
  | { readonly type: 'members'; readonly members: readonly MemberView[] }
  | { readonly type: 'people'; readonly input: PeopleInput }
  | { readonly type: 'pageAsked'; readonly at: number }
  | { readonly type: 'pageFailed'; readonly at: number }
  /** A failed one may be asked for again. */
  | { readonly type: 'pageForgotten'; readonly at: number }
  | {
      readonly type: 'pageLoaded';
      readonly at: number;
      readonly items: readonly MessageView[];
      readonly hasBefore: boolean;
      readonly myId: string | null;
    }
  /** The person has seen everything up to this seq. */
  | { readonly type: 'read'; readonly seq: number }
  /** The person came to the room: the unread line is drawn where reading had stopped. */
  | { readonly type: 'opened' }
  /** What is unread came unseen, though the room is open: the line is drawn above it. */
  | { readonly type: 'missed' }
  /** I have come into the room. */
  | { readonly type: 'entered' }
  | { readonly type: 'typingExpired'; readonly now: number }
  | { readonly type: 'disconnected' };

/** Threads of which it is known that something is unread. */
const keptThreadNews = 100;

export function reduceRoom(state: RoomState, input: RoomInput): RoomState {
  switch (input.type) {
    case 'wire':
      return reduceWire(state, input.event, input);
    case 'arrived':
      return arrive(state, input.messages, input.myId);
    case 'outbox': {
      const outbox = reduceOutbox(state.outbox, input.event);
      return { ...state, outbox: confirmOutbox(outbox, state.messages.slice(-200), input.myId) };
    }
    case 'editing':
      return state.editing === input.id ? state : { ...state, editing: input.id };
    case 'called':
      return call(state, input);
    case 'marked':
      return mark(state, input);
    case 'unreadMarked':
      return markUnread(state, input.message);
    case 'progressed':
      return { ...state, room: { ...state.room, ...furthest(state.room, input) } };
    case 'notifySet': {
      const { membership } = state;
      if (membership === null) return state;
      const { notify, quietUntil } = input.membership;
      return { ...state, membership: { ...membership, notify, quietUntil } };
    }
    case 'thread': {
      const threads = reduceRoomThreads(state.threads, input.rootId, input.input);
      return threads === state.threads ? state : { ...state, threads };
    }
    case 'threadNews': {
      if ((state.threadNews.get(input.rootId) ?? 0) === input.unread) return state;
      const threadNews = new Map([...state.threadNews].slice(-keptThreadNews));
      if (input.unread === 0) threadNews.delete(input.rootId);
      else threadNews.set(input.rootId, input.unread);
      return { ...state, threadNews };
    }
    case 'people':
      return reducePeople(state, input.input);
    case 'members':
      return { ...state, members: input.members };
    case 'pageAsked':
      return { ...state, paging: new Map(state.paging).set(input.at, 'loading') };
    case 'pageFailed':
      return { ...state, paging: new Map(state.paging).set(input.at, 'failed') };
    case 'pageForgotten': {
      if (state.paging.get(input.at) !== 'failed') return state;
      const paging = new Map(state.paging);
      paging.delete(input.at);
      return { ...state, paging };
    }
    case 'pageLoaded': {
      const paging = new Map(state.paging);
      paging.delete(input.at);
      const loaded = addMessages({ ...state, paging }, input.items, input.myId);
      const reachesFirst = !input.hasBefore && input.items[0]?.seq === loaded.messages[0]?.seq;
      return { ...loaded, isAtStart: loaded.isAtStart || reachesFirst };
    }
    case 'read':
      return read(state, input.seq);
    case 'opened':
      return {
        ...state,
        isHeldUnread: false,
        unreadAfter: countUnread(state) > 0 ? state.membership!.lastReadSeq : null,
      };
    case 'missed':
      if (countUnread(state) === 0 || state.unreadAfter === state.membership!.lastReadSeq)
        return state;
      return { ...state, unreadAfter: state.membership!.lastReadSeq };
    case 'entered':
      return addNote(state, { afterSeq: state.room.lastSeq, text: sayKept(state.room) });
    case 'typingExpired': {
      const typing = new Map([...state.typing].filter(([, { until }]) => until > input.now));
      return typing.size === state.typing.size ? state : { ...state, typing };
    }
    case 'disconnected':
      return {
        ...state,
        isLive: false,
        toldBefore: state.toldRead,
        presence: {},
        present: 0,
        paged: null,
        typing: new Map(),
      };
  }
}

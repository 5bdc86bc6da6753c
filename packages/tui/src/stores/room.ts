// One room as the client knows it: a pure reducer over what the server tells and the person does.
//
// Whatever way events take — live, replayed after a reconnect, paged in, twice, late — the same
// history results: messages are keyed by their dense seq, so repetition falls away and what is
// missing shows as a jump (see messages.ts). A server that has lost seqs we know was restored from
// a backup: then we start over from what it says.

import {
  excerptOf,
  type MembershipView,
  type MemberView,
  type MessageView,
  type RoomView,
} from '@parley/shared/chat';
import type { RoomEvent } from '@parley/shared/events';
import { deleteMessage, mergeMessages, pinMessage, reactToMessage, requote } from './messages.ts';
import { confirmOutbox, type OutboxEvent, type PendingMessage, reduceOutbox } from './outbox.ts';
import type { RoomPeople } from './room-label.ts';
import {
  type PeopleInput,
  type RoomPresence,
  reducePeople,
  reducePresence,
} from './room-presence.ts';
import {
  call,
  countUnread,
  furthest,
  mark,
  markUnread,
  mergeMembership,
  type RoomReading,
  read,
  readOwn,
} from './room-reading.ts';
import {
  changeRoomThreads,
  type RoomThreadInput,
  type RoomThreads,
  reduceRoomThread,
  reduceRoomThreads,
} from './room-thread.ts';

export interface Typist {
  readonly username: string;
  /** The first message of the thread that they type in; null: in the room itself. */
  readonly threadId: string | null;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** Something that happened in the room besides messages, shown after the message of this seq. */
export interface RoomNote {
  readonly afterSeq: number;
  readonly username: string;
  readonly did: 'joined' | 'left';
}

export interface RoomState extends RoomReading, RoomPresence {
  /** The others of a direct room. */
  readonly people: RoomPeople;
  /** The server has told the room's present state since the connection was last made. */
  readonly isLive: boolean;
  /** The oldest known message is the room's first. */
  readonly isAtStart: boolean;
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
  | { readonly type: 'called'; readonly seq: number }
  /** My marker as the server has it, moved on some device or other. */
  | {
      readonly type: 'marked';
      readonly lastReadSeq: number;
      readonly readMain: number;
      readonly mentions: number;
    }
  /** The person wants this message and what follows to be unread. */
  | { readonly type: 'unreadMarked'; readonly message: MessageView }
  | { readonly type: 'progressed'; readonly lastSeq: number; readonly lastMain: number }
  | { readonly type: 'notifySet'; readonly membership: MembershipView }
  | { readonly type: 'thread'; readonly rootId: string; readonly input: RoomThreadInput }
  | { readonly type: 'threadNews'; readonly rootId: string; readonly unread: number }
  | { readonly type: 'members'; readonly members: readonly MemberView[] }
  | { readonly type: 'people'; readonly input: PeopleInput }
  | { readonly type: 'pageAsked'; readonly at: number }
  | { readonly type: 'pageFailed'; readonly at: number }
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
  | { readonly type: 'typingExpired'; readonly now: number }
  | { readonly type: 'disconnected' };

const keptNotes = 100;

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
    members: null,
    typing: new Map(),
    outbox: [],
    editing: null,
    threads: new Map(),
    mentions: 0,
    toldRead: membership?.lastReadSeq ?? 0,
    isHeldUnread: false,
    threadNews: new Map(),
    notes: [],
    unreadAfter: null,
    paging: new Map(),
  };
}

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
      return call(state, input.seq);
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
      const threadNews = new Map([...state.threadNews].slice(-keptNotes));
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
    case 'typingExpired': {
      const typing = new Map([...state.typing].filter(([, { until }]) => until > input.now));
      return typing.size === state.typing.size ? state : { ...state, typing };
    }
    case 'disconnected':
      return {
        ...state,
        isLive: false,
        presence: {},
        present: 0,
        paged: null,
        typing: new Map(),
      };
  }
}

function reduceWire(
  state: RoomState,
  event: RoomEvent,
  { now, myId }: { now: number; myId: string | null },
): RoomState {
  switch (event.type) {
    case 'room.joined':
      return rejoin(state, event, myId);
    case 'presence.state':
    case 'presence.diff':
      return reducePresence(state, event);
    case 'message.created':
      return arrive(state, [event.message], myId);
    case 'message.edited':
      return editMessages(state, [event.message]);
    case 'message.deleted':
      return everywhere(state, (messages) => deleteMessage(messages, event));
    case 'message.pinned':
    case 'message.unpinned':
      return everywhere(state, (messages) => pinMessage(messages, event));
    case 'reaction.added':
    case 'reaction.removed':
      return everywhere(state, (messages) => reactToMessage(messages, event));
    case 'typing': {
      if (event.user.id === myId || state.typing.size >= 50) return state;
      const { user, threadId, expiresInMs } = event;
      const typist = { username: user.username, threadId, until: now + expiresInMs };
      return { ...state, typing: new Map(state.typing).set(event.user.id, typist) };
    }
    case 'room.updated':
      if (event.room.id !== state.room.id) return state;
      return {
        ...state,
        room: { ...event.room, ...furthest(event.room, state.room) },
      };
    case 'member.updated':
      return changeMembers(
        event.member.user.id === myId ? updateMembership(state, event.member) : state,
        event.member.user.id,
        event.member,
      );
    case 'member.joined':
      return note(
        changeMembers(state, event.member.user.id, event.member),
        event.member.user.username,
        'joined',
      );
    case 'member.left':
      return note(changeMembers(state, event.userId, null), event.username, 'left');
  }
}

function rejoin(
  state: RoomState,
  event: Extract<RoomEvent, { type: 'room.joined' }>,
  myId: string | null,
): RoomState {
  if (event.room.id !== state.room.id) return state;
  const newest = state.messages.at(-1)?.seq ?? 0;
  const isRestored = event.room.lastSeq < newest;
  const base = isRestored
    ? { ...createRoomState(event.room, null, state.people), outbox: state.outbox }
    : state;
  const joined: RoomState = {
    ...base,
    room: event.room,
    membership: mergeMembership(isRestored ? null : state.membership, event.membership),
    isLive: true,
    isAtStart: base.isAtStart || event.messages[0]?.seq === 1,
    typing: new Map(),
  };
  return editMessages(addMessages(joined, event.messages, myId), event.changed);
}

// Only what is known here: a change is no reason to hold a message that nobody looked at.
function editMessages(state: RoomState, changed: readonly MessageView[]): RoomState {
  const known = new Set(state.messages.map(({ seq }) => seq));
  const ours = changed.filter(({ roomId }) => roomId === state.room.id);
  const arrived = { type: 'arrived', messages: ours, myId: null } as const;
  const threads = changeRoomThreads(state.threads, (thread) => reduceRoomThread(thread, arrived));
  const mine = ours.filter(({ seq }) => known.has(seq));
  const messages = mergeMessages(state.messages, mine);
  const isSame = messages === state.messages && threads === state.threads;
  const merged = isSame ? state : { ...state, messages, threads };
  return everywhere(merged, (all) =>
    ours.reduce((list, { id, body }) => requote(list, { id, excerpt: excerptOf(body) }), all),
  );
}

// The same message may stand in the room and in a thread that was opened.
function everywhere(
  state: RoomState,
  change: (messages: readonly MessageView[]) => readonly MessageView[],
): RoomState {
  const messages = change(state.messages);
  const threads = changeRoomThreads(state.threads, (thread) => {
    const changed = change(thread.messages);
    return changed === thread.messages ? thread : { ...thread, messages: changed };
  });
  if (messages === state.messages && threads === state.threads) return state;
  return { ...state, messages, threads };
}

function updateMembership(state: RoomState, { role, mutedUntil }: MemberView): RoomState {
  const { membership } = state;
  return membership === null
    ? state
    : { ...state, membership: { ...membership, role, mutedUntil } };
}

function addMessages(
  state: RoomState,
  incoming: readonly MessageView[],
  myId: string | null,
): RoomState {
  const mine = incoming.filter(({ roomId }) => roomId === state.room.id);
  const messages = mergeMessages(state.messages, mine);
  const outbox = confirmOutbox(state.outbox, mine, myId);
  const arrived = { type: 'arrived', messages: mine, myId } as const;
  const threads = changeRoomThreads(state.threads, (thread) => reduceRoomThread(thread, arrived));
  if (messages === state.messages && threads === state.threads)
    return outbox === state.outbox ? state : { ...state, outbox };
  const newest = messages.at(-1);
  const oldest = messages[0]?.seq ?? 1;
  const isAtStart = oldest === 1 || (state.isAtStart && oldest <= (state.messages[0]?.seq ?? 1));
  return {
    ...readOwn(state, mine, myId),
    room: {
      ...state.room,
      ...furthest(state.room, { lastSeq: newest?.seq ?? 0, lastMain: newest?.mainNo ?? 0 }),
    },
    messages,
    threads,
    outbox,
    isAtStart,
  };
}

// Who has spoken types no more, there.
function arrive(
  state: RoomState,
  messages: readonly MessageView[],
  myId: string | null,
): RoomState {
  const added = addMessages(state, messages, myId);
  const spoke = messages.filter(
    ({ author, threadId }) => added.typing.get(author.id)?.threadId === threadId,
  );
  if (spoke.length === 0) return added;
  const typing = new Map(added.typing);
  for (const { author } of spoke) typing.delete(author.id);
  return { ...added, typing };
}

// Only once they were fetched; until then they come whole.
function changeMembers(state: RoomState, userId: string, member: MemberView | null): RoomState {
  if (state.members === null) return state;
  const others = state.members.filter(({ user }) => user.id !== userId);
  return { ...state, members: member === null ? others : [...others, member] };
}

function note(state: RoomState, username: string, did: RoomNote['did']): RoomState {
  const notes = [...state.notes, { afterSeq: state.messages.at(-1)?.seq ?? 0, username, did }];
  return { ...state, notes: notes.slice(-keptNotes) };
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

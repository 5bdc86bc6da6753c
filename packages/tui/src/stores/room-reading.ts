// How far somebody has read in a room: the markers, what they leave unread, and what moves them.

import type { MembershipView, MessageView, RoomView } from '@parley/shared/chat';
import { countOwn, type OwnMessages } from './own-messages.ts';

/** What of a room reading is about. */
export interface RoomReading {
  readonly room: RoomView;
  readonly membership: MembershipView | null;
  readonly messages: readonly MessageView[];
  readonly own: OwnMessages;
  /** Unread messages that call me, and how many of them are in threads. */
  readonly mentions: number;
  readonly threadMentions: number;
  /** How far the server knows that I have read. */
  readonly toldRead: number;
  /** The same when the line was cut; 0 while it is not. */
  readonly toldBefore: number;
  /** Marked as unread: looking at it does not read it, until one comes anew. */
  readonly isHeldUnread: boolean;
  /** The unread line stands before the first message of others after this seq; null without one. */
  readonly unreadAfter: number | null;
}

/** Somebody called me in the message of this seq: in a thread, whatever was read in the room. */
export function call<State extends RoomReading>(
  state: State,
  { seq, isInThread }: { seq: number; isInThread: boolean },
): State {
  if (isInThread) {
    const { mentions, threadMentions } = state;
    return { ...state, mentions: mentions + 1, threadMentions: threadMentions + 1 };
  }
  if (seq <= (state.membership?.lastReadSeq ?? 0)) return state;
  return { ...state, mentions: state.mentions + 1 };
}

/** The person has seen everything up to this seq. */
export function read<State extends RoomReading>(state: State, seq: number): State {
  const { membership } = state;
  if (membership === null || membership.lastReadSeq >= seq) return state;
  const mentions = seq >= state.room.lastSeq ? state.threadMentions : state.mentions;
  return { ...state, mentions, membership: readUpTo(state, membership, seq) };
}

/** The person wants this message and what follows to be unread. */
export function markUnread<State extends RoomReading>(state: State, message: MessageView): State {
  const { membership } = state;
  if (membership === null) return state;
  const { seq, mainNo, threadId } = message;
  const marked = { lastReadSeq: seq - 1, readMain: threadId === null ? mainNo - 1 : mainNo };
  return {
    ...state,
    membership: { ...membership, ...marked },
    toldRead: seq - 1,
    isHeldUnread: true,
    unreadAfter: seq - 1,
  };
}

/** A marker as the server has it, and the calls that are left. */
export interface ReadMarker {
  readonly lastReadSeq: number;
  readonly readMain: number;
  readonly mentions: number;
  readonly threadMentions: number;
}

// Forward it is as reading here; back somebody marked it unread, here or on another device.
export function mark<State extends RoomReading>(
  state: State,
  { lastReadSeq, readMain, mentions, threadMentions }: ReadMarker,
): State {
  const { membership } = state;
  if (membership === null) return state;
  const isBack = lastReadSeq < state.toldRead;
  // For the same place too: what stands there may not be known here, and so not its number.
  const isNews = isBack || lastReadSeq >= membership.lastReadSeq;
  const isBehind = !isNews && lastReadSeq < membership.lastReadSeq;
  return {
    ...state,
    toldRead: lastReadSeq,
    isHeldUnread: state.isHeldUnread || isBack,
    mentions: isBehind ? state.mentions - state.threadMentions + threadMentions : mentions,
    threadMentions,
    membership: isNews ? { ...membership, lastReadSeq, readMain } : membership,
  };
}

// What was read here may not have reached the server yet.
export function mergeMembership(
  known: MembershipView | null,
  told: MembershipView | null,
): MembershipView | null {
  if (known === null || told === null) return told;
  const { lastReadSeq, readMain } = known.lastReadSeq > told.lastReadSeq ? known : told;
  return { ...told, lastReadSeq, readMain };
}

/**
 * My place as the server tells it when the line is made anew. Behind what it had told before, it was marked
 * unread meanwhile on another device, which nobody could say.
 */
export function comeBack<State extends RoomReading>(
  state: State,
  told: MembershipView | null,
): State {
  const isBack = told !== null && told.lastReadSeq < state.toldBefore;
  return {
    ...state,
    membership: isBack ? told : mergeMembership(state.membership, told),
    toldRead: told?.lastReadSeq ?? state.toldRead,
    isHeldUnread: state.isHeldUnread || isBack,
  };
}

// Who writes has read what stands above; own lines are never unread.
export function readOwn<State extends RoomReading>(
  state: State,
  incoming: readonly MessageView[],
  myId: string | null,
): State {
  const { membership } = state;
  if (membership === null) return state;
  let { lastReadSeq, readMain } = membership;
  for (const { seq, author, mainNo } of incoming) {
    if (author.id === myId && seq === lastReadSeq + 1) [lastReadSeq, readMain] = [seq, mainNo];
  }
  if (lastReadSeq === membership.lastReadSeq) return state;
  return { ...state, membership: { ...membership, lastReadSeq, readMain } };
}

/** Messages of others outside threads after the last read one; none in a room one is no member of. */
export function countUnread({
  room,
  membership,
  own,
}: Pick<RoomReading, 'room' | 'membership' | 'own'>): number {
  if (membership === null) return 0;
  const { readMain } = membership;
  return Math.max(0, room.lastMain - readMain - countOwn(own, readMain));
}

/** Of two views of how far a room has come, the further one. */
export function furthest(
  a: Pick<RoomView, 'lastSeq' | 'lastMain'>,
  b: Pick<RoomView, 'lastSeq' | 'lastMain'>,
): Pick<RoomView, 'lastSeq' | 'lastMain'> {
  return {
    lastSeq: Math.max(a.lastSeq, b.lastSeq),
    lastMain: Math.max(a.lastMain, b.lastMain),
  };
}

function readUpTo(
  { room, messages }: RoomReading,
  membership: MembershipView,
  seq: number,
): MembershipView {
  const read = messages.findLast((message) => message.seq <= seq);
  const readMain = seq >= room.lastSeq ? room.lastMain : (read?.mainNo ?? membership.readMain);
  return { ...membership, lastReadSeq: seq, readMain };
}

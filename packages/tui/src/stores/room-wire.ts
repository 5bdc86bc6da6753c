// What the server tells of a room, as changes to it.

import type { MemberView } from '@parley/shared/chat';
import type { RoomEvent } from '@parley/shared/events';
import { deleteMessage, pinMessage, reactToMessage } from './messages.ts';
import { createRoomState, type RoomNote, type RoomState } from './room.ts';
import { addMessages, arrive, changeEverywhere, editMessages } from './room-messages.ts';
import { reducePresence } from './room-presence.ts';
import { comeBack, furthest } from './room-reading.ts';

const mostTypists = 50;
const keptNotes = 100;
const keptMarks = 1_000;

/** The room after an event of its channel; `now` in milliseconds since the epoch. */
export function reduceWire(
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
      return changeEverywhere(state, (messages) => deleteMessage(messages, event));
    case 'message.pinned':
    case 'message.unpinned':
      return changeEverywhere(state, (messages) => pinMessage(messages, event));
    case 'reaction.added':
    case 'reaction.removed':
      return changeEverywhere(state, (messages) => reactToMessage(messages, event));
    case 'typing': {
      if (event.user.id === myId || state.typing.size >= mostTypists) return state;
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
    case 'member.updated': {
      const { member } = event;
      const isMine = member.user.id === myId;
      return changeMembers(
        isMine ? updateMembership(state, member) : state,
        member.user.id,
        member,
      );
    }
    case 'member.joined': {
      const { user } = event.member;
      return note(changeMembers(state, user.id, event.member), user.username, 'joined');
    }
    case 'member.left':
      return note(leave(state, event.userId), event.username, 'left', event.by);
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
    ...comeBack(base, event.membership),
    room: event.room,
    toldBefore: 0,
    isLive: true,
    marked: new Map(event.marked?.map((mark) => [mark.userId, mark])),
    isAtStart: base.isAtStart || event.messages[0]?.seq === 1,
    typing: new Map(),
  };
  return editMessages(addMessages(joined, event.messages, myId), event.changed);
}

function updateMembership(state: RoomState, { role, mutedUntil }: MemberView): RoomState {
  const { membership } = state;
  return membership === null
    ? state
    : { ...state, membership: { ...membership, role, mutedUntil } };
}

function changeMembers(before: RoomState, userId: string, member: MemberView | null): RoomState {
  const state = changeMark(before, userId, member);
  // Only once they were fetched; until then they come whole.
  if (state.members === null) return state;
  const others = state.members.filter(({ user }) => user.id !== userId);
  return { ...state, members: member === null ? others : [...others, member] };
}

function changeMark(state: RoomState, userId: string, member: MemberView | null): RoomState {
  const isMarked = member !== null && (member.role !== 'member' || member.mutedUntil !== null);
  if (!isMarked && !state.marked.has(userId)) return state;
  const marked = new Map([...state.marked].slice(-keptMarks));
  if (!isMarked) marked.delete(userId);
  else marked.set(userId, { userId, role: member.role, mutedUntil: member.mutedUntil });
  return { ...state, marked };
}

// Whoever is out types no more.
function leave(state: RoomState, userId: string): RoomState {
  const left = changeMembers(state, userId, null);
  if (!left.typing.has(userId)) return left;
  const typing = new Map(left.typing);
  typing.delete(userId);
  return { ...left, typing };
}

function note(state: RoomState, username: string, did: 'joined' | 'left', by?: string): RoomState {
  const afterSeq = state.messages.at(-1)?.seq ?? 0;
  return addNote(state, { afterSeq, username, did, ...(by !== undefined && { by }) });
}

export function addNote(state: RoomState, added: RoomNote): RoomState {
  return { ...state, notes: [...state.notes, added].slice(-keptNotes) };
}

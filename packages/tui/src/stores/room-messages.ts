// How messages come into a room and change there, wherever in it they stand.

import { excerptOf, type MessageView } from '@parley/shared/chat';
import { mergeMessages, requote } from './messages.ts';
import { confirmOutbox } from './outbox.ts';
import { addOwn } from './own-messages.ts';
import type { RoomState } from './room.ts';
import { furthest, readOwn } from './room-reading.ts';
import { changeRoomThreads, reduceRoomThread } from './room-thread.ts';

/** Adds messages from wherever they come, in whatever order, and what follows from them. */
export function addMessages(
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
    own: addOwn(state.own, mine, myId),
    threads,
    outbox,
    isAtStart,
  };
}

/** Adds messages that were just written: who has spoken types no more, there. */
export function arrive(
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

/** Changes what is known here: a change is no reason to hold a message that nobody looked at. */
export function editMessages(state: RoomState, changed: readonly MessageView[]): RoomState {
  const known = new Set(state.messages.map(({ seq }) => seq));
  const ours = changed.filter(({ roomId }) => roomId === state.room.id);
  const arrived = { type: 'arrived', messages: ours, myId: null } as const;
  const threads = changeRoomThreads(state.threads, (thread) => reduceRoomThread(thread, arrived));
  const mine = ours.filter(({ seq }) => known.has(seq));
  const messages = mergeMessages(state.messages, mine);
  const isSame = messages === state.messages && threads === state.threads;
  const merged = isSame ? state : { ...state, messages, threads };
  return changeEverywhere(merged, (all) =>
    ours.reduce((list, { id, body }) => requote(list, { id, excerpt: excerptOf(body) }), all),
  );
}

/** Changes messages in the room and in every thread that was opened: the same one may stand in both. */
export function changeEverywhere(
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

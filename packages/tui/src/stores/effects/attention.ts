// What follows from looking and writing: messages become read, missing ones are fetched, typing is told.

import { limits } from '@parley/shared/limits';
import type { AppState } from '../app-state.ts';
import { openRoom } from '../app-state.ts';
import { isCommandText } from '../command-line.ts';
import { threadDraft } from '../composer.ts';
import { draftOf } from '../draft.ts';
import { isScrolledToEnd, isTopInView, messageList, visibleGaps } from '../lists-of-rooms.ts';
import type { RoomState } from '../room.ts';
import { visibleItems } from '../scroll-list.ts';
import { talkThreadId } from '../talk-side.ts';
import { unreadCalls } from '../unread-calls.ts';
import { isWatched } from '../watching.ts';
import type { Client } from './client.ts';
import type { Idle } from './idle.ts';
import type { Paging } from './paging.ts';

const readEveryMs = 700;

export interface Attention {
  stop(): void;
}

/** Watches the store; whatever it does is a consequence of what is on the screen. */
export function createAttention(
  client: Client,
  { paging, idle }: { paging: Paging; idle: Idle },
): Attention {
  let readTimer: NodeJS.Timeout | null = null;
  const readSeqs = new Map<string, number>();
  let typedAt = 0;
  let typedIn = '';

  const shownCalls = new Set<string>();

  // A call far above was not seen by coming to the end: it stays unread until it was on the screen.
  const missedCall = (state: AppState, room: RoomState): number | null => {
    const calls = unreadCalls(state, room).filter(({ id }) => !shownCalls.has(id));
    if (calls.length === 0) return null;
    const { state: list, content } = messageList(state, room);
    const seen = new Set(visibleItems(list, content).map(({ item }) => item.key));
    for (const { id, seq } of calls) if (seen.has(`message ${seq}`)) shownCalls.add(id);
    const missed = calls.filter(({ id }) => !shownCalls.has(id)).map(({ seq }) => seq);
    return missed.length === 0 ? null : Math.min(...missed);
  };

  const heed = (state: AppState, before: AppState) => {
    if (state.connection.phase !== 'online' || state.me === null) return;
    const room = openRoom(state);
    if (room === undefined) return;
    const isSame =
      state.rooms === before.rooms &&
      state.watching === before.watching &&
      state.activity === before.activity &&
      state.scroll === before.scroll &&
      state.routes === before.routes;
    if (!isSame) {
      // What came while the line was cut, or no client ran, was not seen coming.
      const wasLive = before.rooms.get(room.room.id)?.isLive ?? false;
      if (room.isLive && !wasLive) drawLine(room);
      markRead(client.state());
      if (isTopInView(state)) paging.loadOlder(room);
      for (const after of visibleGaps(state)) paging.loadAfter(room, after);
    }
    if (state.drafts !== before.drafts) tellTyping(state, before, room.room.id);
  };

  const markRead = (state: AppState) => {
    const room = openRoom(state);
    if (!room?.membership || !room.isLive) return;
    if (isWatched(state)) missedCall(state, room);
    if (!isScrolledToEnd(state)) return;
    if (room.isHeldUnread) return;
    const newest = room.messages.at(-1)?.seq ?? 0;
    if (newest <= Math.max(room.membership.lastReadSeq, 0)) return;
    idle.check();
    if (!isWatched(client.state())) return drawLine(room);
    // Where the other calls are is known in a moment.
    const known = unreadCalls(state, room).length;
    if (room.mentions - room.threadMentions > known && !state.isActivityListed) return;
    const seq = Math.min(newest, (missedCall(state, room) ?? Infinity) - 1);
    if (seq <= room.membership.lastReadSeq) return;
    const roomId = room.room.id;
    client.dispatch({
      type: 'rooms',
      input: { type: 'room', roomId, input: { type: 'read', seq } },
    });
    readSeqs.set(roomId, seq);
    readTimer ??= setTimeout(sendRead, readEveryMs);
  };

  // Whoever comes back finds where they had stopped.
  const drawLine = ({ room: { id: roomId } }: RoomState) =>
    client.dispatch({ type: 'rooms', input: { type: 'room', roomId, input: { type: 'missed' } } });

  const sendRead = () => {
    readTimer = null;
    for (const [roomId, seq] of readSeqs) {
      if (client.state().rooms.get(roomId)?.isHeldUnread) continue;
      // Losing one is harmless: the next one says more.
      client
        .api()
        .markRead(roomId, seq)
        .catch(() => {});
    }
    readSeqs.clear();
  };

  const tellTyping = (state: AppState, before: AppState, roomId: string) => {
    const threadId = talkThreadId(state) ?? undefined;
    const place = threadId === undefined ? roomId : threadDraft(threadId);
    const { text } = draftOf(state.drafts, place).input;
    const grew = text.length > draftOf(before.drafts, place).input.text.length;
    const now = client.ports.now();
    if (place !== typedIn) [typedIn, typedAt] = [place, 0];
    // After a line was sent, the next one is news at once.
    if (text === '') typedAt = 0;
    if (!grew || isCommandText(text) || now - typedAt < limits.typingThrottleMs) return;
    typedAt = now;
    client
      .api()
      .sendTyping(roomId, threadId)
      .catch(() => {});
  };

  const unsubscribe = client.store.subscribe(heed);
  return {
    stop() {
      unsubscribe();
      if (readTimer !== null) {
        clearTimeout(readTimer);
        sendRead();
      }
    },
  };
}

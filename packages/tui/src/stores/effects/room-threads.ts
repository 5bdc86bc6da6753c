// The thread that is open: fetched whole when it is opened and after every reconnect, and read while one looks.

import type { MessageView } from '@parley/shared/chat';
import { limits } from '@parley/shared/limits';
import { type AppState, openRoom, openThreadId } from '../app-state.ts';
import { roomThreadList } from '../lists-of-rooms.ts';
import { toProblem } from '../problem.ts';
import { lastReply, type RoomThreadInput, roomThreadOf } from '../room-thread.ts';
import { showItem } from '../show-item.ts';
import { isWatched } from '../watching.ts';
import { parseThreadPage } from '../wire-events.ts';
import { attempt, type Client } from './client.ts';

export interface RoomThreadEffects {
  /** Opens the thread of a message; `rootId` is its first one. With `seq` that message is gone to. */
  open(roomId: string, rootId: string, seq?: number): void;
  close(): void;
  /** Follows the open thread, or no longer. */
  toggleFollowing(): void;
  /** The reply and what follows it counts as unread again; false where there is no reply. */
  markUnread(rootId: string, from: MessageView): boolean;
  stop(): void;
}

const mostPages = 50;
const readEveryMs = 700;

export function createRoomThreadEffects(client: Client): RoomThreadEffects {
  let loads = 0;
  let readTimer: NodeJS.Timeout | null = null;
  let readUpTo = { rootId: '', seq: 0 };
  /** Marked as unread: looking at it does not read it, until one comes anew. */
  let heldUnread: string | null = null;

  const tell = (roomId: string, rootId: string, input: RoomThreadInput) =>
    client.dispatch({
      type: 'rooms',
      input: { type: 'room', roomId, input: { type: 'thread', rootId, input } },
    });

  /** The message to go to once it is there. */
  let wanted: { rootId: string; seq: number } | null = null;
  const showWanted = () => {
    const room = openRoom(client.state());
    if (wanted === null || room === undefined) return;
    if (openThreadId(client.state()) !== wanted.rootId) return;
    const { name, content, state } = roomThreadList(client.state(), room, wanted.rootId);
    const shown = showItem(state, content, `message ${wanted.seq}`);
    if (shown === null) return;
    wanted = null;
    client.dispatch(
      { type: 'scrolled', list: name, state: shown },
      { type: 'focused', focus: 'messages' },
    );
  };

  const load = async (roomId: string, rootId: string) => {
    loads += 1;
    const number = loads;
    tell(roomId, rootId, { type: 'asked' });
    let after = 0;
    try {
      for (let page = 1; page <= mostPages; page += 1) {
        const input = { messageId: rootId, after, limit: limits.pageMax };
        const answer = parseThreadPage(await client.api().listThread(input), rootId);
        if (number !== loads) return;
        const { thread, items } = answer;
        after = items.at(-1)?.seq ?? after;
        const isLast = !answer.hasAfter || items.length === 0 || page === mostPages;
        tell(roomId, rootId, { type: 'loaded', thread, items, isLast });
        showWanted();
        if (isLast) return;
      }
    } catch (error) {
      if (number !== loads) return;
      tell(roomId, rootId, { type: 'failed', problem: toProblem(error).message });
    }
  };

  const heed = (state: AppState, before: AppState) => {
    const rootId = openThreadId(state);
    const room = openRoom(state);
    if (rootId === null || room === undefined || state.me === null) return;
    const wasOpen = openThreadId(before) === rootId;
    const wasLive = before.rooms.get(room.room.id)?.isLive ?? false;
    if (!wasOpen) {
      // What was read may be unread again, by another device.
      flushRead();
      readUpTo = { rootId, seq: 0 };
      heldUnread = null;
      tell(room.room.id, rootId, { type: 'opened' });
    }
    // What was missed while the line was cut may be more than the room brings, and the last word that it is read be lost.
    const isBack = room.isLive && !wasLive;
    if (isBack) readUpTo = { rootId, seq: 0 };
    if (!wasOpen || isBack) void load(room.room.id, rootId);
    const isSame =
      state.rooms === before.rooms &&
      state.scroll === before.scroll &&
      state.watching === before.watching;
    if (!isSame) markRead(state);
  };

  const markRead = (state: AppState) => {
    const rootId = openThreadId(state);
    const room = openRoom(state);
    if (rootId === null || room === undefined || state.connection.phase !== 'online') return;
    const thread = roomThreadOf(room.threads, rootId);
    const { state: list } = roomThreadList(state, room, rootId);
    const seq = lastReply(thread)?.seq ?? 0;
    const isSeen =
      thread.state === 'loaded' &&
      list.anchor === 'end' &&
      heldUnread !== rootId &&
      isWatched(state);
    if (!isSeen || seq === 0 || (readUpTo.rootId === rootId && readUpTo.seq >= seq)) return;
    readUpTo = { rootId, seq };
    const roomId = room.room.id;
    const news = { type: 'threadNews', rootId, unread: 0 } as const;
    client.dispatch({ type: 'rooms', input: { type: 'room', roomId, input: news } });
    readTimer ??= setTimeout(sendRead, readEveryMs);
  };

  const flushRead = () => {
    if (readTimer === null) return;
    clearTimeout(readTimer);
    sendRead();
  };

  const sendRead = () => {
    readTimer = null;
    if (heldUnread === readUpTo.rootId || readUpTo.seq === 0) return;
    // Losing one is harmless: the next one says more.
    client
      .api()
      .markThreadRead({ messageId: readUpTo.rootId, seq: readUpTo.seq })
      .catch(() => {});
  };

  const unsubscribe = client.store.subscribe(heed);
  return {
    open(roomId, rootId, seq) {
      wanted = seq === undefined ? null : { rootId, seq };
      client.dispatch(
        { type: 'route.replaced', route: { name: 'room', roomId, thread: rootId } },
        { type: 'focused', focus: 'composer', isInStream: false },
      );
      showWanted();
    },
    close() {
      const roomId = openRoom(client.state())?.room.id ?? null;
      client.dispatch(
        { type: 'route.replaced', route: { name: 'room', roomId } },
        { type: 'focused', focus: 'messages' },
      );
    },
    toggleFollowing() {
      const rootId = openThreadId(client.state());
      const room = openRoom(client.state());
      if (rootId === null || room === undefined) return;
      const isFollowing = !roomThreadOf(room.threads, rootId).isFollowing;
      attempt(client, 'Follow', async () => {
        const answer = await client.api().followThread({ messageId: rootId, isFollowing });
        tell(room.room.id, rootId, { type: 'followed', isFollowing: answer.isFollowing });
        const text =
          answer.isFollowing === isFollowing
            ? isFollowing
              ? 'You follow this thread.'
              : 'You no longer follow this thread.'
            : 'It can be followed once it has a reply.';
        client.dispatch({ type: 'noticed', notice: { text, tone: 'info' } });
      });
    },
    markUnread(rootId, { seq, threadId, threadNo }) {
      const room = openRoom(client.state());
      if (room === undefined) return false;
      const last = lastReply(roomThreadOf(room.threads, rootId))?.threadNo ?? 0;
      if (last === 0) return false;
      const after = threadId === null ? 0 : (threadNo ?? 1) - 1;
      const roomId = room.room.id;
      heldUnread = rootId;
      tell(roomId, rootId, { type: 'unreadMarked', after });
      const news = { type: 'threadNews', rootId, unread: last - after } as const;
      client.dispatch({ type: 'rooms', input: { type: 'room', roomId, input: news } });
      attempt(client, 'Unread', () =>
        client.api().markUnread({ room: roomId, threadId: rootId, seq }),
      );
      return true;
    },
    stop() {
      unsubscribe();
      flushRead();
    },
  };
}

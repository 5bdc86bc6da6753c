// The lines to my rooms: one subscription to each, one to what happens to me, and the list anew when it may be old.

import type { RoomEvent } from '@parley/shared/events';
import { limits } from '@parley/shared/limits';
import { currentRoute } from '../../router/index.ts';
import type { Connection, Unsubscribe } from '../client-api.ts';
import { statusIn } from '../room-presence.ts';
import { type HeardCall, joinedRooms } from '../rooms.ts';
import { parseActivityEvent } from '../wire-activity.ts';
import { parseRoomEvent } from '../wire-events.ts';
import type { Activity } from './activity.ts';
import { attempt, type Client } from './client.ts';
import type { Notifying } from './notifying.ts';
import { createOwnPlace } from './own-place.ts';
import type { Paging } from './paging.ts';
import type { Pins } from './pins.ts';
import { takeBackFromGone } from './taking-back.ts';

export interface RoomLines {
  /** Fetches the list and subscribes to what I am a member of. */
  refresh(): Promise<void>;
  /** Subscribes to my rooms and to the one that is open, and to no others. */
  sync(): void;
  stop(): void;
}

export interface RoomLinesDeps {
  readonly paging: Paging;
  readonly heard: Activity;
  readonly notifying: Notifying;
  readonly pins: Pins;
}

const refreshAfterMs = 2_000;

/** A socket carries so many subscriptions; a few are for posts, activity, and a room looked into. */
const roomsAtOnce = limits.subscriptionsPerSocket - 5;

export function createRoomLines(
  client: Client,
  { paging, heard, notifying, pins }: RoomLinesDeps,
): RoomLines {
  const subscriptions = new Map<string, Unsubscribe>();
  const own = createOwnPlace(client);
  let refreshTimer: NodeJS.Timeout | null = null;

  const subscribe = (roomId: string) => {
    if (subscriptions.has(roomId)) return;
    const unsubscribe = client.api().onRoom(roomId, {
      onEvent(delivery) {
        const event = parseRoomEvent(delivery);
        if (event === undefined) return;
        if (event.type === 'member.updated') own.tellChange(roomId, event.member);
        const { now } = client.ports;
        const myId = client.state().me?.id ?? null;
        const input = { type: 'wire', event, now: now(), myId } as const;
        client.batch.add({ type: 'rooms', input: { type: 'room', roomId, input } });
        const status = myId === null ? undefined : statusIn(event, myId);
        if (status !== undefined) client.batch.add({ type: 'status.changed', status });
        if (event.type === 'message.created') notifying.hear(event.message, false);
        pins.hear(roomId, event);
        afterEvent(roomId, event);
      },
      // A lost line comes back by itself; this one the server ended, and why may have passed.
      onError() {
        if (subscriptions.delete(roomId)) refreshLater();
      },
    });
    subscriptions.set(roomId, unsubscribe);
  };

  // Not at once: a room that ends every subscription would be asked without end.
  const refreshLater = () => {
    refreshTimer ??= setTimeout(() => {
      refreshTimer = null;
      const { connection, me } = client.state();
      if (connection.phase === 'online' && me !== null) attempt(client, 'Rooms', refresh);
    }, refreshAfterMs);
  };

  let activity: Unsubscribe | null = null;
  let joinedOn: Connection | null = null;
  let listedOn: Connection | null = null;
  /** For each list on its way, the calls that came meanwhile. */
  const meanwhile = new Set<HeardCall[]>();

  // What happens to my rooms elsewhere: on other devices, and by others.
  const followActivity = () => {
    activity ??= client.api().onActivity({
      onEvent(delivery) {
        const event = parseActivityEvent(delivery);
        if (event === undefined) return;
        heard.hear(event);
        if (event.type === 'activity.joined') rejoinActivity();
        if (event.type === 'mentioned') {
          const { roomId, seq, threadId } = event.message;
          for (const calls of meanwhile) calls.push({ roomId, seq, isInThread: threadId !== null });
        }
        if (event.type === 'room.entered') comeIn(event.roomId, event.by);
        // One that was put away is back.
        if (event.type === 'room.activity' && !client.state().rooms.has(event.roomId))
          comeIn(event.roomId);
        if (event.type === 'rooms.listed' && own.tellClosed(event.gone ?? []))
          attempt(client, 'Rooms', refresh);
        if (event.type === 'room.hidden') attempt(client, 'Rooms', refresh);
        if (event.type !== 'room.gone') return;
        if (event.putOut !== undefined) own.tellPutOut(event.roomId, event.putOut);
        attempt(client, 'Rooms', refresh);
      },
      onError() {
        activity = null;
        joinedOn = null;
        refreshLater();
      },
    });
  };

  // The list is read whenever the line is made. Read before this, it may lack what came in between; and
  // told again on the same line, something may be lost.
  const rejoinActivity = () => {
    const { connection } = client.state();
    if (joinedOn === connection || listedOn !== connection) refreshLater();
    joinedOn = connection;
  };

  // Before the list is fetched, a room that I was brought into has no name here.
  const comeIn = (roomId: string, by?: string) =>
    attempt(client, 'Rooms', async () => {
      await refresh();
      if (by !== undefined) own.tellBroughtIn(roomId, by);
      const input = { type: 'entered' } as const;
      client.dispatch({ type: 'rooms', input: { type: 'room', roomId, input } });
    });

  const afterEvent = (roomId: string, event: RoomEvent) => {
    if (event.type !== 'room.joined') return;
    client.batch.flush();
    const room = client.state().rooms.get(roomId);
    const newest = room?.messages.at(-1)?.seq ?? 0;
    // The join told of messages it did not bring, as after the server was restored.
    if (room !== undefined && newest < event.room.lastSeq) paging.loadAfter(room, newest);
  };

  const sync = () => {
    const route = currentRoute(client.state().routes);
    const joined = joinedRooms(client.state().rooms).map(({ room }) => room.id);
    const open = route.name === 'room' && route.roomId !== null ? [route.roomId] : [];
    // First what one looks at: of hundreds of rooms the last one is told seconds later.
    const wanted = new Set([...open, ...joined.slice(0, roomsAtOnce)]);
    for (const [roomId, unsubscribe] of subscriptions) {
      if (wanted.has(roomId)) continue;
      unsubscribe();
      subscriptions.delete(roomId);
    }
    for (const roomId of wanted) if (client.state().rooms.has(roomId)) subscribe(roomId);
  };

  let asked = 0;
  let newest: Promise<void> = Promise.resolve();

  const refresh = (): Promise<void> => {
    asked += 1;
    newest = readList(asked);
    return newest;
  };

  const readList = async (number: number) => {
    const { connection } = client.state();
    if (joinedOn === connection) {
      listedOn = connection;
      if (refreshTimer !== null) clearTimeout(refreshTimer);
      refreshTimer = null;
    }
    const calls: HeardCall[] = [];
    meanwhile.add(calls);
    const items = await client
      .api()
      .listRooms()
      .finally(() => meanwhile.delete(calls));
    // Answers may come in another order than they were asked for: the one that was asked for last holds.
    if (number !== asked) return newest;
    takeBackFromGone(client, new Set(items.map(({ id }) => id)));
    client.batch.flush();
    client.dispatch({ type: 'rooms', input: { type: 'listed', items, calls } });
    own.leadOut();
    followActivity();
    sync();
  };

  return {
    refresh,
    sync,
    stop() {
      if (refreshTimer !== null) clearTimeout(refreshTimer);
      refreshTimer = null;
      asked += 1;
      newest = Promise.resolve();
      const running = [...subscriptions.values(), ...(activity === null ? [] : [activity])];
      activity = null;
      joinedOn = null;
      listedOn = null;
      heard.stop();
      subscriptions.clear();
      for (const unsubscribe of running) unsubscribe();
    },
  };
}

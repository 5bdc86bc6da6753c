// Rooms: one live subscription per joined room, opening, joining, making and leaving.

import type { MessageView, SetNotifyInput } from '@parley/shared/chat';
import { DomainError } from '@parley/shared/errors';
import type { RoomEvent } from '@parley/shared/events';
import { findInvite, type Invite, isInviteTo } from '@parley/shared/invites';
import { limits } from '@parley/shared/limits';
import { currentRoute } from '../../router/index.ts';
import type { Connection, Unsubscribe } from '../client-api.ts';
import { sayNotify } from '../notification.ts';
import { labelRoom } from '../room-label.ts';
import { statusIn } from '../room-presence.ts';
import { findRoomBySlug, joinedRooms } from '../rooms.ts';
import { parseActivityEvent } from '../wire-activity.ts';
import { parseRoomEvent } from '../wire-events.ts';
import type { Activity } from './activity.ts';
import { attempt, type Client, reportProblem } from './client.ts';
import type { Notifying } from './notifying.ts';
import { createOwnPlace } from './own-place.ts';
import type { Paging } from './paging.ts';
import type { Pins } from './pins.ts';
import { takeBackFromGone } from './taking-back.ts';

export interface RoomEffects {
  /** Fetches the list and subscribes to what I am a member of. */
  refresh(): Promise<void>;
  open(roomId: string): void;
  join(name: string): void;
  create(slug: string, topic: string): void;
  /** Opens the direct room of these people. */
  talkTo(usernames: readonly string[]): void;
  leave(roomId: string): void;
  /** The message and what follows it count as unread again. */
  markUnread(message: MessageView): void;
  /** What of the room notifies, and until when nothing does. */
  setNotify(roomId: string, change: Omit<SetNotifyInput, 'room'>): void;
  stop(): void;
}

const refreshAfterMs = 2_000;

/** A socket carries so many subscriptions; a few are for posts, activity, and a room looked into. */
const roomsAtOnce = limits.subscriptionsPerSocket - 5;

export function createRoomEffects(
  client: Client,
  {
    paging,
    heard,
    notifying,
    pins,
  }: { paging: Paging; heard: Activity; notifying: Notifying; pins: Pins },
): RoomEffects {
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

  // What happens to my rooms elsewhere: on other devices, and by others.
  const followActivity = () => {
    activity ??= client.api().onActivity({
      onEvent(delivery) {
        const event = parseActivityEvent(delivery);
        if (event === undefined) return;
        heard.hear(event);
        if (event.type === 'activity.joined') rejoinActivity();
        if (event.type === 'room.entered') comeIn(event.roomId, event.by);
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

  // The list is read whenever the line is made; told again on the same line, something of it may be lost.
  const rejoinActivity = () => {
    const { connection } = client.state();
    if (joinedOn === connection) refreshLater();
    joinedOn = connection;
  };

  // Before the list is fetched, a room that I was brought into has no name here.
  const comeIn = (roomId: string, by?: string) =>
    attempt(client, 'Rooms', async () => {
      await refresh();
      if (by !== undefined) own.tellBroughtIn(roomId, by);
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
    const wanted = new Set(joined.slice(0, roomsAtOnce));
    if (route.name === 'room' && route.roomId !== null) wanted.add(route.roomId);
    for (const [roomId, unsubscribe] of subscriptions) {
      if (wanted.has(roomId)) continue;
      unsubscribe();
      subscriptions.delete(roomId);
    }
    for (const roomId of wanted) if (client.state().rooms.has(roomId)) subscribe(roomId);
  };

  const refresh = async () => {
    const items = await client.api().listRooms();
    takeBackFromGone(client, new Set(items.map(({ id }) => id)));
    client.dispatch({ type: 'rooms', input: { type: 'listed', items } });
    own.leadOut();
    followActivity();
    sync();
  };

  const open = (roomId: string) => {
    const route = { name: 'room', roomId } as const;
    const isRoom = currentRoute(client.state().routes).name === 'room';
    client.dispatch(
      { type: isRoom ? 'route.replaced' : 'route.reset', route },
      { type: 'rooms', input: { type: 'room', roomId, input: { type: 'opened' } } },
      { type: 'focused', focus: 'composer' },
    );
    if (client.state().me !== null) sync();
  };

  const enter = async (ref: string) => {
    await refresh();
    const room = findRoomBySlug(client.state().rooms, ref);
    if (room !== undefined) open(room.room.id);
  };

  const joinByInvite = (invite: Invite) =>
    attempt(client, 'Invite', async () => {
      const { server, info } = client.state();
      if (!isInviteTo(invite, [server, info?.publicUrl])) {
        const where = `It leads to another server. Go there first: :connect ${invite.server}`;
        throw new DomainError('invalid', where);
      }
      const room = await client.api().joinByInvite(invite.code);
      await enter(room.id);
    });

  return {
    refresh,
    open,
    join(name) {
      const invite = findInvite(name);
      if (invite !== null) return joinByInvite(invite);
      const slug = name.replace(/^#/u, '').toLowerCase();
      const known = findRoomBySlug(client.state().rooms, slug);
      if (known !== undefined && known.membership !== null) return open(known.room.id);
      attempt(client, `#${slug}`, async () => {
        await client.api().joinRoom(slug);
        await enter(slug);
      });
    },
    create(slug, topic) {
      attempt(client, `#${slug}`, async () => {
        const input = { slug, visibility: 'public', ...(topic !== '' && { topic }) } as const;
        const room = await client.api().createRoom(input);
        await enter(room.slug);
      });
    },
    talkTo(usernames) {
      attempt(client, usernames.map((name) => `@${name}`).join(', '), async () => {
        const room = await client.api().openDirect([...usernames]);
        await enter(room.id);
      });
    },
    leave(roomId) {
      const known = client.state().rooms.get(roomId);
      const name = known === undefined ? roomId : labelRoom(known.room, known.people);
      client
        .api()
        .leaveRoom(roomId)
        .then(async () => {
          const next = joinedRooms(client.state().rooms).find(({ room }) => room.id !== roomId);
          if (next !== undefined) open(next.room.id);
          else client.dispatch({ type: 'route.reset', route: { name: 'room', roomId: null } });
          await refresh();
          client.dispatch({
            type: 'noticed',
            notice: { text: `You left ${name}.`, tone: 'info' },
          });
        })
        .catch((error: unknown) => reportProblem(client, error, name));
    },
    markUnread(message) {
      const { roomId, seq } = message;
      const input = { type: 'unreadMarked', message } as const;
      client.dispatch({ type: 'rooms', input: { type: 'room', roomId, input } });
      attempt(client, 'Unread', () => client.api().markUnread({ room: roomId, seq }));
    },
    setNotify(roomId, change) {
      attempt(client, 'Notify', async () => {
        const membership = await client.api().setNotify({ room: roomId, ...change });
        const input = { type: 'notifySet', membership } as const;
        const known = client.state().rooms.get(roomId);
        const name = known === undefined ? '' : labelRoom(known.room, known.people);
        client.dispatch(
          { type: 'rooms', input: { type: 'room', roomId, input } },
          {
            type: 'noticed',
            notice: { text: sayNotify(name, membership, client.ports.now()), tone: 'good' },
          },
        );
      });
    },
    stop() {
      if (refreshTimer !== null) clearTimeout(refreshTimer);
      refreshTimer = null;
      const running = [...subscriptions.values(), ...(activity === null ? [] : [activity])];
      activity = null;
      joinedOn = null;
      heard.stop();
      subscriptions.clear();
      for (const unsubscribe of running) unsubscribe();
    },
  };
}

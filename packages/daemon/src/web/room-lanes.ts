// The lanes of rooms: each relays a room's events to its subscribers, and what the bus lost is read up.

import type { MessageView } from '@parley/shared/chat';
import type { RoomEvent } from '@parley/shared/events';
import {
  type Chat,
  type Heard,
  type MessageChange,
  type RoomBacklog,
  type RoomBroadcast,
  roomPresence,
  roomTopic,
} from '../chat/index.ts';
import { type Presence, presenceTopic } from '../presence/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import type { Clock, Timer } from '../telemetry/index.ts';
import { broadcastPassing } from './lane.ts';
import { presenceChange } from './presence-events.ts';
import { broadcastChange, broadcastMessage, broadcastTyping, type RoomSink } from './room-sink.ts';
import { createWelcome } from './room-welcome.ts';

/** A subscriber as its lane has it. */
export interface Subscriber extends RoomSink {
  readonly userId: string | null;
  /** Its user is in the room; others may listen while it is public. */
  isInsider: boolean;
  /** What happens between "listening" and "attached" is kept for it. */
  missed: ((subscriber: Subscriber) => void)[] | null;
  /** Set when its user left the room, or it closed to them, before it was attached. */
  hasLeft: boolean;
  /** Ends the subscription from the server's side. */
  end(): void;
}

export interface RoomLane {
  /** Where its people are shown as present. */
  readonly topic: string;
  readonly presence: Presence;
  /** Says where it begins, sends what happened meanwhile; from here on it hears what happens. */
  attach(subscriber: Subscriber, backlog: RoomBacklog): void;
  /** Once for each that entered. With the last one the lane closes. */
  leave(subscriber: Subscriber): void;
}

export interface RoomLanes {
  /** The lane of a room; from now on events are kept for the subscriber. */
  enter(roomId: string, subscriber: Subscriber): RoomLane;
}

interface OpenLane extends RoomLane {
  /** Those who are attached. */
  readonly sinks: Set<Subscriber>;
  readonly joining: Set<Subscriber>;
}

/** How often the table is asked for what no subscriber heard of: one statement for all open rooms. */
const lookMs = 3_000;
/** Every how many looks it is asked whether all may still listen: what puts one out may have been lost too. */
const looksPerRecheck = 4;

/**
 * The bus is a hint and the table the truth. Of a message sent through another daemon only its number
 * arrives, and the table is read up to it. A subscriber that lacks a number before the one that is
 * broadcast is passed over, and all are brought forward from the table. What was lost with nothing
 * after it is found by a look from time to time. So a message whose broadcast was lost, as when the
 * database went away between the commit and its answer, is heard within seconds, once, in its place.
 */
export function createRoomLanes(deps: {
  chat: Pick<Chat, 'readInsiders' | 'readMissed'>;
  pubsub: PubSub;
  presence: Presence;
  clock: Clock;
}): RoomLanes {
  const { chat, pubsub, presence, clock } = deps;
  const lanes = new Map<string, OpenLane>();
  let nextLook: Timer | undefined;
  let readingOn: Promise<void> | undefined;
  /** Rooms to read up next. */
  const wanted = new Set<string>();
  let looks = 0;
  let rechecking: Promise<void> | undefined;

  /** Of rooms that are private now. Those who came while it reads were let in by what is true now. */
  async function putOutOutsiders(roomIds: Iterable<string>): Promise<void> {
    const held = [...roomIds].map(
      (roomId) => [roomId, [...(lanes.get(roomId)?.sinks ?? [])]] as const,
    );
    const insiders = await chat.readInsiders(held.map(([roomId]) => roomId));
    for (const [roomId, sinks] of held) {
      const members = insiders.get(roomId);
      if (members)
        putOut(
          lanes.get(roomId)?.sinks,
          sinks.filter(({ userId }) => !members.has(userId!)),
        );
    }
  }

  /** Never rejects. */
  function recheck(): Promise<void> {
    rechecking ??= Promise.resolve()
      .then(() => putOutOutsiders(lanes.keys()))
      .catch(() => {})
      .finally(() => {
        rechecking = undefined;
      });
    return rechecking;
  }

  function scheduleLook(): void {
    nextLook?.cancel();
    nextLook = clock.setTimeout(() => {
      looks += 1;
      if (looks % looksPerRecheck === 0) void recheck();
      void catchUp(lanes.keys()).then(() => {
        if (lanes.size > 0) scheduleLook();
      });
    }, lookMs);
  }

  /** Never rejects: while the database is away, the next look tries again. */
  function catchUp(roomIds: Iterable<string>): Promise<void> {
    for (const roomId of roomIds) wanted.add(roomId);
    readingOn ??= readOn()
      .catch(() => {})
      .finally(() => {
        readingOn = undefined;
        if (wanted.size > 0) void catchUp([]);
      });
    return readingOn;
  }

  async function readOn(): Promise<void> {
    while (wanted.size > 0) {
      const heard = new Map<string, Heard>();
      for (const roomId of wanted) {
        const { sinks } = lanes.get(roomId) ?? {};
        if (sinks && sinks.size > 0) heard.set(roomId, findLeastHeard(sinks));
      }
      wanted.clear();
      const { missed, isComplete } = await chat.readMissed(heard);
      // What was stored once the room is private is not for those who looked in, told of it or not.
      const isLookedInto = (roomId: string) => hasOutsiders(lanes.get(roomId) ?? nobody);
      const lookedInto = [...new Set(missed.map(({ message }) => message.roomId))].filter(
        isLookedInto,
      );
      if (lookedInto.length > 0) await putOutOutsiders(lookedInto);
      for (const { message, change } of missed) {
        const { roomId, seq } = message;
        const sinks = lanes.get(roomId)?.sinks ?? [];
        const last = heard.get(roomId)!;
        if (change > 0) {
          broadcastChange(sinks, { change, previous: last.change, event: toChange(message) });
          heard.set(roomId, { ...last, change });
        } else {
          broadcastMessage(sinks, { message, change: 0, previous: last.seq });
          heard.set(roomId, { ...last, seq });
        }
      }
      if (!isComplete) for (const roomId of heard.keys()) wanted.add(roomId);
    }
  }

  /** There are messages up to `upTo` in the table, or nobody knows. */
  function look(roomId: string, { sinks, joining }: OpenLane, upTo = Infinity): void {
    if (upTo === Infinity) void recheck();
    const isBehind = (sink: RoomSink) => sink.lastSeq < upTo;
    for (const { missed } of joining) {
      missed?.push((sink) => {
        if (isBehind(sink)) void catchUp([roomId]);
      });
    }
    if (sinks.values().some(isBehind)) void catchUp([roomId]);
  }

  function relay(roomId: string, { sinks, joining }: OpenLane, event: RoomBroadcast): void {
    const send = toSender(roomId, event);
    if (event.type === 'member.joined') {
      for (const one of [...sinks, ...joining])
        if (one.userId === event.member.user.id) one.isInsider = true;
    }
    // Before it is told: what a room is called, and what is said there, once it is private is not for them.
    if (isOfPrivateRoom(event) && hasOutsiders({ sinks, joining }))
      dismiss({ sinks, joining }, ({ isInsider }) => !isInsider);
    for (const { missed } of joining) missed?.push((sink) => send([sink]));
    send(sinks);
    if (event.type === 'member.left') {
      dismiss({ sinks, joining }, ({ userId }) => userId === event.userId);
    }
  }

  function toSender(roomId: string, event: RoomBroadcast): (sinks: Iterable<RoomSink>) => void {
    switch (event.type) {
      case 'message.created':
        return (sinks) => {
          if (broadcastMessage(sinks, event)) void catchUp([roomId]);
        };
      case 'message.changed':
        return (sinks) => {
          if (broadcastChange(sinks, event)) void catchUp([roomId]);
        };
      case 'typing':
        return (sinks) => broadcastTyping(sinks, event);
      default:
        return (sinks) => broadcastPassing(sinks, event satisfies RoomEvent);
    }
  }

  function open(roomId: string): OpenLane {
    const topic = roomPresence(roomId);
    const welcome = createWelcome(presence, topic);
    const lane: OpenLane = {
      topic,
      presence,
      sinks: new Set(),
      joining: new Set(),
      attach(subscriber, backlog) {
        welcome.say(subscriber, backlog);
        lane.joining.delete(subscriber);
        lane.sinks.add(subscriber);
        const missed = subscriber.missed ?? [];
        subscriber.missed = null;
        for (const send of missed) send(subscriber);
      },
      leave(subscriber) {
        lane.joining.delete(subscriber);
        lane.sinks.delete(subscriber);
        if (lane.joining.size + lane.sinks.size > 0 || lanes.get(roomId) !== lane) return;
        stopRoom();
        stopPresence();
        lanes.delete(roomId);
        if (lanes.size === 0) nextLook?.cancel();
      },
    };
    const stopRoom = pubsub.subscribe(
      roomTopic(roomId),
      (event) => relay(roomId, lane, event),
      (upTo) => look(roomId, lane, upTo),
    );
    const stopPresence = pubsub.subscribe(presenceTopic(topic), (diff) => {
      welcome.forgetPresence();
      broadcastPassing(lane.sinks, presenceChange(presence, topic, diff));
    });
    if (lanes.size === 0) scheduleLook();
    lanes.set(roomId, lane);
    return lane;
  }

  return {
    enter(roomId, subscriber) {
      const lane = lanes.get(roomId) ?? open(roomId);
      lane.joining.add(subscriber);
      return lane;
    },
  };
}

const nobody = { sinks: new Set<Subscriber>(), joining: new Set<Subscriber>() };

function hasOutsiders({ sinks, joining }: Pick<OpenLane, 'sinks' | 'joining'>): boolean {
  return [sinks, joining].some((all) => all.values().some(({ isInsider }) => !isInsider));
}

function isOfPrivateRoom(event: RoomBroadcast): boolean {
  if (event.type === 'message.created') return event.isPrivate === true;
  return event.type === 'room.updated' && event.room.visibility === 'private';
}

/** Up to where all of them have heard. */
function findLeastHeard(sinks: Iterable<RoomSink>): Heard {
  let [seq, change] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const sink of sinks) {
    seq = Math.min(seq, sink.lastSeq);
    change = Math.min(change, sink.lastChange);
  }
  return { seq, change };
}

/** What a change that was not heard of comes to: the message as it is now. */
function toChange(message: MessageView): MessageChange {
  const { id, seq, change, deletedAt } = message;
  if (deletedAt !== null) return { type: 'message.deleted', seq, id, change, deletedAt };
  return { type: 'message.edited', seq, message };
}

function putOut(sinks: Set<Subscriber> | undefined, those: readonly Subscriber[]): void {
  for (const sink of those) if (sinks?.delete(sink)) sink.end();
}

/** Whoever left hears no more; a public room may be opened again as an outsider. */
function dismiss(
  { sinks, joining }: Pick<OpenLane, 'sinks' | 'joining'>,
  isOut: (subscriber: Subscriber) => boolean,
): void {
  putOut(sinks, [...sinks].filter(isOut));
  for (const one of joining) {
    if (!isOut(one)) continue;
    joining.delete(one);
    one.hasLeft = true;
  }
}

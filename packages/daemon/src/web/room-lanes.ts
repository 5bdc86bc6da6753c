// The lanes of rooms: each relays a room's events to its subscribers, and what the bus lost is read up.

import type { RoomEvent } from '@parley/shared/events';
import { type Chat, type RoomBroadcast, roomPresence, roomTopic } from '../chat/index.ts';
import { presenceTopic } from '../presence/index.ts';
import type { PubSub } from '../pubsub/index.ts';
import type { Clock, Timer } from '../telemetry/index.ts';
import { broadcastDurable, broadcastPassing, encodeEvent, type Sink } from './lane.ts';

/** A subscriber between "listening" and "attached": what happens meanwhile is kept for it. */
export interface Joining {
  readonly userId: string | null;
  readonly missed: ((sink: Sink) => void)[];
  /** Ends the subscription from the server's side. */
  end(): void;
  /** Set when its user left the room before it was attached. */
  hasLeft: boolean;
}

export interface RoomLane {
  /** Sends what was missed; from here on the sink hears what happens. */
  attach(joining: Joining, sink: Sink): void;
  /** Once per `enter`, with the sink if it was attached. With the last one the lane closes. */
  leave(joining: Joining, sink: Sink | undefined): void;
}

export interface RoomLanes {
  /** The lane of a room; from now on events are kept for `joining`. */
  enter(roomId: string, joining: Joining): RoomLane;
}

interface OpenLane extends RoomLane {
  readonly sinks: Set<Sink>;
  readonly joining: Set<Joining>;
  users: number;
}

/** How often the table is asked for what no subscriber heard of: one statement for all open rooms. */
const lookMs = 3_000;

/**
 * The bus is a hint and the table the truth. Of a message sent through another daemon only its number
 * arrives, and the table is read up to it. A subscriber that lacks a number before the one that is
 * broadcast is passed over, and all are brought forward from the table. What was lost with nothing
 * after it is found by a look from time to time. So a message whose broadcast was lost, as when the
 * database went away between the commit and its answer, is heard within seconds, once, in its place.
 */
export function createRoomLanes(deps: { chat: Chat; pubsub: PubSub; clock: Clock }): RoomLanes {
  const { chat, pubsub, clock } = deps;
  const lanes = new Map<string, OpenLane>();
  let nextLook: Timer | undefined;
  let readingOn: Promise<void> | undefined;
  /** Rooms to read up next. */
  const wanted = new Set<string>();

  function scheduleLook(): void {
    nextLook?.cancel();
    nextLook = clock.setTimeout(() => {
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
      const heard = new Map<string, number>();
      for (const roomId of wanted) {
        const { sinks } = lanes.get(roomId) ?? {};
        if (sinks && sinks.size > 0) heard.set(roomId, findLast(sinks));
      }
      wanted.clear();
      const { messages, isComplete } = await chat.readMissed(heard);
      for (const message of messages) {
        const { roomId, seq } = message;
        const event: RoomEvent = { type: 'message.created', seq, message };
        broadcastDurable(lanes.get(roomId)?.sinks ?? [], encodeEvent(event, String(seq)), {
          seq,
          previous: heard.get(roomId),
        });
        heard.set(roomId, seq);
      }
      if (!isComplete) for (const roomId of heard.keys()) wanted.add(roomId);
    }
  }

  /** There are messages up to `upTo` in the table, or nobody knows. */
  function look(roomId: string, { sinks, joining }: OpenLane, upTo = Infinity): void {
    const isBehind = (sink: Sink) => sink.lastSeq < upTo;
    for (const { missed } of joining) {
      missed.push((sink) => {
        if (isBehind(sink)) void catchUp([roomId]);
      });
    }
    if (sinks.values().some(isBehind)) void catchUp([roomId]);
  }

  function relay(roomId: string, { sinks, joining }: OpenLane, event: RoomBroadcast): void {
    const send = toSender(roomId, event);
    for (const { missed } of joining) missed.push((sink) => send([sink]));
    send(sinks);
    if (event.type === 'member.left') dismiss({ sinks, joining }, event.userId);
  }

  function toSender(roomId: string, event: RoomBroadcast): (sinks: Iterable<Sink>) => void {
    if (event.type !== 'message.created') {
      return (sinks) => broadcastPassing(sinks, event satisfies RoomEvent);
    }
    const { seq } = event;
    const encoded = encodeEvent(event satisfies RoomEvent, String(seq));
    return (sinks) => {
      if (broadcastDurable(sinks, encoded, { seq })) void catchUp([roomId]);
    };
  }

  function open(roomId: string): OpenLane {
    const lane: OpenLane = {
      sinks: new Set(),
      joining: new Set(),
      users: 0,
      attach(joining, sink) {
        if (joining.hasLeft) return;
        lane.joining.delete(joining);
        lane.sinks.add(sink);
        for (const send of joining.missed) send(sink);
      },
      leave(joining, sink) {
        lane.joining.delete(joining);
        if (sink) lane.sinks.delete(sink);
        lane.users -= 1;
        if (lane.users > 0) return;
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
    const stopPresence = pubsub.subscribe(presenceTopic(roomPresence(roomId)), (diff) => {
      broadcastPassing(lane.sinks, { type: 'presence.diff', ...diff } satisfies RoomEvent);
    });
    if (lanes.size === 0) scheduleLook();
    lanes.set(roomId, lane);
    return lane;
  }

  return {
    enter(roomId, joining) {
      const lane = lanes.get(roomId) ?? open(roomId);
      lane.joining.add(joining);
      lane.users += 1;
      return lane;
    },
  };
}

/** Up to where all of them have heard. */
function findLast(sinks: Iterable<Sink>): number {
  let last = Infinity;
  for (const { lastSeq } of sinks) last = Math.min(last, lastSeq);
  return last;
}

/** Whoever left hears no more; a public room may be opened again as an outsider. */
function dismiss({ sinks, joining }: Pick<OpenLane, 'sinks' | 'joining'>, userId: string): void {
  for (const sink of sinks) {
    if (sink.userId !== userId) continue;
    sinks.delete(sink);
    sink.end();
  }
  for (const one of joining) {
    if (one.userId !== userId) continue;
    joining.delete(one);
    one.hasLeft = true;
    one.end();
  }
}

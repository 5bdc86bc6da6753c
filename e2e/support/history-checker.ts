// The history checker: what people sent, were told and heard, against the table; laws I1 to I4 and convergence.

import type { MessageView } from '@parley/shared/chat';
import type { RoomEvent } from '@parley/shared/events';

/** A message that its sender was told is stored. */
export interface Acknowledged {
  roomId: string;
  authorId: string;
  clientId: string;
  id: string;
  seq: number;
}

/** A row of the table, as PostgreSQL has it after all is over. */
export interface StoredRow {
  roomId: string;
  seq: number;
  id: string;
  authorId: string;
  clientId: string;
  body: string;
  /** Emoji → how many have reacted with it. */
  reactions: Record<string, number>;
  change: number;
  isDeleted: boolean;
}

/** Everything that one subscriber of one room heard, over all its connections, in the order of arrival. */
export interface Heard {
  by: string;
  roomId: string;
  events: RoomEvent[];
}

export interface History {
  acknowledged: Acknowledged[];
  /** Texts of one message grow in number: an acknowledged edit is there, or a later one. */
  edited: { id: string; version: number }[];
  deleted: string[];
  rows: StoredRow[];
  heard: Heard[];
}

/** The number in a text of the history: `… v3`. */
export function versionOf(body: string): number {
  return Number(/ v(\d+)$/.exec(body)?.[1] ?? Number.NaN);
}

/** What is wrong with a history, in words; nothing when every law holds. */
export function findViolations(history: History): string[] {
  return [
    ...checkAcknowledged(history),
    ...checkNumbers(history),
    ...history.heard.flatMap((heard) => [
      ...checkOrder(heard, history),
      ...checkChanges(heard),
      ...checkConvergence(heard, history),
    ]),
  ];
}

/** I1 and I2: what was acknowledged is there as it was told, once per author and client id. */
function checkAcknowledged({ acknowledged, edited, deleted, rows }: History): string[] {
  const found: string[] = [];
  const byId = new Map(rows.map((row) => [row.id, row]));
  const byClientId = new Map<string, StoredRow>();
  for (const row of rows) {
    const key = `${row.authorId} ${row.clientId}`;
    if (byClientId.has(key)) found.push(`I2: ${row.clientId} is stored twice`);
    byClientId.set(key, row);
  }
  for (const { id, roomId, seq, authorId, clientId } of acknowledged) {
    const row = byClientId.get(`${authorId} ${clientId}`);
    if (!row) found.push(`I1: ${clientId} was acknowledged and is not stored`);
    else if (row.id !== id || row.seq !== seq || row.roomId !== roomId) {
      found.push(`I2: ${clientId} was acknowledged as ${seq} and is stored as ${row.seq}`);
    }
  }
  for (const { id, version } of edited) {
    const row = byId.get(id);
    if (!row) found.push(`I1: ${id} was edited and is not stored`);
    else if (!row.isDeleted && !(versionOf(row.body) >= version)) {
      found.push(`I1: version ${version} of ${row.seq} was acknowledged and is not stored`);
    }
  }
  for (const id of deleted) {
    const row = byId.get(id);
    if (!row?.isDeleted || row.body !== '') found.push(`I1: ${id} was deleted and is still there`);
  }
  return found;
}

/** I3: in every room the stored numbers are 1..n, and so are those of the changes that left a mark. */
function checkNumbers({ rows }: History): string[] {
  const found: string[] = [];
  for (const [roomId, ofRoom] of Map.groupBy(rows, (row) => row.roomId)) {
    const seqs = ofRoom.map(({ seq }) => seq).sort((a, b) => a - b);
    const wrong = seqs.findIndex((seq, index) => seq !== index + 1);
    if (wrong !== -1) found.push(`I3: room ${roomId} has no seq ${wrong + 1}, or has one twice`);
    const changes = ofRoom.map(({ change }) => change).filter((change) => change > 0);
    if (new Set(changes).size < changes.length)
      found.push(`I3: room ${roomId} numbers two changes alike`);
  }
  return found;
}

/** I3 and I4: heard once each, one after the other, as stored, and to the end. */
function checkOrder({ by, roomId, events }: Heard, { rows }: History): string[] {
  const found: string[] = [];
  const stored = new Map(rows.filter((row) => row.roomId === roomId).map((row) => [row.seq, row]));
  // Everybody came while the room was empty.
  let last = 0;
  for (const event of events) {
    if (event.type === 'room.joined' && event.gap) {
      found.push(`I3: ${by} missed more than is replayed: ${JSON.stringify(event.gap)}`);
    }
    for (const { seq, id, clientId } of messagesOf(event)) {
      if (seq !== last + 1) found.push(`I3: ${by} heard ${seq} after ${last}`);
      const row = stored.get(seq);
      if (row?.id !== id || row.clientId !== clientId) {
        found.push(`I3: ${by} heard another message as ${seq} than is stored`);
      }
      last = seq;
    }
  }
  if (last !== stored.size) found.push(`I4: ${by} heard up to ${last} of ${stored.size}`);
  return found;
}

/** Between two connections nobody is told of an earlier change after a later one. */
function checkChanges({ by, events }: Heard): string[] {
  const found: string[] = [];
  let last = 0;
  for (const event of events) {
    if (event.type === 'room.joined') last = 0;
    const change = changeOf(event);
    if (change === undefined) continue;
    if (change <= last) found.push(`I3: ${by} heard change ${change} after ${last}`);
    last = change;
  }
  return found;
}

type State = Pick<StoredRow, 'body' | 'reactions' | 'change' | 'isDeleted'>;

/** What a subscriber makes of what it heard is what the table holds. */
function checkConvergence(heard: Heard, { rows }: History): string[] {
  const states = replay(heard.events);
  return rows
    .filter(({ roomId }) => roomId === heard.roomId)
    .flatMap(({ id, seq, body, reactions, change, isDeleted }) => {
      const is = describe({ body, reactions, change, isDeleted });
      const state = states.get(id);
      // Who never heard of a message is told by the law of order.
      if (!state || describe(state) === is) return [];
      return [`convergence: ${heard.by} has ${seq} as ${describe(state)}, stored is ${is}`];
    });
}

function replay(events: readonly RoomEvent[]): Map<string, State> {
  const states = new Map<string, State>();
  const show = (message: MessageView) => {
    const { body, reactions, change, deletedAt } = message;
    states.set(message.id, {
      body,
      reactions: Object.fromEntries(reactions.map(({ emoji, count }) => [emoji, count])),
      change,
      isDeleted: deletedAt !== null,
    });
  };
  for (const event of events) {
    for (const message of messagesOf(event)) show(message);
    if (event.type === 'room.joined') event.changed.forEach(show);
    if (event.type === 'message.edited') show(event.message);
    if (event.type === 'message.deleted') {
      states.set(event.id, { body: '', reactions: {}, change: event.change, isDeleted: true });
    }
    if (event.type === 'reaction.added' || event.type === 'reaction.removed') {
      const { messageId, emoji, count, change } = event;
      const state = states.get(messageId);
      if (state) {
        states.set(messageId, {
          ...state,
          change,
          reactions: { ...state.reactions, [emoji]: count },
        });
      }
    }
  }
  return states;
}

function messagesOf(event: RoomEvent): readonly MessageView[] {
  if (event.type === 'message.created') return [event.message];
  return event.type === 'room.joined' ? event.messages : [];
}

function changeOf(event: RoomEvent): number | undefined {
  if (event.type === 'message.edited') return event.message.change;
  return 'change' in event ? event.change : undefined;
}

function describe({ body, reactions, change, isDeleted }: State): string {
  const counted = Object.entries(reactions).filter(([, count]) => count > 0);
  return JSON.stringify([isDeleted ? 'deleted' : body, change, counted.sort()]);
}

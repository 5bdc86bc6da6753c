// One daemon's presences as another one knows them: a pure merge of what was heard.
//
// A node is one life of one daemon. It alone changes its entries, and each change has the next number
// of its clock. A replica at clock c is exactly what the node had at c: it takes change c + 1 and no
// other. Whoever sees by a larger number that it is behind asks, and the node tells its whole state, in
// parts that hold together by their clock. What is doubled, late or lost changes nothing for the worse.

import type { Tracked } from './state.ts';

export type PresenceMessage =
  /** "This turned my clock − 1 into my clock." */
  | { type: 'change'; node: string; clock: number; joins: Tracked[]; leaves: string[] }
  /** "I live, and this is my clock." */
  | { type: 'beat'; node: string; clock: number }
  /** The same, and "tell me yours". */
  | { type: 'hello'; node: string; clock: number }
  /** "Tell me all, `of`." */
  | { type: 'ask'; node: string; of: string }
  /** "This is a part of all I have at this clock." */
  | { type: 'state'; node: string; clock: number; part: number; parts: number; entries: Tracked[] }
  /** "I end, and so do my entries." */
  | { type: 'gone'; node: string };

export interface Replica {
  /** −1: nothing is known yet but that it lives. */
  readonly clock: number;
  readonly entries: ReadonlyMap<string, Tracked>;
  /** A state of which parts are still under way. */
  readonly partial?: { clock: number; parts: ReadonlyMap<number, readonly Tracked[]> };
}

export const unknownReplica: Replica = { clock: -1, entries: new Map() };

/** @returns the replica after the message, and whether its node has to be asked for its state. */
export function mergePresence(
  replica: Replica,
  message: PresenceMessage,
): { replica: Replica; isBehind: boolean } {
  switch (message.type) {
    case 'change': {
      if (message.clock !== replica.clock + 1) return compare(replica, message.clock);
      const entries = new Map(replica.entries);
      for (const ref of message.leaves) entries.delete(ref);
      for (const entry of message.joins) entries.set(entry.meta.ref, entry);
      return { replica: { ...replica, clock: message.clock, entries }, isBehind: false };
    }
    case 'state':
      return takePart(replica, message);
    case 'beat':
    case 'hello':
      return compare(replica, message.clock);
    case 'ask':
    case 'gone':
      return { replica, isBehind: false };
  }
}

function compare(replica: Replica, clock: number) {
  return { replica, isBehind: clock > replica.clock };
}

function takePart(
  replica: Replica,
  { clock, part, parts: count, entries }: PresenceMessage & { type: 'state' },
): { replica: Replica; isBehind: boolean } {
  const { partial } = replica;
  if (clock <= replica.clock || (partial && clock < partial.clock)) return compare(replica, clock);
  const parts = new Map(partial?.clock === clock ? partial.parts : []).set(part, entries);
  // Missing parts are under way, or the next beat makes one ask again.
  if (parts.size < count) {
    return { replica: { ...replica, partial: { clock, parts } }, isBehind: false };
  }
  const all = [...parts.values()].flat().map((entry) => [entry.meta.ref, entry] as const);
  return { replica: { clock, entries: new Map(all) }, isBehind: false };
}

/** Lists of items, each small enough for one message; at least one. */
export function splitBySize<Item>(items: readonly Item[], maxBytes: number): Item[][] {
  const lists: Item[][] = [[]];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (bytes + size > maxBytes && bytes > 0) {
      lists.push([]);
      bytes = 0;
    }
    lists.at(-1)!.push(item);
    bytes += size;
  }
  return lists;
}

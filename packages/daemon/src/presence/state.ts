// Presence as pure data: entries per key, and the diff that a change makes.

import type { PresenceMeta, PresenceState } from '@parley/shared/presence';

export interface PresenceDiff {
  joins: PresenceState;
  leaves: PresenceState;
  /** How many keys are there after it. */
  count: number;
  /** Of the keys that join, those that were not there at all. */
  newcomers: ReadonlySet<string>;
}

/** One device of one user on one topic. `meta.ref` names it on all daemons. */
export interface Tracked {
  readonly topic: string;
  readonly key: string;
  readonly meta: PresenceMeta;
}

/** Entries of one topic by ref. A ref is unique, so a map of refs is the whole truth. */
export type PresenceEntries = ReadonlyMap<string, Pick<Tracked, 'key' | 'meta'>>;

/** What turns `before` into `after`; an entry that came and went in between is in neither side. */
export function diffPresence(before: PresenceEntries, after: PresenceEntries): PresenceDiff {
  const joined = [...after].flatMap(([ref, entry]) => (before.has(ref) ? [] : [entry]));
  const there = keysOf(before.values());
  const left = [...before].flatMap(([ref, entry]) => (after.has(ref) ? [] : [entry]));
  return {
    joins: groupByKey(joined),
    leaves: groupByKey(left),
    count: keysOf(after.values()).size,
    newcomers: keysOf(joined.filter(({ key }) => !there.has(key))),
  };
}

export function isEmptyDiff(diff: PresenceDiff): boolean {
  return Object.keys(diff.joins).length === 0 && Object.keys(diff.leaves).length === 0;
}

/**
 * What to show, given what was shown and what is: somebody whose last device went is shown for
 * `lingerMs` more, because a client that is about to come back, here or on another daemon, is not gone.
 * `againInMs` is when this answer ends to be right by itself.
 */
export function lingerPresence<Entry extends Pick<Tracked, 'key'>>(
  shown: ReadonlyMap<string, Entry>,
  current: ReadonlyMap<string, Entry>,
  options: { leftMsAgo: (ref: string) => number; lingerMs: number },
): { entries: ReadonlyMap<string, Entry>; againInMs: number | undefined } {
  const lingering: [string, Entry][] = [];
  const here = new Set([...current.values()].map(({ key }) => key));
  let againInMs: number | undefined;
  for (const [ref, entry] of shown) {
    if (current.has(ref) || here.has(entry.key)) continue;
    const leftMs = options.lingerMs - options.leftMsAgo(ref);
    if (leftMs <= 0) continue;
    lingering.push([ref, entry]);
    againInMs = Math.min(againInMs ?? leftMs, leftMs);
  }
  // Mostly nobody does, and in a large room a second map of all would weigh.
  const entries = lingering.length === 0 ? current : new Map([...current, ...lingering]);
  return { entries, againInMs };
}

/** Entries in the order of their keys and refs, for pages of them. A list: it is kept for every topic that is asked for. */
export interface PresenceIndex {
  readonly entries: readonly Pick<Tracked, 'key' | 'meta'>[];
  /** How many keys there are. */
  readonly count: number;
}

export function indexPresence(entries: PresenceEntries): PresenceIndex {
  const ordered = [...entries.values()].sort(
    (a, b) => compareText(a.key, b.key) || compareText(a.meta.ref, b.meta.ref),
  );
  const count = ordered.filter(({ key }, place) => key !== ordered[place - 1]?.key).length;
  return { entries: ordered, count };
}

/** The first `limit` keys after `after`, in their order. */
export function pagePresence(
  { entries }: PresenceIndex,
  { after = '', limit = entries.length }: { after?: string; limit?: number },
): PresenceState {
  const first = entries.findIndex(({ key }) => key > after);
  if (first === -1) return {};
  let end = first;
  for (let keys = 0; end < entries.length; end += 1) {
    if (end === first || entries[end]!.key !== entries[end - 1]!.key) keys += 1;
    if (keys > limit) break;
  }
  return groupByKey(entries.slice(first, end));
}

function keysOf(entries: Iterable<Pick<Tracked, 'key'>>): Set<string> {
  return new Set(Iterator.from(entries).map(({ key }) => key));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** How long changes of a topic are gathered: the more people hear of each, the longer. */
export function gatherMsFor(people: number): number {
  return Math.min(1_000, Math.max(50, people / 10));
}

function groupByKey(entries: Iterable<Pick<Tracked, 'key' | 'meta'>>): PresenceState {
  const state: PresenceState = {};
  for (const { key, meta } of entries) {
    state[key] ??= { metas: [] };
    state[key].metas.push(meta);
  }
  for (const { metas } of Object.values(state)) metas.sort((a, b) => (a.ref < b.ref ? -1 : 1));
  return state;
}

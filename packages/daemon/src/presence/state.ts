// Presence as pure data: entries per key, and the diff that a change makes.

import type { PresenceMeta, PresenceState } from '@parley/shared/presence';

export interface PresenceDiff {
  joins: PresenceState;
  leaves: PresenceState;
  /** How many keys are there after it. */
  count: number;
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
  return {
    joins: groupByKey([...after].flatMap(([ref, entry]) => (before.has(ref) ? [] : [entry]))),
    leaves: groupByKey([...before].flatMap(([ref, entry]) => (after.has(ref) ? [] : [entry]))),
    count: new Set(after.values().map(({ key }) => key)).size,
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
export function lingerPresence(
  shown: PresenceEntries,
  current: PresenceEntries,
  options: { leftMsAgo: (ref: string) => number; lingerMs: number },
): { entries: PresenceEntries; againInMs: number | undefined } {
  const entries = new Map(current);
  const here = new Set([...current.values()].map(({ key }) => key));
  let againInMs: number | undefined;
  for (const [ref, entry] of shown) {
    if (current.has(ref) || here.has(entry.key)) continue;
    const leftMs = options.lingerMs - options.leftMsAgo(ref);
    if (leftMs <= 0) continue;
    entries.set(ref, entry);
    againInMs = Math.min(againInMs ?? leftMs, leftMs);
  }
  return { entries, againInMs };
}

/** Entries in the order of their keys, for pages of them. */
export interface PresenceIndex {
  readonly keys: readonly string[];
  readonly state: PresenceState;
}

export function indexPresence(entries: PresenceEntries): PresenceIndex {
  const state = groupByKey(entries.values());
  return { keys: Object.keys(state).sort(), state };
}

/** The first `limit` keys after `after`, in their order. */
export function pagePresence(
  { keys, state }: PresenceIndex,
  { after = '', limit = keys.length }: { after?: string; limit?: number },
): PresenceState {
  const first = keys.findIndex((key) => key > after);
  if (first === -1) return {};
  const page = keys.slice(first, first + limit);
  return Object.fromEntries(page.map((key) => [key, state[key]!]));
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

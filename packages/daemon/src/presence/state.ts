// Presence as pure data: entries per key, and the diff that a change makes.

import type { PresenceMeta, PresenceState } from '@parley/shared/presence';

export interface PresenceDiff {
  joins: PresenceState;
  leaves: PresenceState;
}

/** One device of one user on one topic. `meta.ref` names it on all daemons. */
export interface Tracked {
  readonly topic: string;
  readonly key: string;
  readonly meta: PresenceMeta;
}

/** Entries of one topic by ref. A ref is unique, so a map of refs is the whole truth. */
export type PresenceEntries = ReadonlyMap<string, Pick<Tracked, 'key' | 'meta'>>;

export function toPresenceState(entries: PresenceEntries): PresenceState {
  return groupByKey(entries.values());
}

/** What turns `before` into `after`; an entry that came and went in between is in neither side. */
export function diffPresence(before: PresenceEntries, after: PresenceEntries): PresenceDiff {
  return {
    joins: groupByKey([...after].flatMap(([ref, entry]) => (before.has(ref) ? [] : [entry]))),
    leaves: groupByKey([...before].flatMap(([ref, entry]) => (after.has(ref) ? [] : [entry]))),
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

function groupByKey(entries: Iterable<Pick<Tracked, 'key' | 'meta'>>): PresenceState {
  const state: PresenceState = {};
  for (const { key, meta } of entries) {
    state[key] ??= { metas: [] };
    state[key].metas.push(meta);
  }
  for (const { metas } of Object.values(state)) metas.sort((a, b) => (a.ref < b.ref ? -1 : 1));
  return state;
}

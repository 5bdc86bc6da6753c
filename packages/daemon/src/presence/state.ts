// Presence as pure data: entries per key, and the diff that a change makes.

import type { PresenceMeta, PresenceState } from '@parley/shared/presence';

export interface PresenceDiff {
  joins: PresenceState;
  leaves: PresenceState;
}

/** Entries of one topic: ref → (key, meta). A ref is unique, so a map of refs is the whole truth. */
export type PresenceEntries = ReadonlyMap<string, { key: string; meta: PresenceMeta }>;

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

function groupByKey(entries: Iterable<{ key: string; meta: PresenceMeta }>): PresenceState {
  const state: PresenceState = {};
  for (const { key, meta } of entries) {
    state[key] ??= { metas: [] };
    state[key].metas.push(meta);
  }
  for (const { metas } of Object.values(state)) metas.sort((a, b) => (a.ref < b.ref ? -1 : 1));
  return state;
}

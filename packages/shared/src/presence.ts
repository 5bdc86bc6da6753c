// Presence: who is on a topic, with which devices — the shapes that state, diffs and screens share.

import { z } from 'zod';
import { line } from './fields.ts';

/** One open device of one user on a topic. `ref` is unique over all daemons. */
export const presenceMeta = z.object({
  ref: z.string(),
  onlineAt: z.string(),
  device: z.string(),
  username: z.string(),
});
export type PresenceMeta = z.infer<typeof presenceMeta>;

export const presenceEntry = z.object({ metas: z.array(presenceMeta) });
/** Key (user id) → that user's devices. */
export const presenceState = z.record(z.string(), presenceEntry);
export type PresenceState = z.infer<typeof presenceState>;

export const presenceListInput = z.strictObject({ topic: line({ min: 1, max: 128 }) });

/**
 * A diff applied to a state. Leaves name the exact metas that went, so an update
 * (leave old ref, join new ref) never makes a user flicker.
 */
export function applyPresenceDiff(
  state: PresenceState,
  diff: { joins: PresenceState; leaves: PresenceState },
): PresenceState {
  const next: PresenceState = Object.assign(Object.create(null), state);
  for (const [key, { metas }] of Object.entries(diff.joins)) {
    const joined = new Set(metas.map((meta) => meta.ref));
    const kept = (next[key]?.metas ?? []).filter((meta) => !joined.has(meta.ref));
    next[key] = { metas: [...kept, ...metas] };
  }
  for (const [key, { metas }] of Object.entries(diff.leaves)) {
    const left = new Set(metas.map((meta) => meta.ref));
    const kept = (next[key]?.metas ?? []).filter((meta) => !left.has(meta.ref));
    if (kept.length > 0) next[key] = { metas: kept };
    else delete next[key];
  }
  return next;
}

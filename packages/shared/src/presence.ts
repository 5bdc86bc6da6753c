// Presence: who is on a topic, with which devices — the shapes that state, diffs and screens share.

import { z } from 'zod';
import { flag, line, mustBe, timestamp } from './fields.ts';
import { limits } from './limits.ts';
import { newerStatus, type StatusView, statusAt, statusView } from './status.ts';

/** One open device of one user on a topic. `ref` is unique over all daemons. */
export const presenceMeta = z.object({
  ref: z.string(),
  onlineAt: z.string(),
  device: z.string(),
  username: z.string(),
  /** What the user said of oneself; not there when that was nothing yet. It may be over. */
  status: statusView.optional(),
  /** Since when nobody sits at it; not there while somebody does. */
  idleSince: timestamp.optional(),
});
export type PresenceMeta = z.infer<typeof presenceMeta>;

export const presenceEntry = z.object({ metas: z.array(presenceMeta) });
/** Key (user id) → that user's devices. */
export const presenceState = z.record(z.string(), presenceEntry);
export type PresenceState = z.infer<typeof presenceState>;

/** A topic names one room, `room:SLUG` or `room:ID`; there are no patterns. */
export const presenceListInput = z.strictObject({
  topic: line({ min: 1, max: 128 }).transform((topic) => topic.toLowerCase()),
  /** The last key of the page before; the list is at its end when a page is empty. */
  after: z
    .string({ error: mustBe('text') })
    .max(64)
    .optional(),
  limit: z
    .int({ error: mustBe('a whole number') })
    .min(1, 'must be at least 1')
    .transform((value) => Math.min(value, limits.presencePage))
    .optional(),
});

/** Whether somebody sits at this connection; it is shown as away when at none of a user's. */
export const setIdleInput = z.strictObject({ idle: flag });

/** How a person stands there. `idle`: nobody sits at any of their devices. */
export type Bearing = 'here' | 'idle' | 'away' | 'dnd';

/** The status behind a user's devices: the newest one. */
export function statusOf(metas: readonly PresenceMeta[]): StatusView | undefined {
  return metas.reduce<StatusView | undefined>((newest, meta) => {
    return newerStatus(newest, meta.status);
  }, undefined);
}

/** What a user's devices show at `now`, in milliseconds since the epoch. */
export function bearingOf(
  metas: readonly PresenceMeta[],
  now: number,
): { bearing: Bearing; text: string } {
  const { state = 'available', text = '' } = statusAt(statusOf(metas), now) ?? {};
  if (state !== 'available') return { bearing: state, text };
  const isIdle = metas.length > 0 && metas.every(({ idleSince }) => idleSince !== undefined);
  return { bearing: isIdle ? 'idle' : 'here', text };
}

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

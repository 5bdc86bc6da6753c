// How people say that they are away or not to be disturbed: the field rules, and what it comes to now.

import { z } from 'zod';
import { label, mustBe, timestamp } from './fields.ts';
import { limits } from './limits.ts';
import { statusStates } from './status-kinds.ts';

export { type StatusState, statusStates } from './status-kinds.ts';

export const setStatusInput = z.strictObject({
  state: z.enum(statusStates, { error: mustBe(`one of ${statusStates.join(', ')}`) }),
  text: label({ max: limits.statusText }).optional(),
  /** Left out: until it is set anew. */
  until: timestamp.optional(),
});
export type SetStatusInput = z.input<typeof setStatusInput>;

/** `since` only ever grows: of two statuses of one user the one with the later is the newer. */
export const statusView = z.object({
  state: z.enum(statusStates),
  text: z.string(),
  until: timestamp.nullable(),
  since: timestamp,
});
export type StatusView = z.infer<typeof statusView>;

/** What a status says at `now`, in milliseconds since the epoch; undefined for nothing, or no more. */
export function statusAt(status: StatusView | undefined, now: number): StatusView | undefined {
  if (status === undefined) return undefined;
  const isOver = status.until !== null && Date.parse(status.until) <= now;
  const saysNothing = status.state === 'available' && status.text === '';
  return isOver || saysNothing ? undefined : status;
}

/** The one that was set later. */
export function newerStatus(
  one: StatusView | undefined,
  other: StatusView | undefined,
): StatusView | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Date.parse(other.since) >= Date.parse(one.since) ? other : one;
}

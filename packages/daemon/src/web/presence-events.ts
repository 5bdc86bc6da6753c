// Who is in a room, as its channel tells it: bounded, however many they are.

import type { RoomEvent } from '@parley/shared/events';
import { limits } from '@parley/shared/limits';
import type { Presence, PresenceDiff } from '../presence/index.ts';

/** The first people and how many there are in all; the rest is asked for by page. */
export function presenceState(presence: Presence, topic: string): RoomEvent {
  const state = presence.list(topic, { limit: limits.presenceShown });
  return { type: 'presence.state', state, count: presence.count(topic) };
}

/** A change, or where more changed than a state shows, the state anew: nobody's frame grows with a crowd. */
export function presenceChange(presence: Presence, topic: string, diff: PresenceDiff): RoomEvent {
  const changed = Object.keys(diff.joins).length + Object.keys(diff.leaves).length;
  if (changed > limits.presenceShown) return presenceState(presence, topic);
  return { type: 'presence.diff', ...diff };
}

// Who is in a room, as its channel tells it: bounded, however many they are.

import type { RoomEvent } from '@parley/shared/events';
import { limits } from '@parley/shared/limits';
import type { Presence, PresenceDiff } from '../presence/index.ts';

/** The first people and how many there are in all; the rest is asked for by page. */
export function presenceState(presence: Presence, topic: string): RoomEvent {
  const state = presence.list(topic, { limit: limits.presenceShown });
  return { type: 'presence.state', state, count: presence.count(topic) };
}

/**
 * A change is told whole up to so many people as a state shows: nobody's frame grows with a crowd. Of more who
 * come, only those are named whom a state would name; the others are in the number. What more changes of those
 * who were there, as when many leave, is told as a state anew.
 */
export function presenceChange(presence: Presence, topic: string, diff: PresenceDiff): RoomEvent {
  const { newcomers, ...told } = diff;
  if (countChanged(told) > limits.presenceShown) {
    const shown = presence.list(topic, { limit: limits.presenceShown });
    const isNamed = (key: string) => !newcomers.has(key) || Object.hasOwn(shown, key);
    told.joins = Object.fromEntries(Object.entries(told.joins).filter(([key]) => isNamed(key)));
  }
  if (countChanged(told) > limits.presenceShown) return presenceState(presence, topic);
  return { type: 'presence.diff', ...told };
}

function countChanged({ joins, leaves }: Pick<PresenceDiff, 'joins' | 'leaves'>): number {
  return Object.keys(joins).length + Object.keys(leaves).length;
}

// Presence: who is on which topic. Tracks, untracks, lists, and broadcasts coalesced diffs.

import type { PresenceMeta, PresenceState } from '@parley/shared/presence';
import { defineTopic, type PubSub, type Topic } from '../pubsub/index.ts';
import type { Clock, Ids } from '../telemetry/index.ts';
import { diffPresence, isEmptyDiff, type PresenceDiff, toPresenceState } from './state.ts';

/** How long changes are gathered before they are told: a reconnect within it is invisible. */
const coalesceMs = 50;

export interface Presence {
  /** Adds a device; ends with the returned function. `key` is the user's id. */
  track(topic: string, key: string, meta: { username: string; device: string }): () => void;
  list(topic: string): PresenceState;
  /** All topics on which somebody is present. */
  topics(): string[];
  stop(): void;
}

/** The diffs of one topic; joins and leaves name exact devices. */
export function presenceTopic(topic: string): Topic<PresenceDiff> {
  return defineTopic(`presence:${topic}`, { isLocal: true });
}

type Entries = Map<string, { key: string; meta: PresenceMeta }>;

/**
 * A topic moves between two states. Quiet: what was told is what is. Dirty: a timer runs; when it
 * fires, the difference between what was told and what is goes out as one diff, and the topic is
 * quiet again. `list` always answers what was told, so a state plus all later diffs is exact.
 */
export function createPresence(deps: { pubsub: PubSub; clock: Clock; ids: Ids }): Presence {
  const { pubsub, clock, ids } = deps;
  const current = new Map<string, Entries>();
  const told = new Map<string, Entries>();
  const timers = new Map<string, { cancel(): void }>();

  function touch(topic: string): void {
    if (!timers.has(topic))
      timers.set(
        topic,
        clock.setTimeout(() => tell(topic), coalesceMs),
      );
  }

  function tell(topic: string): void {
    timers.delete(topic);
    const now = current.get(topic) ?? new Map();
    const diff = diffPresence(told.get(topic) ?? new Map(), now);
    if (now.size === 0) {
      current.delete(topic);
      told.delete(topic);
    } else {
      told.set(topic, new Map(now));
    }
    if (!isEmptyDiff(diff)) pubsub.publish(presenceTopic(topic), diff);
  }

  return {
    track(topic, key, { username, device }) {
      const ref = ids.uuid();
      const entries = current.get(topic) ?? new Map();
      current.set(topic, entries);
      entries.set(ref, {
        key,
        meta: { ref, username, device, onlineAt: clock.now().toISOString() },
      });
      touch(topic);
      return () => {
        if (current.get(topic)?.delete(ref)) touch(topic);
      };
    },
    list: (topic) => toPresenceState(told.get(topic) ?? new Map()),
    topics: () => [...told.keys()],
    stop() {
      for (const timer of timers.values()) timer.cancel();
      timers.clear();
      current.clear();
      told.clear();
    },
  };
}

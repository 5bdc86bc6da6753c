// Daemons on a network that loses, doubles and reorders, by one clock that a test moves.

import { createPresence, type Presence, presenceTopic } from '../../src/presence/index.ts';
import type { PubSub } from '../../src/pubsub/index.ts';
import { createIsolatedPubSub } from '../../src/pubsub/index.ts';
import { type Clock, createManualClock, createSequentialIds } from '../../src/telemetry/index.ts';

/** How often a message arrives, and after how many milliseconds each time. */
export type Arrivals = () => readonly number[];

export interface Daemon {
  presence: Presence;
  pubsub: PubSub;
  /** Cut off it neither sends nor hears; when it is back it is told, as a bus would tell it, or not. */
  cut(): void;
  mend(isTold: boolean): void;
  /** Gone without a word. */
  kill(): void;
}

export function createNetwork(arrivals: Arrivals) {
  const clock = createManualClock();
  const ids = createSequentialIds();
  const links = new Set<{ isOpen: boolean; hear(topic: string, event: unknown): void }>();
  let fate = arrivals;

  function start(): Daemon {
    const local = createIsolatedPubSub((error) => {
      throw error;
    });
    const heard = new Map<string, { listener(event: unknown): void; onMissed?: () => void }>();
    const link = {
      isOpen: true,
      hear: (topic: string, event: unknown) => heard.get(topic)?.listener(event),
    };
    links.add(link);
    const pubsub: PubSub = {
      ...local,
      publish(topic, event) {
        local.publish(topic, event);
        if (topic.isLocal || !link.isOpen) return;
        const copy = JSON.stringify(event);
        for (const other of links) {
          if (other === link) continue;
          for (const ms of fate()) {
            clock.setTimeout(() => {
              if (other.isOpen) other.hear(topic.name, JSON.parse(copy));
            }, ms);
          }
        }
      },
      subscribe(topic, listener, onMissed) {
        heard.set(topic.name, {
          listener: listener as (event: unknown) => void,
          onMissed: () => onMissed?.(undefined),
        });
        const unsubscribe = local.subscribe(topic, listener, onMissed);
        return () => {
          heard.delete(topic.name);
          unsubscribe();
        };
      },
    };
    // Each machine has a time of day of its own.
    const skewed: Clock = {
      ...clock,
      monotonic: () => clock.monotonic(),
      now: () => new Date(links.size * 1e10),
    };
    const presence = createPresence({ pubsub, clock: skewed, ids });
    return {
      presence,
      pubsub,
      cut() {
        link.isOpen = false;
      },
      mend(isTold) {
        link.isOpen = true;
        if (isTold) for (const { onMissed } of heard.values()) onMissed?.();
      },
      kill() {
        link.isOpen = false;
        links.delete(link);
      },
    };
  }

  return {
    clock,
    start,
    heal() {
      fate = () => [1];
    },
  };
}

/** Every change of a topic as a daemon's subscribers are told it, from now on. */
export function watch({ pubsub }: Daemon, topic: string) {
  const diffs: { joins: string[]; leaves: string[] }[] = [];
  pubsub.subscribe(presenceTopic(topic), ({ joins, leaves }) =>
    diffs.push({ joins: Object.keys(joins), leaves: Object.keys(leaves) }),
  );
  return diffs;
}

// The subscribers of one daemon: delivery by topic, synchronous, in order, unharmed by one that throws.

import type { OnMissed, Unsubscribe } from './pubsub.ts';

interface Subscriber {
  readonly listener: (event: never) => void;
  readonly onMissed: OnMissed | undefined;
}

export interface Subscribers {
  add(topic: string, subscriber: Subscriber): Unsubscribe;
  deliver(topic: string, event: unknown): void;
  tellMissed(topic: string, upTo: number | undefined): void;
  tellAllMissed(): void;
  count(): number;
  clear(): void;
}

/** @param hooks `onError` hears of a listener that threw; the other two follow which topics are wanted. */
export function createSubscribers(hooks: {
  onError(error: unknown): void;
  onFirst?(topic: string): void;
  onLast?(topic: string): void;
}): Subscribers {
  const topics = new Map<string, Set<Subscriber>>();

  function attempt(run: () => void): void {
    try {
      run();
    } catch (error) {
      hooks.onError(error);
    }
  }

  function tellMissed(topic: string, upTo: number | undefined): void {
    for (const { onMissed } of topics.get(topic) ?? []) {
      if (onMissed) attempt(() => onMissed(upTo));
    }
  }

  return {
    add(topic, { listener, onMissed }) {
      // A fresh object per subscription, so that one listener may subscribe twice.
      const entry = { listener, onMissed };
      const entries = topics.get(topic) ?? new Set();
      topics.set(topic, entries.add(entry));
      if (entries.size === 1) hooks.onFirst?.(topic);
      return () => {
        if (!entries.delete(entry) || entries.size > 0 || topics.get(topic) !== entries) return;
        topics.delete(topic);
        hooks.onLast?.(topic);
      };
    },
    deliver(topic, event) {
      for (const { listener } of topics.get(topic) ?? []) attempt(() => listener(event as never));
    },
    tellMissed,
    tellAllMissed() {
      for (const topic of [...topics.keys()]) tellMissed(topic, undefined);
    },
    count() {
      let count = 0;
      for (const entries of topics.values()) count += entries.size;
      return count;
    },
    clear: () => topics.clear(),
  };
}

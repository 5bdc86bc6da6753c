// The bus inside one process: synchronous, ordered, and able to play dead for tests.

import type { PubSub, Topic } from './pubsub.ts';

export interface IsolatedPubSub extends PubSub {
  /** While disconnected, published events are lost, as on a real bus. */
  setConnected(isConnected: boolean): void;
  /** Subscribers of all topics: a test's proof that nothing was left behind. */
  countSubscribers(): number;
}

/** @param onError hears of a listener that threw; the other listeners are served all the same. */
export function createIsolatedPubSub(onError: (error: unknown) => void): IsolatedPubSub {
  const topics = new Map<string, Set<(event: unknown) => void>>();
  let isConnected = true;

  return {
    publish(topic, event) {
      if (!isConnected) return;
      for (const listener of topics.get(topic.name) ?? []) {
        try {
          listener(event);
        } catch (error) {
          onError(error);
        }
      }
    },
    subscribe<Event>(topic: Topic<Event>, listener: (event: Event) => void) {
      // A fresh function per subscription, so that one listener may subscribe twice.
      const entry = (event: unknown) => listener(event as Event);
      const listeners = topics.get(topic.name) ?? new Set();
      topics.set(topic.name, listeners.add(entry));
      return () => {
        listeners.delete(entry);
        if (listeners.size === 0 && topics.get(topic.name) === listeners) topics.delete(topic.name);
      };
    },
    setConnected(value) {
      isConnected = value;
    },
    countSubscribers() {
      let count = 0;
      for (const listeners of topics.values()) count += listeners.size;
      return count;
    },
    async close() {
      topics.clear();
    },
  };
}

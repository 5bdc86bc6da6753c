// The bus inside one process: synchronous, ordered, and able to play dead for tests.

import type { PubSub } from './pubsub.ts';
import { createSubscribers } from './subscribers.ts';

export interface IsolatedPubSub extends PubSub {
  /** While disconnected, published events are lost, as on a real bus. */
  setConnected(isConnected: boolean): void;
  /** Subscribers of all topics: a test's proof that nothing was left behind. */
  countSubscribers(): number;
}

/** @param onError hears of a listener that threw; the other listeners are served all the same. */
export function createIsolatedPubSub(onError: (error: unknown) => void): IsolatedPubSub {
  const subscribers = createSubscribers({ onError });
  let isConnected = true;

  return {
    publish(topic, event) {
      if (isConnected) subscribers.deliver(topic.name, event);
    },
    subscribe: (topic, listener, onMissed) => subscribers.add(topic.name, { listener, onMissed }),
    setConnected(value) {
      isConnected = value;
    },
    countSubscribers: () => subscribers.count(),
    describe: () => ({ engine: 'isolated' }),
    async close() {
      subscribers.clear();
    },
  };
}

// Topic-based publish and subscribe: the interface that contexts broadcast on and channels listen to.

/**
 * A named stream of events of one type. The bus is a hint and the database the truth: a subscriber
 * of durable events must be able to prove from their numbers that it missed nothing.
 */
export interface Topic<Event> {
  readonly name: string;
  /** Carries the type only; never set. */
  readonly event?: Event;
}

export function defineTopic<Event>(name: string): Topic<Event> {
  return { name };
}

export type Unsubscribe = () => void;

export interface PubSub {
  /** Delivers to every subscriber of the topic, in the order of publishing. Never throws. */
  publish<Event>(topic: Topic<Event>, event: Event): void;
  subscribe<Event>(topic: Topic<Event>, listener: (event: Event) => void): Unsubscribe;
  close(): Promise<void>;
}

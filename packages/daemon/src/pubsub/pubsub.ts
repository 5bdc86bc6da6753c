// Topic-based publish and subscribe: the interface that contexts broadcast on and channels listen to.

/**
 * A named stream of events of one type. The bus is a hint and the database the truth: a subscriber
 * of durable events must be able to prove from their numbers that it missed nothing.
 *
 * A topic says how its events cross to other daemons. An event with a number in a table crosses as
 * that number alone: the other side reads the table. Others cross by value; one that is too large for
 * the bus crosses as the word that there is news.
 */
export interface Topic<Event> {
  readonly name: string;
  /** The event's number in its table, if it has one. */
  readonly numberOf: ((event: Event) => number | undefined) | undefined;
  /** Its events concern this daemon alone. */
  readonly isLocal: boolean;
  /** Carries the type only; never set. */
  readonly event?: Event;
}

/** A name goes with every event, so a long one is a mistake. */
const longestName = 512;

/** @throws RangeError when the name is longer than 512 bytes or empty. */
export function defineTopic<Event>(
  name: string,
  how: { numberOf?: (event: Event) => number | undefined; isLocal?: boolean } = {},
): Topic<Event> {
  const bytes = Buffer.byteLength(name);
  if (bytes === 0 || bytes > longestName) throw new RangeError(`topic name of ${bytes} bytes`);
  return { name, numberOf: how.numberOf, isLocal: how.isLocal ?? false };
}

export type Unsubscribe = () => void;

/**
 * Told when there is, or may be, something that no event told of: look into the table. `upTo` is the
 * number up to which there is news; undefined when nobody knows, as after a lost connection.
 */
export type OnMissed = (upTo: number | undefined) => void;

export interface PubSub {
  /**
   * Delivers to every subscriber of this daemon, at once and in the order of publishing, then lets
   * the event cross to the others, where a publisher's events of a topic arrive in order and once, or
   * `onMissed` is called. Never throws, never waits.
   */
  publish<Event>(topic: Topic<Event>, event: Event): void;
  subscribe<Event>(
    topic: Topic<Event>,
    listener: (event: Event) => void,
    onMissed?: OnMissed,
  ): Unsubscribe;
  /** Facts for `parleyd status`. */
  describe(): Record<string, unknown>;
  /** Sends what was published, within moments, then ends. */
  close(): Promise<void>;
}

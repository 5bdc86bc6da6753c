// Presence: who is on which topic, on all daemons. Tracks, untracks, lists, broadcasts coalesced diffs.

import type { PresenceMeta, PresenceState } from '@parley/shared/presence';
import { defineTopic, type PubSub, type Topic } from '../pubsub/index.ts';
import type { Clock, Ids, Timer } from '../telemetry/index.ts';
import { createPeers } from './peers.ts';
import {
  diffPresence,
  gatherMsFor,
  indexPresence,
  isEmptyDiff,
  lingerPresence,
  type PresenceDiff,
  type PresenceIndex,
  pagePresence,
  type Tracked,
} from './state.ts';

/** How long changes are gathered before they are told to the other daemons. */
const coalesceMs = 50;
/** How long somebody who went is still shown: a reconnect within it, to whichever daemon, is invisible. */
const lingerMs = 1_000;

/** What of a device may change while it is there. */
type Look = Pick<PresenceMeta, 'status' | 'idleSince'>;

export interface Tracking {
  /**
   * Shows it so from now on. Told as the old device going and the new one coming, in one diff.
   * @returns what stands for it from here on.
   */
  update(look: Look): Tracking;
  end(): void;
}

export interface Presence {
  /** Adds a device. `key` is the user's id. */
  track(topic: string, key: string, meta: { username: string; device: string } & Look): Tracking;
  /** Who is there, in the order of keys: all, or a page of at most `limit` after the key `after`. */
  list(topic: string, page?: { after?: string; limit?: number }): PresenceState;
  /** How many keys are there. */
  count(topic: string): number;
  /** All topics on which somebody is present. */
  topics(): string[];
  /** This life of this daemon. */
  readonly node: string;
  /** Other daemons that are heard of. */
  listPeers(): string[];
  /** Calls whenever that list has become another, until the answer is called. */
  watchPeers(listener: () => void): () => void;
  /** Other daemons forget at once who was here. */
  stop(): void;
}

/** The diffs of one topic, as this daemon shows it; joins and leaves name exact devices. */
export function presenceTopic(topic: string): Topic<PresenceDiff> {
  return defineTopic(`presence:${topic}`, { isLocal: true });
}

/**
 * A topic moves between two states. Quiet: what was told is what is. Dirty: a timer runs; when it
 * fires, the difference between what was told and what is goes out as one diff, and the topic is
 * quiet again, unless somebody lingers. The timer is longer where more people hear of it, so a crowd
 * that comes at once is a bounded number of diffs. `list` always answers what was told, so a state plus all later
 * diffs is exact.
 */
export function createPresence(deps: {
  pubsub: PubSub;
  clock: Clock;
  ids: Ids;
  /** Among the daemons no other life of any may have it. */
  node?: string;
}): Presence {
  const { pubsub, clock, ids, node = ids.uuid() } = deps;
  /** The map of what was told, while nothing changed since. */
  const current = new Map<string, Map<string, Tracked>>();
  const told = new Map<string, ReadonlyMap<string, Tracked>>();
  /** Of what was told; made when somebody asks. */
  const indexes = new Map<string, PresenceIndex>();
  const leftAt = new Map<string, number>();
  const timers = new Map<string, { timer: Timer; dueAt: number }>();
  const news = { joins: new Map<string, Tracked>(), leaves: new Set<string>() };
  const peerListeners = new Set<() => void>();
  let tellPeers: Timer | undefined;

  const peers = createPeers({
    node,
    pubsub,
    clock,
    listOwn() {
      flush();
      // What another daemon told of came as text.
      const all = Iterator.from(current.values()).flatMap((entries) => entries.values());
      return [...all.filter((entry) => entry instanceof Device)];
    },
    onChange({ joined, left }) {
      for (const entry of joined) add(entry);
      for (const entry of left) remove(entry);
    },
    onPeers() {
      for (const listener of peerListeners) listener();
    },
  });

  /** What was told stays as it was. */
  function change(topic: string): Map<string, Tracked> {
    const known = current.get(topic);
    const entries = known && known !== told.get(topic) ? known : new Map(known);
    current.set(topic, entries);
    return entries;
  }

  function add(entry: Tracked): void {
    const { topic, meta } = entry;
    change(topic).set(meta.ref, entry);
    leftAt.delete(meta.ref);
    touchSoon(topic);
  }

  /** False when it was not there. */
  function remove({ topic, meta: { ref } }: Tracked): boolean {
    if (!current.get(topic)?.has(ref)) return false;
    change(topic).delete(ref);
    if (told.get(topic)?.has(ref)) leftAt.set(ref, clock.monotonic());
    touchSoon(topic);
    return true;
  }

  function touchSoon(topic: string): void {
    touch(topic, gatherMsFor(told.get(topic)?.size ?? 0));
  }

  function touch(topic: string, inMs: number): void {
    const dueAt = clock.monotonic() + inMs;
    const waiting = timers.get(topic);
    if (waiting && waiting.dueAt <= dueAt) return;
    waiting?.timer.cancel();
    timers.set(topic, { timer: clock.setTimeout(() => tell(topic), inMs), dueAt });
  }

  function tell(topic: string): void {
    timers.delete(topic);
    const now = clock.monotonic();
    const before = told.get(topic) ?? new Map<string, Tracked>();
    const here = current.get(topic) ?? new Map<string, Tracked>();
    const { entries, againInMs } = lingerPresence(before, here, {
      leftMsAgo: (ref) => now - (leftAt.get(ref) ?? 0),
      lingerMs,
    });
    // Who left one after the other is not told one by one.
    if (againInMs !== undefined) touch(topic, Math.max(againInMs, gatherMsFor(entries.size)));
    const diff = diffPresence(before, entries);
    indexes.delete(topic);
    if (entries.size > 0) told.set(topic, entries);
    else told.delete(topic);
    if (here.size === 0) current.delete(topic);
    for (const { metas } of Object.values(diff.leaves)) {
      for (const { ref } of metas) leftAt.delete(ref);
    }
    if (!isEmptyDiff(diff)) pubsub.publish(presenceTopic(topic), diff);
  }

  function indexOf(topic: string): PresenceIndex {
    const entries = told.get(topic);
    if (!entries) return indexPresence(new Map());
    const index = indexes.get(topic) ?? indexPresence(entries);
    indexes.set(topic, index);
    return index;
  }

  const doors: Doors = {
    enter(device, before) {
      add(device);
      news.joins.set(device.meta.ref, device);
      if (before) doors.leave(before);
      tellPeers ??= clock.setTimeout(flush, coalesceMs);
    },
    leave(device) {
      if (!remove(device)) return;
      const { ref } = device.meta;
      if (!news.joins.delete(ref)) news.leaves.add(ref);
      tellPeers ??= clock.setTimeout(flush, coalesceMs);
    },
    isHere: ({ topic, meta }) => current.get(topic)?.has(meta.ref) ?? false,
    newRef: () => ids.uuid(),
  };

  /** Tells the other daemons what changed here. */
  function flush(): void {
    tellPeers?.cancel();
    tellPeers = undefined;
    const { joins, leaves } = news;
    if (joins.size + leaves.size > 0) peers.tell([...joins.values()], [...leaves]);
    joins.clear();
    leaves.clear();
  }

  return {
    track(topic, key, { username, device, ...look }) {
      const onlineAt = clock.now().toISOString();
      const here = new Device(doors, { topic, key, meta: { username, device, onlineAt } }, look);
      doors.enter(here);
      return here;
    },
    list: (topic, page = {}) => pagePresence(indexOf(topic), page),
    count: (topic) => indexOf(topic).count,
    topics: () => [...told.keys()],
    node,
    listPeers: () => peers.list(),
    watchPeers(listener) {
      peerListeners.add(listener);
      return () => void peerListeners.delete(listener);
    },
    stop() {
      tellPeers?.cancel();
      peers.stop();
      for (const { timer } of timers.values()) timer.cancel();
      for (const map of [timers, current, told, indexes, leftAt]) map.clear();
      peerListeners.clear();
    },
  };
}

/** Who is at a device, and what of it stays as it is. */
interface Who {
  readonly topic: string;
  readonly key: string;
  readonly meta: Pick<PresenceMeta, 'username' | 'device' | 'onlineAt'>;
}

interface Doors {
  /** `before` goes with it. */
  enter(device: Tracked, before?: Tracked): void;
  /** Once; after that it does nothing. */
  leave(device: Tracked): void;
  isHere(device: Tracked): boolean;
  newRef(): string;
}

/** A class: there is one per person and room, and closures would weigh more than what they hold. */
class Device implements Tracked, Tracking {
  readonly #doors: Doors;
  readonly topic: string;
  readonly key: string;
  readonly meta: PresenceMeta;

  constructor(doors: Doors, who: Who, look: Look) {
    this.#doors = doors;
    this.topic = who.topic;
    this.key = who.key;
    const { username, device, onlineAt } = who.meta;
    // By name: what a spread adds is kept in a list of its own.
    this.meta = { ref: doors.newRef(), onlineAt, device, username, ...look };
  }

  update(look: Look): Tracking {
    if (isSameLook(this.meta, look) || !this.#doors.isHere(this)) return this;
    const next = new Device(this.#doors, this, look);
    this.#doors.enter(next, this);
    return next;
  }

  end(): void {
    this.#doors.leave(this);
  }
}

function isSameLook(one: Look, other: Look): boolean {
  return one.status?.since === other.status?.since && one.idleSince === other.idleSince;
}

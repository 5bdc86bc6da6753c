// The other daemons: tells them of this one's entries, keeps replicas of theirs, and notices their end.

import { defineTopic, type PubSub } from '../pubsub/index.ts';
import type { Clock, Timer } from '../telemetry/index.ts';
import {
  mergePresence,
  type PresenceMessage,
  type Replica,
  splitBySize,
  unknownReplica,
} from './replica.ts';
import type { Tracked } from './state.ts';

/** A daemon unheard of for `silenceMs` is dead; with the beat that finds it out, within 15 s. */
export const beatMs = 2_500;
const silenceMs = 9_000;
/** Who is behind asks at most this often: the answer may be long. */
const askMs = 1_000;
/** Several who ask within it get one answer, for it goes to all. */
const answerMs = 100;
/** How long a node that said goodbye is remembered, so that what it said before and comes late is not heard. */
const graveMs = 60_000;
/** Well under what the bus takes by value. */
const messageBytes = 6_000;

const peersTopic = defineTopic<PresenceMessage>('presence.peers');

interface Peer {
  replica: Replica;
  /** Monotonic, of this daemon. */
  heardAt: number;
  askedAt: number;
}

export interface Peers {
  /** Tells the others what came and went here, as one or more changes. */
  tell(joins: readonly Tracked[], leaves: readonly string[]): void;
  list(): string[];
  /** Says goodbye: the others forget this daemon's entries at once. */
  stop(): void;
}

export function createPeers(options: {
  node: string;
  pubsub: PubSub;
  clock: Clock;
  /** What is here, with everything told that is to be told. */
  listOwn(): readonly Tracked[];
  /** Entries of other daemons came or went. */
  onChange(change: { joined: Tracked[]; left: Tracked[] }): void;
  /** A daemon was heard of for the first time, or is gone: the list is another. */
  onPeers(): void;
}): Peers {
  const { node, pubsub, clock: time, listOwn, onChange, onPeers } = options;
  const peers = new Map<string, Peer>();
  const graves = new Map<string, number>();
  let clock = 0;
  let answer: Timer | undefined;
  let greeting: Timer | undefined;
  let isGreetingDue = false;

  const send = (message: PresenceMessage) => pubsub.publish(peersTopic, message);

  function replace(peer: Peer, replica: Replica): void {
    const before = peer.replica.entries;
    const after = replica.entries;
    peer.replica = replica;
    if (before === after) return;
    const joined = [...after].flatMap(([ref, entry]) => (before.has(ref) ? [] : [entry]));
    const left = [...before].flatMap(([ref, entry]) => (after.has(ref) ? [] : [entry]));
    if (joined.length + left.length > 0) onChange({ joined, left });
  }

  function bury(name: string): void {
    const peer = peers.get(name);
    if (!peer) return;
    peers.delete(name);
    replace(peer, unknownReplica);
    onPeers();
  }

  function hear(message: PresenceMessage): void {
    const { node: from } = message;
    if (from === node || graves.has(from)) return;
    if (message.type === 'gone') {
      graves.set(from, time.monotonic());
      bury(from);
      return;
    }
    const known = peers.get(from);
    const peer = known ?? { replica: unknownReplica, heardAt: 0, askedAt: -askMs };
    peers.set(from, peer);
    peer.heardAt = time.monotonic();
    if (!known) onPeers();
    const { replica, isBehind } = mergePresence(peer.replica, message);
    replace(peer, replica);
    if (isBehind && peer.heardAt - peer.askedAt >= askMs) {
      peer.askedAt = peer.heardAt;
      send({ type: 'ask', node, of: from });
    }
    if (message.type === 'hello') send({ type: 'beat', node, clock });
    if (message.type === 'ask' && message.of === node)
      answer ??= time.setTimeout(tellAll, answerMs);
  }

  function tellAll(): void {
    answer = undefined;
    const lists = splitBySize(listOwn(), messageBytes);
    for (const [part, entries] of lists.entries()) {
      send({ type: 'state', node, clock, part, parts: lists.length, entries });
    }
  }

  /** Something may have been missed: one round of clocks tells what. At most one a second. */
  function greet(): void {
    isGreetingDue = greeting !== undefined;
    if (isGreetingDue) return;
    send({ type: 'hello', node, clock });
    greeting = time.setTimeout(() => {
      greeting = undefined;
      if (isGreetingDue) greet();
    }, askMs);
  }

  function beat(): void {
    send({ type: 'beat', node, clock });
    const now = time.monotonic();
    for (const [name, { heardAt }] of peers) if (now - heardAt > silenceMs) bury(name);
    for (const [name, at] of graves) if (now - at > graveMs) graves.delete(name);
    nextBeat = time.setTimeout(beat, beatMs);
  }

  const unsubscribe = pubsub.subscribe(peersTopic, hear, greet);
  let nextBeat = time.setTimeout(beat, beatMs);
  greet();

  return {
    tell(joins, leaves) {
      const changes = splitBySize<Tracked | string>([...leaves, ...joins], messageBytes);
      for (const change of changes) {
        clock += 1;
        send({
          type: 'change',
          node,
          clock,
          joins: change.filter((one) => typeof one !== 'string'),
          leaves: change.filter((one) => typeof one === 'string'),
        });
      }
    },
    list: () => [...peers.keys()],
    stop() {
      unsubscribe();
      for (const timer of [nextBeat, answer, greeting]) timer?.cancel();
      send({ type: 'gone', node });
    },
  };
}

// How daemons ask each other for what they missed: seldom, and answered once for all who ask together.

import { expect, test } from 'vitest';
import { createPeers } from '../../src/presence/peers.ts';
import { mergePresence, type PresenceMessage, unknownReplica } from '../../src/presence/replica.ts';
import type { Tracked } from '../../src/presence/state.ts';
import { createIsolatedPubSub, defineTopic } from '../../src/pubsub/index.ts';
import { createManualClock } from '../../src/telemetry/index.ts';

const topic = defineTopic<PresenceMessage>('presence.peers');

async function setUp() {
  const clock = createManualClock();
  const pubsub = createIsolatedPubSub((error) => {
    throw error;
  });
  const said: PresenceMessage[] = [];
  const peers = createPeers({
    node: 'me',
    pubsub,
    clock,
    listOwn: () => [],
    onChange() {},
    onPeers() {},
  });
  pubsub.subscribe(topic, (message) => {
    if (message.node === 'me') said.push(message);
  });
  return {
    clock,
    peers,
    hear: (message: PresenceMessage) => pubsub.publish(topic, message),
    count: (type: PresenceMessage['type']) => said.filter((one) => one.type === type).length,
  };
}

test('who is behind asks once a second, however much tells of it', async () => {
  const { clock, hear, count, peers } = await setUp();
  for (let beat = 1; beat <= 9; beat += 1) {
    hear({ type: 'beat', node: 'other', clock: beat });
    await clock.advance(100);
  }
  expect(count('ask')).toBe(1);
  await clock.advance(100);
  hear({ type: 'beat', node: 'other', clock: 10 });
  expect(count('ask')).toBe(2);
  peers.stop();
});

test('several who ask together get one answer', async () => {
  const { clock, hear, count, peers } = await setUp();
  for (const node of ['one', 'two', 'three']) hear({ type: 'ask', node, of: 'me' });
  await clock.advance(1_000);
  expect(count('state')).toBe(1);
  hear({ type: 'ask', node: 'one', of: 'me' });
  hear({ type: 'ask', node: 'one', of: 'somebody else' });
  await clock.advance(1_000);
  expect(count('state')).toBe(2);
  peers.stop();
});

test('parts of an older state that come late do not push out those of a newer one', () => {
  const entry = (ref: string): Tracked => ({
    topic: 'room',
    key: ref,
    meta: { ref, username: ref, device: '', onlineAt: '' },
  });
  const part = (clock: number, place: number): PresenceMessage => ({
    type: 'state',
    node: 'other',
    clock,
    part: place,
    parts: 2,
    entries: [entry(`${clock}.${place}`)],
  });
  let replica = unknownReplica;
  const late = [part(5, 0), part(5, 1)];
  for (const message of [part(7, 0), ...late, part(7, 1), ...late]) {
    ({ replica } = mergePresence(replica, message));
  }
  expect(replica).toMatchObject({ clock: 7 });
  expect([...replica.entries.keys()]).toEqual(['7.0', '7.1']);
});

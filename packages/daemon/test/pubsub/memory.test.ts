// The contract on the carrier inside one process, and what counting payloads finds out.

import { describe, expect, test, vi } from 'vitest';
import { createIsolatedPubSub, defineTopic } from '../../src/pubsub/index.ts';
import { createMemoryNetwork } from '../../src/pubsub/memory.ts';
import { describeContract, openBus, record, topic } from './contract.ts';

describe('isolated', () => {
  const network = createMemoryNetwork();
  describeContract({
    isByTopic: true,
    async start() {
      const daemon = openBus(network.open);
      return {
        ...daemon,
        setConnected: (isConnected) => network.setConnected(daemon.origin, isConnected),
      };
    },
  });
});

test('payloads that are lost, doubled or late: nothing is heard twice or out of order, a loss is told', async () => {
  let turn = 0;
  const network = createMemoryNetwork({
    arrivals: () => {
      turn += 1;
      if (turn % 10 === 3) return [];
      if (turn % 10 === 6) return [0, 2];
      return [turn % 3];
    },
  });
  await using a = openBus(network.open);
  await using b = openBus(network.open);
  await Promise.all([a.bus.connected, b.bus.connected]);
  const { heard, missed } = record(b.bus);
  const before = missed.length;
  for (let n = 1; n <= 300; n += 1) {
    a.bus.publish(topic, { n });
    await new Promise(setImmediate);
  }
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(50));
  expect(heard).toEqual([...new Set(heard)].sort((x, y) => x - y));
  expect(missed.length).toBeGreaterThan(before);
});

test('a listener that throws harms no other', () => {
  const errors: unknown[] = [];
  const bus = createIsolatedPubSub((error) => errors.push(error));
  const heard: number[] = [];
  bus.subscribe(topic, () => {
    throw new Error('mine');
  });
  bus.subscribe(topic, ({ n }) => heard.push(n));
  bus.publish(topic, { n: 1 });
  expect(heard).toEqual([1]);
  expect(errors).toHaveLength(1);
});

test('the name of a topic is short', () => {
  expect(() => defineTopic('x'.repeat(513))).toThrow(RangeError);
  expect(() => defineTopic('')).toThrow(RangeError);
});

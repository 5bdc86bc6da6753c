// The sender while its carrier is stuck: what waits is bounded, and what is given up is made known.

import { expect, test } from 'vitest';
import type { Carrier, Payload } from '../../src/pubsub/carrier.ts';
import { createSender } from '../../src/pubsub/sender.ts';
import { createManualClock } from '../../src/telemetry/index.ts';

test.each([
  ['many events', 10_001, 'x'],
  ['large events', 1_200, 'x'.repeat(4_000)],
])(
  '%s behind a transmission that does not end: all are given up, and that is said first',
  async (_name, count, text) => {
    const { promise: stuck, resolve: release } = Promise.withResolvers<void>();
    const sent: string[] = [];
    const carrier: Carrier = {
      maxBytes: 7_900,
      isByTopic: false,
      restMs: 0,
      isConnected: () => true,
      async transmit(payloads: readonly Payload[]) {
        sent.push(...payloads.map((one) => one.text));
        await stuck;
      },
      watch() {},
      unwatch() {},
      describe: () => ({}),
      async close() {},
    };
    const sender = createSender({ carrier, origin: 'me', clock: createManualClock() });
    sender.sendEvent('topic', 'first');
    await new Promise(setImmediate);
    expect(sent).toHaveLength(1);
    for (let index = 0; index < count; index += 1) sender.sendEvent('topic', text);
    expect(sender.countLost()).toBeGreaterThan(1_000);
    release();
    await sender.flush();
    expect(sent[1]).toContain('["","m"]');
    expect(sender.countSent() + sender.countLost()).toBe(count + 2);
  },
);

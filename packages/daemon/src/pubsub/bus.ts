// The bus over several daemons: one's own subscribers first and at once, the others by way of a carrier.

import { awaitWithin } from '../supervision/index.ts';
import type { Clock, Logger } from '../telemetry/index.ts';
import type { OpenCarrier, Payload } from './carrier.ts';
import { createUnpacker, type HeardFrame } from './frames.ts';
import type { PubSub } from './pubsub.ts';
import { createSender } from './sender.ts';
import { createSubscribers } from './subscribers.ts';

export interface Bus extends PubSub {
  /** Resolves when it is connected to the others for the first time. */
  readonly connected: Promise<void>;
}

export interface BusOptions {
  open: OpenCarrier;
  /** A name of this daemon's life that no other has. */
  origin: string;
  clock: Clock;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Hears of a listener that threw. */
  onError(error: unknown): void;
}

/** How long `close` lets what was published leave. */
const flushMs = 1_000;

/**
 * What reaches this daemon is told to its subscribers as it is, or as something missed: after every
 * connection, when a payload before this one was lost, and when the sender says that it lost some.
 */
export function createBus(options: BusOptions): Bus {
  const { origin, clock, log, onError } = options;
  const { promise: connected, resolve: setConnected } = Promise.withResolvers<void>();
  const subscribers = createSubscribers({
    onError,
    onFirst: (topic) => carrier.watch(topic),
    onLast(topic) {
      carrier.unwatch(topic);
      unpacker.forget(topic);
    },
  });
  const unpacker = createUnpacker(origin);
  let received = 0;
  let resyncs = 0;
  let lastResync: string | null = null;

  function resync(): void {
    resyncs += 1;
    lastResync = clock.now().toISOString();
    subscribers.tellAllMissed();
  }

  function hear(frame: HeardFrame): void {
    received += 1;
    if (frame.kind === 'e') subscribers.deliver(frame.topic, frame.event);
    else if (frame.kind === 'n') subscribers.tellMissed(frame.topic, frame.upTo);
    else if (frame.topic === '') resync();
    else subscribers.tellMissed(frame.topic, undefined);
  }

  const carrier = options.open({
    origin,
    clock,
    log,
    onPayload(payload: Payload) {
      let heard: ReturnType<typeof unpacker.unpack>;
      try {
        heard = unpacker.unpack(payload);
      } catch {
        log.warn({ bytes: payload.text.length }, 'the bus carried something that is not ours');
        return;
      }
      if (!heard) return;
      for (const frame of heard.frames) hear(frame);
      // After the frames: whoever looks finds at least what they told of.
      if (!heard.isAfterGap) return;
      if (payload.topic === '') resync();
      else subscribers.tellMissed(payload.topic, undefined);
    },
    onConnect() {
      unpacker.reset();
      sender.announceLost();
      resync();
      setConnected();
    },
    onWatch: (topic) => subscribers.tellMissed(topic, undefined),
  });
  const sender = createSender({ carrier, origin, clock });

  return {
    connected,
    publish(topic, event) {
      subscribers.deliver(topic.name, event);
      if (topic.isLocal) return;
      const number = topic.numberOf?.(event);
      if (number === undefined) sender.sendEvent(topic.name, event);
      else sender.sendNumber(topic.name, number);
    },
    subscribe: (topic, listener, onMissed) => subscribers.add(topic.name, { listener, onMissed }),
    describe: () => ({
      ...carrier.describe(),
      sent: sender.countSent(),
      received,
      lost: sender.countLost(),
      resyncs,
      lastResync,
    }),
    async close() {
      await awaitWithin(clock, flushMs, sender.flush());
      subscribers.clear();
      await carrier.close();
    },
  };
}

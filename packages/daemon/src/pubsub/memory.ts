// The carrier inside one process: several buses hear each other, and each may be cut off.

import type { CarrierContext, OpenCarrier, Payload } from './carrier.ts';

export interface MemoryNetwork {
  /** Each bus that is opened with it is a daemon of its own. */
  readonly open: OpenCarrier;
  /** Daemons that are cut off neither send nor hear. */
  setConnected(origin: string, isConnected: boolean): void;
}

export interface MemoryNetworkOptions {
  maxBytes?: number;
  isByTopic?: boolean;
  /** How often a payload arrives and after how many turns of the event loop: none, once, or twice. */
  arrivals?: (payload: Payload) => readonly number[];
}

export function createMemoryNetwork(options: MemoryNetworkOptions = {}): MemoryNetwork {
  const { maxBytes = 7_900, isByTopic = true, arrivals = () => [0] } = options;
  const members = new Map<string, { context: CarrierContext; topics: Set<string> }>();
  const away = new Set<string>();

  function arrive(to: string, payload: Payload): void {
    const member = members.get(to);
    if (!member || away.has(to)) return;
    if (!isByTopic || payload.topic === '' || member.topics.has(payload.topic)) {
      member.context.onPayload(payload);
    }
  }

  return {
    setConnected(origin, isConnected) {
      if (!isConnected) away.add(origin);
      else if (away.delete(origin)) members.get(origin)?.context.onConnect();
    },
    open(context) {
      const { origin } = context;
      const topics = new Set<string>();
      members.set(origin, { context, topics });
      const isConnected = () => members.has(origin) && !away.has(origin);
      queueMicrotask(() => {
        if (isConnected()) context.onConnect();
      });
      return {
        maxBytes,
        isByTopic,
        restMs: 0,
        isConnected,
        async transmit(payloads) {
          for (const payload of payloads) {
            for (const to of members.keys()) {
              for (const turns of arrivals(payload)) afterTurns(turns, () => arrive(to, payload));
            }
          }
        },
        watch: (topic) => void topics.add(topic),
        unwatch: (topic) => void topics.delete(topic),
        describe: () => ({ engine: 'memory', isConnected: isConnected() }),
        async close() {
          members.delete(origin);
        },
      };
    },
  };
}

function afterTurns(turns: number, run: () => void): void {
  setImmediate(() => (turns > 0 ? afterTurns(turns - 1, run) : run()));
}

// The carrier over NATS: a subject per topic, so that only daemons that want a topic get its traffic.
//
// Away → connecting → connected → away. The client's own reconnecting is off: a connection here has one
// life, and each new one subscribes anew to all that is watched before it counts as connected.
// https://docs.nats.io/reference/reference-protocols/nats-protocol

import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { awaitWithin } from '../supervision/index.ts';
import type { Timer } from '../telemetry/index.ts';
import type { Carrier, CarrierContext, OpenCarrier } from './carrier.ts';
import { createRests } from './rests.ts';

/** Far below the server's own limit, 1 MiB by default. */
const maxBytes = 65_536;
/** A connection that swallows everything is found at the second unanswered ping. */
const pingEveryMs = 4_000;
const connectMs = 5_000;
const closeMs = 1_000;

interface Address {
  servers: string;
  /** Several Parleys on one server keep apart by it. */
  name: string;
  login: { user: string; pass: string } | { token: string } | object;
  isEncrypted: boolean;
}

/** `nats://user:password@host:4222/name`, with a token in place of user and password, or `tls://`. */
export function parseNatsAddress(text: string): Address {
  const { protocol, host, username, password, pathname } = new URL(text);
  const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)];
  return {
    servers: host,
    name: pathname.replace(/^\/|\/$/g, '') || 'parley',
    login: pass ? { user, pass } : user ? { token: user } : {},
    isEncrypted: protocol === 'tls:',
  };
}

/** One token of a subject: neither dots nor spaces nor wildcards. */
export function toSubjectToken(text: string): string {
  return encodeURIComponent(text).replace(
    /[.!~*'()]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

interface Connected {
  readonly nats: NatsConnection;
  readonly subscriptions: Map<string, Subscription>;
  timer?: Timer;
}

/** @param address as `parseNatsAddress` takes it. */
export function openNatsCarrier(address: string): OpenCarrier {
  return (context) => startNatsCarrier(parseNatsAddress(address), context);
}

function startNatsCarrier(address: Address, context: CarrierContext): Carrier {
  const { clock, log, onPayload, onConnect, onWatch } = context;
  const base = toSubjectToken(address.name);
  const watched = new Set<string>();
  const rests = createRests({ clock, attempt: () => void attempt() });
  let current: Connected | undefined;
  let isClosed = false;
  let since = clock.now();
  let lastError: string | undefined;
  let lagMs: number | undefined;

  const subjectOf = (topic: string) =>
    topic === '' ? `${base}.all` : `${base}.topic.${toSubjectToken(topic)}`;

  function subscribe({ nats, subscriptions }: Connected, topic: string): void {
    subscriptions.set(
      topic,
      nats.subscribe(subjectOf(topic), {
        callback(error, message) {
          if (!error) onPayload({ topic, text: message.string() });
        },
      }),
    );
  }

  async function attempt(): Promise<void> {
    try {
      // Loaded by those who use it only.
      const { connect } = await import('@nats-io/transport-node');
      const nats = await connect({
        servers: address.servers,
        ...address.login,
        ...(address.isEncrypted && { tls: {} }),
        name: 'parleyd',
        noEcho: true,
        reconnect: false,
        timeout: connectMs,
        pingInterval: pingEveryMs,
        maxPingOut: 1,
        ignoreClusterUpdates: true,
      });
      const connected: Connected = { nats, subscriptions: new Map() };
      void nats.closed().then((error) => lose(connected, error?.message));
      for (const topic of ['', ...watched]) subscribe(connected, topic);
      await flush(nats);
      if (isClosed) return void nats.close();
      current = connected;
    } catch (error) {
      fail((error as Error).message);
      return;
    }
    since = clock.now();
    rests.reset();
    if (lastError !== undefined) log.info({}, 'the bus is connected again');
    lastError = undefined;
    measure(current);
    // What came to be watched while the others were being subscribed to.
    for (const topic of watched) if (!current.subscriptions.has(topic)) watch(current, topic);
    onConnect();
  }

  /** The server has taken all that was sent. Rejects when the connection ends before. */
  async function flush(nats: NatsConnection): Promise<void> {
    const ended = nats.closed().then((error) => {
      throw error ?? new Error('the connection ended');
    });
    ended.catch(() => {});
    await Promise.race([nats.flush(), ended]);
  }

  function lose(connected: Connected, reason = 'the connection ended'): void {
    connected.timer?.cancel();
    if (current !== connected) return;
    current = undefined;
    since = clock.now();
    lagMs = undefined;
    fail(reason);
  }

  function fail(reason: string): void {
    if (isClosed) return;
    if (lastError !== reason) log.warn({ reason }, 'the bus is away; news of others comes late');
    lastError = reason;
    rests.rest();
  }

  function measure(connected: Connected): void {
    const before = clock.monotonic();
    flush(connected.nats).then(
      () => {
        lagMs = clock.monotonic() - before;
        if (current === connected) {
          connected.timer = clock.setTimeout(() => measure(connected), pingEveryMs);
        }
      },
      () => {},
    );
  }

  function watch(connected: Connected, topic: string): void {
    subscribe(connected, topic);
    flush(connected.nats).then(
      () => {
        if (watched.has(topic)) onWatch(topic);
      },
      () => {},
    );
  }

  rests.now();
  return {
    maxBytes,
    isByTopic: true,
    restMs: 0,
    isConnected: () => current !== undefined,
    async transmit(payloads) {
      if (!current) throw new Error('the bus is away');
      const { nats } = current;
      for (const { topic, text } of payloads) nats.publish(subjectOf(topic), text);
      await flush(nats);
    },
    watch(topic) {
      watched.add(topic);
      if (current) watch(current, topic);
    },
    unwatch(topic) {
      watched.delete(topic);
      current?.subscriptions.get(topic)?.unsubscribe();
      current?.subscriptions.delete(topic);
    },
    describe: () => ({
      engine: 'nats',
      isConnected: current !== undefined,
      since: since.toISOString(),
      ...(lagMs !== undefined && { lagMs: Math.round(lagMs * 10) / 10 }),
      topics: watched.size,
      ...(lastError !== undefined && { lastError }),
    }),
    async close() {
      isClosed = true;
      rests.cancel();
      const ending = current;
      ending?.timer?.cancel();
      if (ending) await awaitWithin(clock, closeMs, ending.nats.close());
    },
  };
}

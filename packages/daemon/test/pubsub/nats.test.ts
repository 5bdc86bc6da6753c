// The contract over NATS, and its server killed, swallowed and asking for a token.

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openNatsCarrier, parseNatsAddress, toSubjectToken } from '../../src/pubsub/nats.ts';
import {
  hasNatsServer,
  isNatsRequired,
  type NatsServer,
  startNatsServer,
} from '../support/nats-server.ts';
import { openTcpProxy } from '../support/tcp-proxy.ts';
import { describeContract, meet, openBus, record, topic } from './contract.ts';

if (isNatsRequired) {
  test('continuous integration has nats-server', () => {
    expect(hasNatsServer, 'apt-get install nats-server').toBe(true);
  });
}

test('addresses name server, login and the Parley that it is for', () => {
  expect(parseNatsAddress('nats://bus.example:4222')).toEqual({
    servers: 'bus.example:4222',
    name: 'parley',
    login: {},
    isEncrypted: false,
  });
  expect(parseNatsAddress('tls://me:p%40ss@bus.example/staging/')).toEqual({
    servers: 'bus.example',
    name: 'staging',
    login: { user: 'me', pass: 'p@ss' },
    isEncrypted: true,
  });
  expect(parseNatsAddress('nats://s3cret@bus:1').login).toEqual({ token: 's3cret' });
});

test('a topic is one token of a subject, whatever is in its name', () => {
  expect(toSubjectToken('chat.room:7 *>.\u0000ä')).toMatch(/^[\w%-]+$/);
  expect(toSubjectToken('a.b')).not.toBe(toSubjectToken('a%2Eb'));
});

const patient = { timeout: 30_000 };
const name = hasNatsServer ? 'nats' : 'nats (skipped: nats-server is not installed)';

describe.runIf(hasNatsServer)(name, () => {
  const token = 'open-sesame';
  let server: NatsServer;
  beforeAll(async () => {
    server = await startNatsServer(['--auth', token]);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  async function start() {
    const proxy = await openTcpProxy({ host: '127.0.0.1', port: server.port });
    const { bus } = openBus(openNatsCarrier(`nats://${token}@127.0.0.1:${proxy.port}`));
    return {
      bus,
      proxy,
      setConnected: (isConnected: boolean) => proxy.refuse(!isConnected),
      async [Symbol.asyncDispose]() {
        await bus.close();
        await proxy[Symbol.asyncDispose]();
      },
    };
  }

  describeContract({ isByTopic: true, start });

  test('F10: its server is killed and comes back: both connect anew and are told to look', async () => {
    await using a = await start();
    await using b = await start();
    const seen = record(b.bus);
    await meet(a.bus, seen);
    await server.kill();
    await vi.waitFor(() => expect(b.bus.describe()).toMatchObject({ isConnected: false }), patient);
    a.bus.publish(topic, { n: 1 });
    const before = seen.missed.length;
    await server.restart();
    await vi.waitFor(() => {
      a.bus.publish(topic, { n: 2 });
      expect(seen.heard).toContain(2);
    }, patient);
    expect(seen.heard).not.toContain(1);
    expect(seen.missed.length).toBeGreaterThan(before);
  });

  test('F8: a half-open connection is found by its own ping, and replaced', async () => {
    await using a = await start();
    await using b = await start();
    const seen = record(b.bus);
    await meet(a.bus, seen);
    b.proxy.swallow(true);
    await vi.waitFor(() => expect(b.bus.describe()).toMatchObject({ isConnected: false }), patient);
    b.proxy.swallow(false);
    await vi.waitFor(() => {
      a.bus.publish(topic, { n: 1 });
      expect(seen.heard).toContain(1);
    }, patient);
  });

  test('a wrong token is told and tried again, never fatal', async () => {
    await using daemon = openBus(openNatsCarrier(`nats://wrong@127.0.0.1:${server.port}`));
    const { heard } = record(daemon.bus);
    await vi.waitFor(() => {
      expect(String(daemon.bus.describe().lastError)).toMatch(/authorization/i);
    }, patient);
    daemon.bus.publish(topic, { n: 1 });
    expect(heard).toEqual([1]);
  });

  test('Parleys of another name on the same server hear nothing', async () => {
    const address = `nats://${token}@127.0.0.1:${server.port}`;
    await using a = openBus(openNatsCarrier(address));
    await using b = openBus(openNatsCarrier(address));
    await using other = openBus(openNatsCarrier(`${address}/staging`));
    const stranger = record(other.bus);
    const seen = record(b.bus);
    await other.bus.connected;
    await meet(a.bus, seen);
    expect(stranger.heard).toEqual([]);
  });
});

// The connection that stays: it comes back, resumes, notices dead lines, and ends when it is told to.

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import type { MessageView } from '@parley/shared/chat';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Connection, createLiveApi, type LiveApi } from '../../src/api/index.ts';

interface Request {
  id: number;
  method: string;
  params?: { path: string; input: unknown; lastEventId?: string };
}

const timing = { pingMs: 150, pongMs: 150, backoffBaseMs: 20, backoffCapMs: 60 };
const patience = { timeout: 20_000, interval: 20 };
const cleanups: (() => unknown)[] = [];
let server: WebSocketServer;
let sockets: WebSocket[];
let requests: Request[];
let tokens: unknown[];
let params: unknown[];

/** A server that takes notes; tests speak for it. */
beforeEach(async () => {
  [sockets, requests, tokens, params] = [[], [], [], []];
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (data) => {
      const text = String(data);
      if (text === 'PING') return socket.send('PONG');
      const message = JSON.parse(text) as Request & { data?: { token: unknown } };
      if (message.method === 'connectionParams') {
        tokens.push(message.data?.token);
        params.push(message.data);
      } else for (const request of [message].flat()) requests.push(request);
    });
  });
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
  for (const socket of sockets) socket.terminate();
  server.close();
});

const portOf = (listening: { address(): unknown }) => (listening.address() as AddressInfo).port;

function open(port = portOf(server), token: string | null = 'ses_x') {
  const live: LiveApi = createLiveApi({ server: `http://127.0.0.1:${port}`, token, timing });
  cleanups.push(() => live.close());
  const states: Connection[] = [];
  live.onConnection((state) => states.push(state));
  const phases = () =>
    states.map(({ phase }) => phase).filter((phase, at, all) => phase !== all[at - 1]);
  return { live, phases, states };
}

function subscribe({ live }: { live: LiveApi }) {
  const heard: unknown[] = [];
  const errors: unknown[] = [];
  let isComplete = false;
  live.client.chat.onRoom.subscribe(
    { room: 'lobby' },
    {
      onData: (event) => heard.push(event),
      onError: (error) => errors.push(error),
      onComplete: () => {
        isComplete = true;
      },
    },
  );
  return { heard, errors, isComplete: () => isComplete };
}

const subscriptions = () => requests.filter(({ method }) => method === 'subscription');
const until = (isTrue: () => boolean) => vi.waitFor(() => expect(isTrue()).toBe(true), patience);

function deliver(seq: number): void {
  const event = { type: 'message.created', seq, message: { seq } as MessageView };
  const { id } = subscriptions().at(-1)!;
  const data = { id: String(seq), data: event };
  sockets.at(-1)!.send(JSON.stringify({ id, result: { type: 'data', id: String(seq), data } }));
}

test('a lost connection comes back and goes on after the last event', async () => {
  const client = open();
  const { heard } = subscribe(client);
  await until(() => subscriptions().length === 1);
  deliver(41);
  await until(() => heard.length === 1);
  sockets.at(-1)!.terminate();
  await until(() => subscriptions().length === 2);
  expect(subscriptions()[1]?.params?.lastEventId).toBe('41');
  deliver(42);
  await until(() => heard.length === 2);
  expect(client.phases()).toEqual(['connecting', 'online', 'offline', 'online']);
  expect(tokens).toEqual(['ses_x', 'ses_x']);
});

test('a server that is not there is tried for ever, and the time of the next attempt is told', async () => {
  const vacant = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const port = portOf(probe);
      probe.close(() => resolve(port));
    });
  });
  const client = open(vacant);
  const { errors, isComplete } = subscribe(client);
  const waits = () =>
    client.states.filter((state) => state.phase === 'offline' && state.retryAt !== null);
  await until(() => waits().length >= 8);
  expect(errors).toEqual([]);
  expect(isComplete()).toBe(false);
  const late = new WebSocketServer({ port: vacant, host: '127.0.0.1' });
  cleanups.push(() => late.close());
  late.on('connection', (socket) => sockets.push(socket));
  await until(() => client.phases().at(-1) === 'online');
});

test('a line that went dead without a word is noticed, and replaced', async () => {
  const proxy = await startProxy(portOf(server));
  const client = open(proxy.port);
  const { heard } = subscribe(client);
  await until(() => subscriptions().length === 1);
  deliver(1);
  await until(() => heard.length === 1);
  proxy.swallow();
  await until(() => client.phases().includes('offline'));
  await until(() => subscriptions().length === 2);
  expect(subscriptions()[1]?.params?.lastEventId).toBe('1');
  expect(client.phases().at(-1)).toBe('online');
});

test('a session that was ended elsewhere ends everything, and is not tried again', async () => {
  const client = open();
  const { isComplete } = subscribe(client);
  await until(() => subscriptions().length === 1);
  sockets.at(-1)!.close(4001, 'logged out');
  await until(() => client.phases().at(-1) === 'revoked');
  await until(isComplete);
  client.live.reconnect();
  // Long enough for several attempts at this pace.
  await new Promise((resolve) => setTimeout(resolve, 10 * timing.backoffCapMs));
  expect(sockets).toHaveLength(1);
  expect(client.phases()).toEqual(['connecting', 'online', 'revoked']);
});

describe('a hostile server', () => {
  test.each([
    'no json',
    'null',
    '5',
    '[]',
    '{}',
    '{"id":1,"result":5}',
    '{"id":1,"result":null}',
    '{"id":1,"error":null}',
    '{"id":1,"error":{"code":"x"}}',
    '{"id":"__proto__","result":{"type":"data"}}',
    '{"id":"constructor","error":{"code":1,"message":""}}',
    '{"method":"nonsense"}',
  ])('that says %s is not listened to, and does no harm', async (frame) => {
    const client = open();
    const { heard, errors } = subscribe(client);
    await until(() => subscriptions().length === 1);
    sockets.at(-1)!.send(frame);
    sockets.at(-1)!.send(Buffer.from([0xff, 0xfe]));
    deliver(1);
    await until(() => heard.length === 1);
    expect(errors).toEqual([]);
  });

  test('that refuses a subscription is quoted as an error of our table', async () => {
    const client = open();
    const { errors } = subscribe(client);
    await until(() => subscriptions().length === 1);
    const { id } = subscriptions()[0]!;
    const domain = { code: 'not_found', message: 'There is no room #lobby.' };
    const error = { code: -32_004, message: 'x', data: { domain } };
    sockets.at(-1)!.send(JSON.stringify({ id, error }));
    await until(() => errors.length === 1);
    expect(errors[0]).toMatchObject({ name: 'DomainError', code: 'not_found' });
  });
});

test('a call that was on its way when the connection broke is rejected, not repeated', async () => {
  const client = open();
  await until(() => client.phases().at(-1) === 'online');
  const call = client.live.client.chat.joinRoom.mutate({ room: 'lobby' });
  const outcome = call.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
  await until(() => requests.length === 1);
  sockets.at(-1)!.terminate();
  expect(await outcome).toBe('unavailable');
  expect(requests).toHaveLength(1);
});

test('that nobody sits here is told once on an open connection, and by a new one before all else', async () => {
  const { live, phases } = open();
  await until(() => phases().at(-1) === 'online');
  const told = () =>
    requests.flatMap(({ params }) => (params?.path === 'presence.setIdle' ? [params.input] : []));
  live.setIdle(true);
  live.setIdle(true);
  await until(() => told().length > 0);
  sockets.at(-1)!.terminate();
  await until(() => params.length === 2);
  await until(() => phases().at(-1) === 'online');
  live.setIdle(false);
  await until(() => told().length > 1);
  sockets.at(-1)!.terminate();
  await until(() => params.length === 3);
  expect(params).toEqual([
    { token: 'ses_x' },
    { token: 'ses_x', idle: 'true' },
    { token: 'ses_x' },
  ]);
  expect(told()).toEqual([{ idle: true }, { idle: false }]);
});

test('calls without a connection fail at once instead of waiting for one', async () => {
  const client = open();
  await until(() => client.phases().at(-1) === 'online');
  server.close();
  sockets.at(-1)!.terminate();
  await until(() => client.phases().at(-1) === 'offline');
  await expect(client.live.client.accounts.me.query()).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('connection refused'),
  });
});

/** Between client and server; after `swallow` the open connections stay open and carry nothing. */
async function startProxy(target: number): Promise<{ port: number; swallow(): void }> {
  const dead: (() => void)[] = [];
  const proxy: Server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    near.on('error', () => {});
    far.on('error', () => {});
    near.pipe(far);
    far.pipe(near);
    dead.push(() => {
      near.unpipe(far).resume();
      far.unpipe(near).resume();
    });
    cleanups.push(() => {
      near.destroy();
      far.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  cleanups.push(() => proxy.close());
  return {
    port: portOf(proxy),
    swallow: () => {
      for (const kill of dead.splice(0)) kill();
    },
  };
}

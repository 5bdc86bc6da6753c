// Our own frame path beside tRPC's adapter: to the same frames, the same answers.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTRPCClient, createWSClient, TRPCClientError, wsLink } from '@trpc/client';
import { initTRPC, TRPCError, tracked } from '@trpc/server';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { anonymousScope } from '../../src/accounts/index.ts';
import { createIsolatedPubSub } from '../../src/pubsub/index.ts';
import {
  type Clock,
  createManualClock,
  systemClock,
  systemIds,
} from '../../src/telemetry/index.ts';
import type { CallContext } from '../../src/web/context.ts';
import { encodeEvent, pushEvent } from '../../src/web/lane.ts';
import { createRateLimits } from '../../src/web/rate-limits.ts';
import { createSockets } from '../../src/web/sockets.ts';
import { Seat, streamOf } from '../../src/web/subscription.ts';
import { acceptUpgrades } from '../../src/web/upgrades.ts';
import { silentLog } from '../support/world.ts';

const t = initTRPC.context<Partial<CallContext>>().create({ isDev: false });

/** Counts from where it was left to three; then, if it is asked to end or was left at two, is over. */
interface Count {
  lastEventId?: string | undefined;
  ends?: boolean | undefined;
}

class CountSeat extends Seat {
  static seated = 0;
  input: Count = {};

  attach(): boolean {
    CountSeat.seated += 1;
    const from = Number(this.input.lastEventId ?? 0) + 1;
    for (let count = from; count <= Math.max(from, 3); count += 1) {
      pushEvent(this, encodeEvent({ count }, String(count)));
    }
    if (this.input.ends || from === 3) queueMicrotask(() => this.end());
    return true;
  }

  detach(): void {
    CountSeat.seated -= 1;
  }
}

async function* count({ lastEventId, ends }: Count, signal: AbortSignal) {
  for (let count = Number(lastEventId ?? 0) + 1; count <= 3; count += 1) {
    yield tracked(String(count), { count });
  }
  if (!ends && lastEventId !== '2' && !signal.aborted) await once(signal, 'abort');
}

function createTestRouter(isOurs: boolean) {
  return t.router({
    echo: t.procedure.input((value) => value).query(({ input }) => input ?? null),
    nothing: t.procedure.mutation(() => {}),
    cyclic: t.procedure.query(() => {
      const circle: { self?: object } = {};
      circle.self = circle;
      return circle;
    }),
    fail: t.procedure.mutation(() => {
      throw new TRPCError({ code: 'FORBIDDEN', message: 'no' });
    }),
    onCount: t.procedure
      .input((value) => (value ?? {}) as Count)
      .subscription(({ ctx, input, signal }) => {
        if (!isOurs) return count(input, signal!);
        return streamOf<{ id: string; data: { count: number } }>(
          Object.assign(new CountSeat(ctx.subscription!), { input }),
        );
      }),
    onRefused: t.procedure.subscription((): AsyncIterable<never> => {
      throw new TRPCError({ code: 'NOT_FOUND', message: 'nothing here' });
    }),
    onStream: t.procedure.subscription(async function* () {
      yield 1;
    }),
  });
}

const patient = { timeout: 20_000 };

type TestRouter = ReturnType<typeof createTestRouter>;

interface Served extends AsyncDisposable {
  url: string;
}

async function serveOurs(clock: Clock = systemClock): Promise<Served> {
  const server = createServer();
  const pubsub = createIsolatedPubSub(() => {});
  const none = { api: null, messages: null, login: null };
  const sessions = {
    authenticate: async (token: string, address: string) => {
      if (token === 'broken') throw new Error('the database is away');
      return token === 'good' ? anonymousScope(address) : null;
    },
  } as never;
  const sockets = createSockets({ pubsub, sessions, isCapped: false });
  const upgrades = acceptUpgrades({
    server,
    trustProxy: [],
    allowedOrigins: [],
    router: createTestRouter(true) as never,
    sessions,
    sockets,
    rateLimits: createRateLimits(none, {
      clock,
      sessions,
      log: silentLog,
      presence: { listPeers: () => [], watchPeers: () => () => {} },
    }),
    clock,
    ids: systemIds,
    isOpen: () => true,
    logFailure: () => {},
  });
  await listen(server);
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/trpc`,
    async [Symbol.asyncDispose]() {
      sockets.stop();
      upgrades.close();
      server.close();
      await pubsub.close();
    },
  };
}

async function serveAsDocumented(): Promise<Served> {
  const server = createServer();
  const wss = new WebSocketServer({ server });
  applyWSSHandler({ wss, router: createTestRouter(false), createContext: () => ({}) });
  await listen(server);
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/trpc`,
    async [Symbol.asyncDispose]() {
      for (const client of wss.clients) client.terminate();
      wss.close();
      server.close();
    },
  };
}

async function listen(server: ReturnType<typeof createServer>): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

async function talk(url: string) {
  const socket = new WebSocket(url);
  const heard: string[] = [];
  socket.on('message', (data) => heard.push(data.toString()));
  await once(socket, 'open');
  return { socket, heard, closed: once(socket, 'close').then(([code]) => code as number) };
}

/** What the server answers to some frames: by id, and each id's answers in their order. */
async function answersOf({ url }: Served, frames: readonly (string | Buffer)[]) {
  const { socket, heard } = await talk(url);
  for (const frame of frames) socket.send(frame);
  socket.send('{"id":"end","method":"query","params":{"path":"echo","input":"end"}}');
  const isSubscription = frames.some((frame) => frame.includes('"subscription"'));
  await vi.waitFor(() => {
    expect(heard.join()).toContain('"end"}');
    if (isSubscription) expect(heard.join()).toMatch(/"stopped"|"error"/);
  }, patient);
  socket.terminate();
  const answers = new Map<unknown, unknown[]>();
  for (const text of heard) {
    const frame = text.startsWith('{') ? JSON.parse(text) : { text };
    // What cannot be read is told in the words of JSON.parse, with the place in the code.
    if (frame.error?.data) delete frame.error.data.stack;
    answers.set(frame.id, [...(answers.get(frame.id) ?? []), frame]);
  }
  return answers;
}

const ask = (id: unknown, method: string, params: object, more: object = {}) =>
  JSON.stringify({ id, ...more, method, params });

const talks: [string, (string | Buffer)[]][] = [
  ['a query and its answer', [ask(1, 'query', { path: 'echo', input: { a: [1, 'é'] } })]],
  ['a query without an input', [ask(1, 'query', { path: 'echo' })]],
  ['an answer of nothing', [ask(1, 'mutation', { path: 'nothing' })]],
  ['ids that are texts, and JSON-RPC', [ask('x', 'query', { path: 'echo' }, { jsonrpc: '2.0' })]],
  ['an error of JSON-RPC', [ask(3, 'mutation', { path: 'fail' }, { jsonrpc: '2.0' })]],
  ['an answer that is no JSON', [ask(1, 'query', { path: 'cyclic' })]],
  ['no such procedure', [ask(1, 'query', { path: 'a.b' })]],
  ['a path into the prototype', [ask(1, 'query', { path: '__proto__.toString' })]],
  ['a mutation asked as a query', [ask(1, 'query', { path: 'fail' })]],
  ['a query asked as a subscription', [ask(1, 'subscription', { path: 'echo' })]],
  ['no JSON', ['{"id":1']],
  ['JSON that is no message', ['7']],
  ['a message without a method', ['{"id":1}']],
  ['a method that is none', [ask(1, 'dance', { path: 'echo' })]],
  ['an id that is none', [ask({}, 'query', { path: 'echo' })]],
  ['an id of null', [ask(null, 'query', { path: 'echo' })]],
  ['a PING', ['PING']],
  ['a PONG, which has no answer', ['PONG', 'PING']],
  [
    'a batch, each call with its answer',
    [`[${ask(1, 'query', { path: 'echo', input: 1 })},${ask(2, 'mutation', { path: 'fail' })}]`],
  ],
  ['a batch with something else in it', [`[${ask(1, 'query', { path: 'echo' })},7]`]],
  ['an empty batch', ['[]', 'PING']],
  ['a stop of what is not there', [ask(5, 'subscription.stop', {}), 'PING']],
  ['a subscription that is refused', [ask(1, 'subscription', { path: 'onRefused' })]],
  [
    'a subscription that ends',
    [ask(1, 'subscription', { path: 'onCount', input: { ends: true } })],
  ],
  [
    'a subscription that goes on where it was',
    [ask(1, 'subscription', { path: 'onCount', lastEventId: '2', input: { ends: true } })],
  ],
  [
    'a subscription without an input that goes on',
    [ask(1, 'subscription', { path: 'onCount', lastEventId: '2' })],
  ],
  [
    'a query that goes on, with a list',
    [ask(1, 'query', { path: 'echo', lastEventId: '2', input: [1] })],
  ],
  [
    'a query that goes on, with a number',
    [ask(1, 'query', { path: 'echo', lastEventId: '2', input: 0 })],
  ],
];

test.each(talks)('like the adapter: %s', async (_name, frames) => {
  await using ours = await serveOurs();
  await using documented = await serveAsDocumented();
  const expected = await answersOf(documented, frames);
  const answers = await answersOf(ours, frames);
  expect(answers).toEqual(expected);
});

test('unlike the adapter: no long ids, no binary frames in other words, and no streams but seats', async () => {
  await using ours = await serveOurs();
  const long = await answersOf(ours, [ask('x'.repeat(65), 'query', { path: 'echo' })]);
  expect(long.get(null)).toMatchObject([{ error: { data: { code: 'PARSE_ERROR' } } }]);
  const binary = await answersOf(ours, [Buffer.from(ask(1, 'query', { path: 'echo' }))]);
  expect(binary.get(null)).toMatchObject([{ error: { message: 'text frames only' } }]);
  const stream = await answersOf(ours, [ask(1, 'subscription', { path: 'onStream' })]);
  expect(stream.get(1)).toMatchObject([{ error: { data: { code: 'INTERNAL_SERVER_ERROR' } } }]);
});

test('a stock client asks, is refused, follows, stops, and goes on where it was after a cut', async () => {
  await using ours = await serveOurs();
  const sockets: WebSocket[] = [];
  class TrackedSocket extends WebSocket {
    constructor(url: string) {
      super(url);
      sockets.push(this);
    }
  }
  const wire = createWSClient({
    url: ours.url,
    WebSocket: TrackedSocket as never,
    connectionParams: { token: 'good' },
    retryDelayMs: () => 10,
  });
  const client = createTRPCClient<TestRouter>({ links: [wsLink({ client: wire })] });
  const [one, two, refusal] = await Promise.all([
    client.echo.query(1),
    client.echo.query(2),
    client.fail.mutate().catch((error: unknown) => error),
  ]);
  expect([one, two]).toEqual([1, 2]);
  expect(refusal).toBeInstanceOf(TRPCClientError);
  expect(refusal).toMatchObject({ message: 'no', data: { code: 'FORBIDDEN' } });

  const counts: number[] = [];
  const states: string[] = [];
  const following = client.onCount.subscribe(
    {},
    {
      onData: ({ data }) => counts.push(data.count),
      onStopped: () => states.push('stopped'),
      onError: () => states.push('error'),
    },
  );
  await vi.waitFor(() => expect(counts).toEqual([1, 2, 3]), patient);
  expect(CountSeat.seated).toBe(1);
  sockets[0]!.terminate();
  await vi.waitFor(() => expect(counts).toEqual([1, 2, 3, 4]), patient);
  expect(CountSeat.seated).toBe(1);
  following.unsubscribe();
  await vi.waitFor(() => expect(CountSeat.seated).toBe(0), patient);

  await new Promise<void>((resolve) =>
    client.onCount.subscribe({ ends: true }, { onStopped: resolve }),
  );
  expect(CountSeat.seated).toBe(0);
  await expect(client.echo.query('still there')).resolves.toBe('still there');
  await wire.close();
});

test('the id of a subscription is taken until it is over, and free once its client hears so', async () => {
  await using ours = await serveOurs();
  const { socket, heard } = await talk(ours.url);
  const subscribe = ask(1, 'subscription', { path: 'onCount' });
  socket.send(`[${subscribe},${subscribe}]`);
  await vi.waitFor(() => expect(heard).toHaveLength(5), patient);
  expect(heard.filter((text) => text.includes('Duplicate id 1'))).toHaveLength(1);
  socket.send(ask(1, 'subscription.stop', {}));
  await vi.waitFor(() => expect(heard.at(-1)).toContain('"stopped"'), patient);
  socket.send(subscribe);
  await vi.waitFor(() => expect(heard.filter((text) => text.includes('started'))).toHaveLength(2));
  expect(CountSeat.seated).toBe(1);
  // A stop in the same breath: it is not even begun.
  socket.send(
    `[${ask(2, 'subscription', { path: 'onCount' })},${ask(2, 'subscription.stop', {})}]`,
  );
  await vi.waitFor(
    () => expect(heard.at(-1)).toBe('{"id":2,"result":{"type":"stopped"}}'),
    patient,
  );
  expect(CountSeat.seated).toBe(1);
  socket.terminate();
  await vi.waitFor(() => expect(CountSeat.seated).toBe(0), patient);
});

test('calls that come before it is known who is there wait, in their order; those of nobody are not run', async () => {
  await using ours = await serveOurs();
  const path = '?connectionParams=1';
  const query = (id: number) => ask(id, 'query', { path: 'echo', input: id });
  const params = (token: string) => JSON.stringify({ method: 'connectionParams', data: { token } });
  const good = await talk(ours.url + path);
  for (const frame of [params('good'), query(1), query(2), query(3)]) good.socket.send(frame);
  await vi.waitFor(() => expect(good.heard).toHaveLength(3), patient);
  expect(good.heard.map((text) => JSON.parse(text).id)).toEqual([1, 2, 3]);
  good.socket.terminate();

  const wrong = await talk(ours.url + path);
  for (const frame of [params('wrong'), query(1)]) wrong.socket.send(frame);
  expect(await wrong.closed).toBe(4001);
  expect(wrong.heard).toEqual([]);

  const broken = await talk(ours.url + path);
  const subscribe = ask(2, 'subscription', { path: 'onCount' });
  for (const frame of [params('broken'), query(1), subscribe]) broken.socket.send(frame);
  await broken.closed;
  expect(broken.heard.map((text) => JSON.parse(text))).toMatchObject([
    { id: null, error: { data: { code: 'INTERNAL_SERVER_ERROR' } } },
    { id: 1, error: { data: { code: 'INTERNAL_SERVER_ERROR' } } },
    { id: 2, error: { data: { code: 'INTERNAL_SERVER_ERROR' } } },
  ]);
  expect(CountSeat.seated).toBe(0);
});

test('a client that fell silent is asked after 20 s, and dropped 10 s later unless it says something', async () => {
  const clock = createManualClock();
  await using ours = await serveOurs(clock);
  const [quiet, lively] = [await talk(ours.url), await talk(ours.url)];
  for (const { socket, heard } of [quiet, lively]) {
    socket.send('PING');
    await vi.waitFor(() => expect(heard).toEqual(['PONG']), patient);
  }
  await clock.advance(19_900);
  expect(quiet.heard).toEqual(['PONG']);
  await clock.advance(500);
  for (const { heard } of [quiet, lively]) {
    await vi.waitFor(() => expect(heard).toEqual(['PONG', 'PING']), patient);
  }
  // The answer to a call says that the word before it was heard as well.
  for (const frame of ['PONG', ask(1, 'query', { path: 'echo' })]) lively.socket.send(frame);
  await vi.waitFor(() => expect(lively.heard).toHaveLength(3), patient);
  await clock.advance(9_000);
  expect(quiet.socket.readyState).toBe(WebSocket.OPEN);
  await clock.advance(1_500);
  expect(await quiet.closed).toBe(1006);
  await clock.advance(8_000);
  expect(lively.heard).toHaveLength(3);
  expect(lively.socket.readyState).toBe(WebSocket.OPEN);
  lively.socket.terminate();
});

// The web on a world, over real HTTP and WebSocket, with clients as others would write them.

import type { Socket } from 'node:net';
import type { AppRouter } from '@parley/daemon';
import { createTRPCClient, createWSClient, httpLink, type TRPCClient, wsLink } from '@trpc/client';
import { WebSocket } from 'ws';
import { type Clock, createMetrics, type ManualClock } from '../../src/telemetry/index.ts';
import { startWeb } from '../../src/web/index.ts';
import { createWorld, silentLog, type World, type WorldOptions } from './world.ts';

type Web = Parameters<typeof startWeb>[0];

export interface WebWorld extends World {
  /** `http://127.0.0.1:PORT` */
  url: string;
  http(token?: string): TRPCClient<AppRouter>;
  live(token?: string, params?: Record<string, string>): LiveClient;
  stop(): Promise<void>;
}

export interface LiveClient {
  client: TRPCClient<AppRouter>;
  close(): Promise<void>;
  /** Ends the TCP connection without a word, as a crash or a dead proxy does; the client reconnects. */
  cut(): void;
}

export async function createWebWorld(
  options: WorldOptions & {
    rates?: Partial<Web['rates']>;
    keepAlive?: Web['keepAlive'];
    allowedOrigins?: string[];
    trustProxy?: string[];
    publicUrl?: string;
    siteName?: string;
  } = {},
): Promise<WebWorld> {
  const world = await createWorld(options);
  const metrics = createMetrics({ isProcess: false });
  metrics.watch('parley_cache', 'The cache', () => ({ ...world.cache.counters() }));
  const web = await startWeb({
    ...world,
    host: '127.0.0.1',
    port: 0,
    siteName: options.siteName ?? 'Parley',
    publicUrl: options.publicUrl,
    trustProxy: options.trustProxy ?? [],
    allowedOrigins: options.allowedOrigins ?? [],
    rates: { api: null, messages: null, login: null, ...options.rates },
    keepAlive: options.keepAlive,
    log: silentLog,
    checkReady: async () => {
      await world.repo.sql`select 1`;
    },
    getInfo: async () => ({
      name: 'parley',
      version: '0',
      uptime: 0,
      registration: 'open',
      passwordPolicy: 'composition',
      needsFirstAccount: await world.accounts.needsFirstAccount(),
    }),
    control: { secret: 'control', getStatus: () => ({}) },
    metrics,
  });
  const closers: (() => Promise<void>)[] = [];
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= driveUntil(world.clock, web.stop());
    return stopped;
  };

  return {
    ...world,
    url: web.url,
    stop,
    http: (token) =>
      createTRPCClient<AppRouter>({
        links: [
          httpLink({
            url: `${web.url}/trpc`,
            headers: token ? { authorization: `Bearer ${token}` } : {},
          }),
        ],
      }),
    live(token, params) {
      const sockets: WebSocket[] = [];
      class TrackedSocket extends WebSocket {
        constructor(...options: ConstructorParameters<typeof WebSocket>) {
          super(...options);
          sockets.push(this);
        }
      }
      const wsClient = createWSClient({
        url: `${web.url.replace('http', 'ws')}/trpc`,
        WebSocket: TrackedSocket as unknown as typeof globalThis.WebSocket,
        connectionParams: token ? { token, ...params } : null,
        retryDelayMs: () => 50,
      });
      const close = () => wsClient.close();
      closers.push(close);
      return {
        client: createTRPCClient<AppRouter>({ links: [wsLink({ client: wsClient })] }),
        close,
        cut: () => {
          for (const socket of sockets.splice(0)) socket.terminate();
        },
      };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(closers.map((close) => close().catch(() => {})));
      await stop();
      await world[Symbol.asyncDispose]();
    },
  };
}

/** A clock that is moved by hand goes on meanwhile: what stops gives others time to leave. */
async function driveUntil(clock: Clock, done: Promise<void>): Promise<void> {
  let isDone = false;
  const end = done.finally(() => {
    isDone = true;
  });
  while ('advance' in clock && !isDone) {
    await (clock as ManualClock).advance(20);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await end;
}

/** A bare socket on `/trpc`, for what no well-behaved client would send. */
export async function openRawSocket(
  url: string,
  options: { path?: string; headers?: Record<string, string> } = {},
): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${options.path ?? '/trpc'}`, {
    headers: options.headers ?? {},
  });
  socket.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return socket;
}

export function closing(socket: WebSocket): Promise<{ code: number; reason: string }> {
  return new Promise((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
}

/** The TCP connection below a socket, for bytes that no WebSocket library would send. */
export function wireOf(socket: WebSocket): Socket {
  return (socket as unknown as { _socket: Socket })._socket;
}

// WebSocket upgrades: who may open a socket, and how it turns into a tRPC connection.

import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import proxyAddr from '@fastify/proxy-addr';
import { DomainError } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import type { TRPCError } from '@trpc/server';
import { getWSConnectionHandler } from '@trpc/server/adapters/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Scope, Sessions } from '../accounts/index.ts';
import type { Clock, Ids } from '../telemetry/index.ts';
import type { Context } from './context.ts';
import { invalidToken, toTRPCError } from './errors.ts';
import { laneEncoder } from './lane.ts';
import { BoundedSocket } from './outbox.ts';
import type { RateLimits } from './rate-limits.ts';
import type { AppRouter } from './router.ts';
import { setIdle } from './socket-presence.ts';
import { closeCodes, type LiveSocket, type Sockets } from './sockets.ts';

export interface KeepAlive {
  /** How long after its last word a client is asked for one. */
  pingMs: number;
  /** How long it has to answer. */
  pongWaitMs: number;
}

export interface UpgradeOptions {
  server: Server;
  trustProxy: readonly string[];
  allowedOrigins: readonly string[];
  router: AppRouter;
  sessions: Sessions;
  sockets: Sockets;
  rateLimits: RateLimits;
  clock: Clock;
  ids: Ids;
  keepAlive?: KeepAlive | undefined;
  isOpen(): boolean;
  logFailure(failure: {
    error: TRPCError;
    path: string | undefined;
    ctx: Partial<Context> | undefined;
    requestId: string | undefined;
  }): void;
}

/** A line that died without a word is dropped within half a minute. */
const defaultKeepAlive: KeepAlive = { pingMs: 20_000, pongWaitMs: 10_000 };
/** A socket that says nothing for this long was not opened to talk. */
const silenceMs = 5_000;
/** A peer that never answers the close frame is not waited for. The types of `ws` lack this option. */
const patience = { closeTimeout: 2_000 };
/** No client cuts what it says into crumbs, each of which costs a hundred times what it weighs. */
const crumbs = { maxFragments: 64, maxBufferedChunks: 1_024 };

/** Serves `/trpc` upgrades on the server. A token comes as `connectionParams` or as a bearer header. */
export function acceptUpgrades(options: UpgradeOptions): { close(): void } {
  const { server, sockets, sessions, clock, ids } = options;
  const wss = new WebSocketServer({
    noServer: true,
    WebSocket: BoundedSocket,
    ...patience,
    ...crumbs,
    maxPayload: limits.frameBytes,
    // A compressed frame can be a bomb, and compressing each one costs more than it saves here.
    perMessageDeflate: false,
    clientTracking: false,
  });
  const trust = proxyAddr.compile([...options.trustProxy]);

  const serve = getWSConnectionHandler<AppRouter>({
    wss,
    router: options.router,
    // No `maxBatchSize`: clients join the calls of a tick into one frame, whose size bounds them,
    // and limits count calls.
    keepAlive: { enabled: true, ...(options.keepAlive ?? defaultKeepAlive) },
    experimental_encoder: laneEncoder,
    createContext: async ({ req, res, info }) => {
      const socket = sockets.find(res)!;
      const { token, idle } = info.connectionParams ?? {};
      // Who comes back while nobody sits there is not shown as active for a moment.
      if (idle === 'true') setIdle(socket, true, clock.now());
      await identify(socket, token ?? readBearer(req));
      return {
        get scope() {
          return socket.scope;
        },
        requestId: socket.id,
        socket,
        limits: options.rateLimits,
      };
    },
    onError: ({ error, path, ctx }) =>
      options.logFailure({ error, path, ctx, requestId: undefined }),
  });

  async function identify(socket: LiveSocket, token: string | undefined): Promise<void> {
    if (token === undefined) return;
    const scope: Scope | null = await sessions.authenticate(token, socket.address);
    if (!scope) {
      socket.ws.close(closeCodes.unauthenticated, 'this token is not valid');
      throw toTRPCError(invalidToken());
    }
    if (!sockets.identify(socket, scope)) {
      socket.ws.close(closeCodes.tooMany, 'too many connections');
      throw toTRPCError(new DomainError('limited', 'Too many connections of one user.'));
    }
  }

  function open(ws: WebSocket, request: IncomingMessage): void {
    // Without a listener, a broken frame on a socket that is not served would end the process.
    ws.on('error', () => {});
    const address = proxyAddr(request, trust);
    const socket = sockets.add({ id: ids.uuid(), ws, address, at: clock.now() });
    if (!socket) {
      ws.close(closeCodes.tooMany, 'too many connections');
      return;
    }
    const silence = clock.setTimeout(() => ws.close(1008, 'nothing was said'), silenceMs);
    ws.once('close', () => silence.cancel());
    const weigh = (frame: Buffer) => {
      if (options.rateLimits.admitFrame(socket.id, frame.length)) return;
      ws.close(closeCodes.tooMany, 'too many frames');
      ws.pause();
    };
    ws.on('message', weigh).on('ping', weigh).on('pong', weigh);
    ws.once('message', (data, isBinary) => {
      silence.cancel();
      const problem = expectsParams(request) ? refuseParams(data.toString(), isBinary) : null;
      // Closing first: the adapter answers only open sockets.
      if (problem) ws.close(...problem);
    });
    serve(ws, request);
  }

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on('error', () => stream.destroy());
    const path = (request.url ?? '').split('?')[0];
    if (!isReadable(request)) refuse(stream, '400 Bad Request');
    else if (path !== '/trpc') refuse(stream, '404 Not Found');
    else if (!options.isOpen()) refuse(stream, '503 Service Unavailable');
    else if (!isAllowedOrigin(request, options.allowedOrigins)) refuse(stream, '403 Forbidden');
    else wss.handleUpgrade(request, stream, head, (ws) => open(ws, request));
  }

  server.on('upgrade', upgrade);
  return {
    close() {
      server.off('upgrade', upgrade);
      wss.close();
    },
  };
}

/** tRPC's adapter makes a URL of both, and throws where nobody catches it. */
function isReadable({ url, headers }: IncomingMessage): boolean {
  return URL.canParse(url ?? '', `http://${headers.host ?? 'localhost'}`);
}

function refuse(stream: Duplex, status: string): void {
  // A peer that keeps its half open would keep the descriptor.
  stream.once('finish', () => stream.destroy());
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Browsers send an Origin, which must be listed. Terminals and scripts send none. */
function isAllowedOrigin(request: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin } = request.headers;
  return origin === undefined || allowed.includes(origin);
}

function readBearer(request: IncomingMessage): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

function expectsParams(request: IncomingMessage): boolean {
  return /[?&]connectionParams=1(?:&|$)/.test(request.url ?? '');
}

/** The first frame must be `{"method":"connectionParams","data":{…strings}}`, or data null. */
function refuseParams(text: string, isBinary: boolean): [code: number, reason: string] | null {
  if (isBinary) return [1003, 'text frames only'];
  const refusal: [number, string] = [1008, 'malformed connectionParams'];
  try {
    const message: unknown = JSON.parse(text);
    if (typeof message !== 'object' || message === null || !('data' in message)) return refusal;
    const { data } = message;
    if (data === null) return null;
    if (typeof data !== 'object' || Array.isArray(data)) return refusal;
    return Object.values(data).every((value) => typeof value === 'string') ? null : refusal;
  } catch {
    return refusal;
  }
}

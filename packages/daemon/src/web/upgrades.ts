// WebSocket upgrades: who may open a socket, and how it turns into a tRPC connection.

import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import proxyAddr from '@fastify/proxy-addr';
import { limits } from '@parley/shared/limits';
import { WebSocketServer } from 'ws';
import type { Sessions } from '../accounts/index.ts';
import type { Clock, Ids } from '../telemetry/index.ts';
import { createCalls } from './calls.ts';
import { Connection, ServedSocket } from './connection.ts';
import { announcesParams } from './connection-params.ts';
import type { Failure } from './failure.ts';
import { createHeartbeat, type KeepAlive } from './heartbeat.ts';
import { createOutboxes } from './outbox.ts';
import type { RateLimits } from './rate-limits.ts';
import type { AppRouter } from './router.ts';
import { closeCodes, type Sockets } from './sockets.ts';

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
  logFailure(failure: Failure): void;
}

/** A peer that never answers the close frame is not waited for. The types of `ws` lack this option. */
const patience = { closeTimeout: 2_000 };
/** No client cuts what it says into crumbs, each of which costs a hundred times what it weighs. */
const crumbs = { maxFragments: 64, maxBufferedChunks: 1_024 };

/** Serves `/trpc` upgrades on the server. A token comes as `connectionParams` or as a bearer header. */
export function acceptUpgrades(options: UpgradeOptions): { close(): void } {
  const { server, sockets, ids } = options;
  const wss = new WebSocketServer<typeof ServedSocket>({
    noServer: true,
    WebSocket: ServedSocket,
    ...patience,
    ...crumbs,
    maxPayload: limits.frameBytes,
    // A compressed frame can be a bomb, and compressing each one costs more than it saves here.
    perMessageDeflate: false,
    clientTracking: false,
  });
  const trust = proxyAddr.compile([...options.trustProxy]);

  const createOutbox = createOutboxes();
  const heartbeat = createHeartbeat({ ...options, sockets: sockets.all });
  const desk = { ...options, calls: createCalls(options), limits: options.rateLimits };

  function open(ws: ServedSocket, request: IncomingMessage): void {
    const connection = new Connection(desk, {
      id: ids.uuid(),
      ws,
      address: proxyAddr(request, trust),
      outbox: createOutbox(ws),
      bearer: readBearer(request),
      awaitsParams: announcesParams(request.url),
    });
    if (!sockets.add(connection)) {
      ws.close(closeCodes.tooMany, 'too many connections');
      return;
    }
    connection.serve();
    heartbeat.start();
  }

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const path = (request.url ?? '').split('?')[0];
    if (path !== '/trpc') refuse(stream, '404 Not Found');
    else if (!options.isOpen()) refuse(stream, '503 Service Unavailable');
    else if (!isAllowedOrigin(request, options.allowedOrigins)) refuse(stream, '403 Forbidden');
    else wss.handleUpgrade(request, stream, head, (ws) => open(ws, request));
  }

  server.on('upgrade', upgrade);
  return {
    close() {
      server.off('upgrade', upgrade);
      heartbeat.stop();
      wss.close();
    },
  };
}

function refuse(stream: Duplex, status: string): void {
  stream.once('error', () => stream.destroy());
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

// The web server: tRPC over HTTP and WebSocket, REST, the public pages and health, on one port, within its limits.

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DomainError, errorTable } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Sessions } from '../accounts/index.ts';
import type { Clock, Ids, Logger, Metrics } from '../telemetry/index.ts';
import { createAuthenticate } from './authenticate.ts';
import { toRequestError } from './errors.ts';
import { type Failure, logFailure } from './failure.ts';
import type { KeepAlive } from './heartbeat.ts';
import { hooksPlugin } from './hooks.ts';
import { serveMetrics } from './metrics.ts';
import { createPages } from './pages/pages.ts';
import { createPlainQueries } from './plain-queries.ts';
import type { RateLimits } from './rate-limits.ts';
import { type RestContexts, restPlugin } from './rest/index.ts';
import type { AppRouter } from './router.ts';
import type { Sockets } from './sockets.ts';
import { acceptUpgrades } from './upgrades.ts';

export interface WebServerOptions {
  host: string;
  port: number;
  trustProxy: readonly string[];
  allowedOrigins: readonly string[];
  /** What the pages and feeds call the whole. */
  siteName: string;
  /** Base of every absolute link; unset: where the server listens. */
  publicUrl: string | undefined;
  router: AppRouter;
  contexts: RestContexts;
  sessions: Sessions;
  sockets: Sockets;
  rateLimits: RateLimits;
  clock: Clock;
  ids: Ids;
  log: Logger;
  /** Other than the usual one, for tests. */
  keepAlive?: KeepAlive | undefined;
  /** Rejects while the daemon cannot serve: the database is away. */
  checkReady(): Promise<void>;
  /** Served to the operator's commands on this machine, against a secret. */
  control: { secret: string; getStatus(): unknown };
  /** Served to whoever runs the daemon. */
  metrics: Metrics;
}

export interface WebServer {
  readonly url: string;
  readonly port: number;
  countSockets(): number;
  /** Stops taking in, tells clients to connect anew, lets what is under way finish, then closes. */
  stop(): Promise<void>;
}

/** How long clients have to leave by themselves after the reconnect notice. */
const drainMs = 1_500;
/** How long a request under way has to finish; who sends one byte a second has no such right. */
const finishMs = 5_000;
/**
 * Connections that the kernel keeps until they are taken in, one a turn of the loop: a crowd that comes
 * back at once finds more places than the usual 511, and nobody is left to try again a second later.
 */
const waitingAtTheDoor = 4_096;
/** How often the tokens behind open sockets are read again. */
const recheckMs = 10_000;

export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { sockets, sessions, rateLimits, clock, ids, log } = options;
  let isDraining = false;
  const { host } = options;
  const ownUrl = (): string => {
    const { port } = app.server.address() as AddressInfo;
    return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  };
  const pages = createPages({
    ...options,
    blog: options.contexts.blog,
    site: { name: options.siteName, getUrl: () => options.publicUrl ?? ownUrl() },
  });

  const answerError = (error: unknown, requestId: string, reply: FastifyReply) => {
    const domain = toRequestError(error);
    if (domain.code === 'internal') log.error({ err: error, requestId }, 'request failed');
    const { status } = errorTable[domain.code];
    return reply.status(status).send({ error: domain.toBody(requestId) });
  };

  const app: FastifyInstance = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustProxy.length > 0 ? [...options.trustProxy] : false,
    bodyLimit: limits.httpBodyBytes,
    genReqId: () => ids.uuid(),
    forceCloseConnections: 'idle',
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    routerOptions: { maxParamLength: 2_000 },
    // Paths that cannot be read are refused before there is any route to fail.
    frameworkErrors: (error, { id }, reply) => void answerError(error, id, reply as FastifyReply),
    http: { headersTimeout: 8_000, connectionsCheckingInterval: 1_000 },
  });

  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    if (isDraining) reply.header('connection', 'close');
  });
  app.setErrorHandler((error, { id }, reply) => answerError(error, id, reply));
  app.setNotFoundHandler((request, reply) => {
    const error = new DomainError('not_found');
    if (pages.isForReader(request)) return pages.sendError(request, reply, error);
    return reply.status(404).send({ error: error.toBody(request.id) });
  });
  await app.register(pages.plugin);

  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const reason = isDraining ? 'draining' : await explainUnready(options.checkReady);
    if (reason === null) return { status: 'ready' };
    return reply.status(503).send({ status: reason });
  });
  app.get('/internal/status', async (request, reply) => {
    if (request.headers.authorization !== `Bearer ${options.control.secret}`) {
      return reply.callNotFound();
    }
    return options.control.getStatus();
  });

  const authenticate = createAuthenticate(sessions);
  serveMetrics(app, { metrics: options.metrics, authenticate });
  const createContext = async ({ headers, ip, id }: FastifyRequest) => ({
    scope: await authenticate(headers.authorization, ip),
    requestId: id,
    socket: null,
    subscription: null,
    limits: rateLimits,
  });
  const trpcOptions: FastifyTRPCPluginOptions<AppRouter>['trpcOptions'] = {
    router: options.router,
    maxBatchSize: limits.batch,
    createContext: ({ req }) => createContext(req),
    onError: ({ error, path, ctx, req }) =>
      logFailure(log, { error, path, ctx, requestId: req.id }),
  };
  const onError = (failure: Failure) => logFailure(log, failure);
  await app.register(async (calls) => {
    calls.addHook('preHandler', createPlainQueries({ ...options, createContext, onError }));
    await calls.register(fastifyTRPCPlugin, { prefix: '/trpc', trpcOptions });
  });
  await app.register(hooksPlugin, {
    prefix: '/hooks',
    chat: options.contexts.chat,
    rateLimits,
    log,
  });
  await app.register(restPlugin, { prefix: '/api', ...options, authenticate });

  const upgrades = acceptUpgrades({
    ...options,
    server: app.server as Server,
    logFailure: (failure) => logFailure(log, failure),
    isOpen: () => !isDraining,
  });
  await app.listen({ host: options.host, port: options.port, backlog: waitingAtTheDoor });

  let recheckTimer = clock.setTimeout(() => void recheck(), recheckMs);
  async function recheck(): Promise<void> {
    // The next round heals whatever made this one fail.
    await sockets.recheck().catch((error) => log.warn({ err: error }, 'socket re-check failed'));
    if (!isDraining) recheckTimer = clock.setTimeout(() => void recheck(), recheckMs);
  }

  const { port } = app.server.address() as AddressInfo;
  return {
    port,
    url: ownUrl(),
    countSockets: () => sockets.all.size,
    async stop() {
      isDraining = true;
      recheckTimer.cancel();
      const closed = app.close();
      const finish = clock.setTimeout(() => app.server.closeAllConnections(), finishMs);
      sockets.notifyReconnect();
      await waitUntil(clock, () => sockets.all.size === 0, drainMs);
      sockets.closeAll(1012, 'service restart');
      await waitUntil(clock, () => sockets.all.size === 0, drainMs);
      sockets.stop();
      rateLimits.stop();
      upgrades.close();
      await closed;
      finish.cancel();
    },
  };
}

async function explainUnready(check: () => Promise<void>): Promise<string | null> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('late')), 2_000).unref();
  });
  return Promise.race([check(), late]).then(
    () => null,
    () => 'the database is away',
  );
}

async function waitUntil(clock: Clock, isTrue: () => boolean, withinMs: number): Promise<void> {
  const end = clock.monotonic() + withinMs;
  while (!isTrue() && clock.monotonic() < end) {
    await new Promise<void>((resolve) => clock.setTimeout(resolve, 20));
  }
}

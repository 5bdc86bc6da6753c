// REST: a second face of the contexts, with the limits, rights and schemas of the procedures.

import { DomainError } from '@parley/shared/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { anonymousScope, requireUser, type Scope } from '../../accounts/index.ts';
import type { Authenticate } from '../authenticate.ts';
import { toRequestError } from '../errors.ts';
import type { RateLimits } from '../rate-limits.ts';
import { type AppRouter, describeProcedure } from '../router.ts';
import { requireTokenScope } from '../trpc.ts';
import { sendReply, sendTagged } from './answer.ts';
import { readIfMatch, readInput } from './input.ts';
import { parseJson } from './json.ts';
import { buildDocument, type OpenApiDocument } from './openapi.ts';
import type { RestContexts, Route } from './route.ts';
import { planInput } from './schema.ts';
import { routes } from './table.ts';
import { apiVersion, explainPath, negotiateType } from './versions.ts';

export type { OpenApiDocument } from './openapi.ts';
export type { RestContexts } from './route.ts';

export interface RestOptions {
  router: AppRouter;
  contexts: RestContexts;
  rateLimits: RateLimits;
  authenticate: Authenticate;
}

const documentRoute = { method: 'GET', path: '/openapi.json' };
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Below `/api`: each route with the version in its path, and without. */
export async function restPlugin(app: FastifyInstance, options: RestOptions): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    /^application\/(?:vnd\.parley\.v1\+)?json(?:\s*;\s*charset="?utf-8"?)?\s*$/i,
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => parseJson(body),
  );
  app.addHook('onRequest', async (request, reply) => {
    reply.header('vary', 'Accept, Authorization');
    const { headers } = request;
    reply.type(`${negotiateType(headers.accept)}; charset=utf-8`);
    // Of nothing there is no type, whatever the client's library says by default.
    const hasBody = headers['transfer-encoding'] || Number(headers['content-length'] ?? 0) > 0;
    if (!hasBody) delete headers['content-type'];
  });
  app.setErrorHandler(refuse);
  app.setNotFoundHandler((request) => {
    throw new DomainError('not_found', explainPath(request.url));
  });
  // Made when first asked for: a start need not wait for it.
  let document: string | undefined;
  const readDocument = () => {
    document ??= JSON.stringify(describeRest(options.router));
    return document;
  };
  for (const prefix of [`/${apiVersion}`, '']) {
    for (const route of routes) serve(app, prefix, route, options);
    app.get(prefix + documentRoute.path, async (request, reply) =>
      sendTagged(request, reply.header('cache-control', 'no-cache'), readDocument()),
    );
    const known = Map.groupBy([...routes, documentRoute], ({ path }) => path);
    for (const [path, there] of known) {
      refuseOthers(
        app,
        prefix + path,
        there.map(({ method }) => method),
      );
    }
  }
}

export function describeRest(router: AppRouter): OpenApiDocument {
  return buildDocument(router, routes);
}

function serve(app: FastifyInstance, prefix: string, route: Route, options: RestOptions): void {
  const { contexts, rateLimits, authenticate } = options;
  const { bucket, isAuthed, kind } = describeProcedure(options.router, route.procedure);
  const plan = planInput(route);
  const scopes = new WeakMap<FastifyRequest, Scope>();
  app.route({
    method: route.method,
    url: prefix + route.path,
    // Before the body is read: who may not call need not be listened to.
    async onRequest(request) {
      const scope = await authenticate(request.headers.authorization, request.ip);
      if (bucket !== null) await rateLimits.consume(bucket, scope);
      requireTokenScope(scope, route.procedure, kind);
      if (isAuthed) requireUser(scope);
      scopes.set(request, scope);
    },
    async handler(request, reply) {
      const input = readInput(route, plan, request as Parameters<typeof readInput>[2]);
      const ifMatch = route.method === 'GET' ? null : readIfMatch(request.headers['if-match']);
      const scope = scopes.get(request) ?? anonymousScope(request.ip);
      const result = await route.handle({ ...contexts, scope, input, ifMatch });
      return sendReply(route, request, reply, result);
    },
  });
}

/** What a path does not know is 405, and asking for what it knows is answered. */
function refuseOthers(app: FastifyInstance, url: string, known: readonly string[]): void {
  const allowed = methods.filter((method) => known.includes(method === 'HEAD' ? 'GET' : method));
  const allow = [...allowed, 'OPTIONS'].join(', ');
  app.options(url, async (_request, reply) => reply.header('allow', allow).status(204).send());
  const others = methods.filter((method) => !allowed.includes(method));
  if (others.length === 0) return;
  app.route({
    method: others,
    url,
    async onRequest(_request, reply) {
      reply.header('allow', allow);
      throw new DomainError('unsupported', `This path knows ${allow}.`);
    },
    handler: async () => {},
  });
}

/** Adds what the status calls for; the server's own handler then logs and answers. */
function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): never {
  let domain = toRequestError(error);
  if (domain.code === 'conflict' && request.headers['if-match'] !== undefined) {
    const { message, current } = domain;
    domain = new DomainError('precondition_failed', message, { current, cause: domain });
  }
  reply.header('cache-control', 'no-store').type('application/json; charset=utf-8');
  if (domain.retryAfter !== undefined) reply.header('retry-after', domain.retryAfter);
  if (domain.code === 'unauthenticated') {
    const isTokenBad = request.headers.authorization !== undefined;
    reply.header('www-authenticate', `Bearer${isTokenBad ? ' error="invalid_token"' : ''}`);
  }
  throw domain;
}

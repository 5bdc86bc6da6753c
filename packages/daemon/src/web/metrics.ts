// `/metrics`, for whoever runs the daemon: asked from the same machine, or with an admin's token.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Metrics } from '../telemetry/index.ts';
import type { Authenticate } from './authenticate.ts';
import { requireTokenScope } from './trpc.ts';

export interface MetricsOptions {
  metrics: Metrics;
  authenticate: Authenticate;
}

/** Everybody else is told that there is nothing there. */
export function serveMetrics(
  app: FastifyInstance,
  { metrics, authenticate }: MetricsOptions,
): void {
  async function isAdmin({ headers, ip }: FastifyRequest): Promise<boolean> {
    const scope = await authenticate(headers.authorization, ip);
    requireTokenScope(scope, 'admin.metrics', 'query');
    return scope.user?.role === 'admin';
  }

  app.get('/metrics', async (request, reply) => {
    const mayLook = isFromHere(request) || (await isAdmin(request).catch(() => false));
    if (!mayLook) return reply.callNotFound();
    return reply.type(metrics.contentType).send(await metrics.render());
  });
}

/** A proxy on this machine asks for others, and says so. */
function isFromHere({ socket, headers }: FastifyRequest): boolean {
  const forwarded = ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip'];
  if (forwarded.some((name) => headers[name] !== undefined)) return false;
  return /^(?:::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '');
}

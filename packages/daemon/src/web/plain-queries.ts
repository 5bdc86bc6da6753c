// Single queries over HTTP, answered without the web streams of tRPC's adapter, which cost more than they do.
//
// It takes what is surely one plain query: a GET of a query's exact path, not batched, not streamed, with
// an input that is JSON. All else, wrong calls above all, goes on to the adapter.

import { callTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CallContext } from './context.ts';
import type { Failure } from './failure.ts';
import { type AppRouter, describeProcedures } from './router.ts';

export interface PlainQueriesOptions {
  router: AppRouter;
  createContext(request: FastifyRequest): Promise<CallContext>;
  onError(failure: Failure): void;
}

/** A `preHandler` of the adapter's route: answers, or lets the adapter do it. */
export function createPlainQueries({ router, createContext, onError }: PlainQueriesOptions) {
  const queries = new Set(
    describeProcedures(router)
      .filter(({ kind }) => kind === 'query')
      .map(({ path }) => path),
  );

  async function ask(request: FastifyRequest, path: string, input: unknown) {
    let ctx: CallContext | undefined;
    try {
      ctx = await createContext(request);
      const data = await callTRPCProcedure({
        router,
        path,
        type: 'query',
        ctx,
        getRawInput: async () => input,
        signal: undefined,
        batchIndex: 0,
      });
      return { status: 200, body: { result: { data } } };
    } catch (cause) {
      const error = getTRPCErrorFromUnknown(cause);
      onError({ error, path, ctx, requestId: request.id });
      const config = router._def._config;
      const shape = getTRPCErrorShape({ config, error, type: 'query', path, input, ctx });
      return { status: getHTTPStatusCodeFromError(error), body: { error: shape } };
    }
  }

  return async (
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> => {
    const { path } = request.params as { path?: string };
    const question = request.query as Record<string, unknown>;
    if (request.method !== 'GET' || path === undefined || !queries.has(path)) return undefined;
    if ('batch' in question || 'connectionParams' in question) return undefined;
    if ('trpc-accept' in request.headers || request.headers.accept?.includes('jsonl')) {
      return undefined;
    }
    const input = readInput(question.input);
    if (!input) return undefined;
    const { status, body } = await ask(request, path, input.value);
    return reply
      .status(status)
      .header('vary', 'trpc-accept, accept')
      .header('content-type', 'application/json')
      .send(JSON.stringify(body));
  };
}

/** Null for what is not one JSON text. */
function readInput(written: unknown): { value: unknown } | null {
  if (written === undefined) return { value: undefined };
  if (typeof written !== 'string') return null;
  try {
    return { value: JSON.parse(written) };
  } catch {
    return null;
  }
}

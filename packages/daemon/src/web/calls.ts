// Calls over a WebSocket: what a client says, by way of the router, and the answers on tRPC's wire format.

import {
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  type TRPCProcedureType as ProcedureType,
  TRPCError,
} from '@trpc/server';
import { parseTRPCMessage, type TRPCClientOutgoingMessage } from '@trpc/server/rpc';
import type { CallContext } from './context.ts';
import type { Failure } from './failure.ts';
import type { AppRouter } from './router.ts';
import type { RequestId } from './subscription.ts';

export interface Call {
  readonly id: RequestId;
  readonly jsonrpc: '2.0' | undefined;
  readonly type: ProcedureType;
  readonly path: string;
  readonly input: unknown;
  /** Its place in the frame that brought it. */
  readonly batchIndex: number;
}

/** What an error is about; of what could not be read only that it was not. */
type Subject = Pick<Call, 'path' | 'type' | 'input'>;

export interface Calls {
  /** Asks the router: middlewares, limits and errors are those of every other way in. */
  run(call: Call, ctx: CallContext): Promise<unknown>;
  /** Reports an error, and gives it as its caller hears it. */
  refuse(cause: unknown, ctx: CallContext, subject?: Subject): object;
}

/** Clients number their requests. An id stands in every event, so a long one is a weapon. */
const longestId = 64;

export function createCalls({
  router,
  logFailure,
}: {
  router: AppRouter;
  logFailure(failure: Failure): void;
}): Calls {
  const config = router._def._config;
  return {
    run: ({ type, path, input, batchIndex }, ctx) =>
      callTRPCProcedure({
        router,
        path,
        type,
        ctx,
        getRawInput: async () => input,
        signal: undefined,
        batchIndex,
      }),
    refuse(cause, ctx, subject) {
      const error = getTRPCErrorFromUnknown(cause);
      const { path, type = 'unknown', input } = subject ?? {};
      logFailure({ error, path, ctx, requestId: undefined });
      return getTRPCErrorShape({ config, error, type, path, input, ctx });
    },
  };
}

/**
 * The messages of a frame: one, or a list of them.
 *
 * @throws PARSE_ERROR
 */
export function parseFrame(text: string | null): TRPCClientOutgoingMessage[] {
  try {
    if (text === null) throw new Error('text frames only');
    const said: unknown = JSON.parse(text);
    return (Array.isArray(said) ? said : [said]).map(parseMessage);
  } catch (cause) {
    throw new TRPCError({ code: 'PARSE_ERROR', cause });
  }
}

/** Nobody changes what is sent: a lane writes the same JSON for everybody. */
const plainly = { serialize: (value: unknown) => value, deserialize: (value: unknown) => value };

function parseMessage(said: unknown): TRPCClientOutgoingMessage {
  const message = parseTRPCMessage(said, { input: plainly, output: plainly });
  const { id } = message;
  if (typeof id === 'string' && id.length > longestId) throw new Error('the id is too long');
  return message;
}

/** A client that comes back says where it was beside its input. */
export function inputOf({
  input,
  lastEventId,
}: {
  input: unknown;
  lastEventId?: string | undefined;
}): unknown {
  if (lastEventId === undefined) return input;
  if (input === undefined || input === null) return { lastEventId };
  return typeof input === 'object' && !Array.isArray(input) ? { ...input, lastEventId } : input;
}

// tRPC set up once: the error shape, and the kinds of procedures.

import { DomainError } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { initTRPC } from '@trpc/server';
import { requireUser } from '../accounts/index.ts';
import { type Context, currentScope } from './context.ts';
import { toDomainError, toTRPCError } from './errors.ts';
import type { Subscription } from './lane.ts';
import type { Bucket, RateLimits } from './rate-limits.ts';

/** `bucket`: what a call counts against. `null`: nothing. */
export interface Meta {
  bucket?: Bucket | null;
}

const t = initTRPC
  .context<Context & { limits: RateLimits }>()
  .meta<Meta>()
  .create({
    isDev: false,
    errorFormatter: ({ shape, error, ctx }) => {
      const domain = toDomainError(error);
      const { stack: _, ...data } = shape.data;
      return {
        ...shape,
        message: domain.message,
        data: { ...data, domain: domain.toBody(ctx?.requestId) },
      };
    },
  });

export const router = t.router;

const translated = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok) throw toTRPCError(result.error);
  return result;
});

const limited = t.middleware(async ({ ctx, meta, next }) => {
  const scope = currentScope(ctx);
  if (meta?.bucket !== null) await ctx.limits.consume(meta?.bucket ?? 'api', scope);
  return next({ ctx: { ...ctx, scope } });
});

/** A personal token does only what it was made for. */
const scoped = t.middleware(async ({ ctx, type, path, next }) => {
  const { token } = ctx.scope;
  if (token?.context === 'personal') {
    const needed = path.startsWith('admin.') ? 'admin' : type === 'mutation' ? 'write' : 'read';
    if (!token.scopes.includes(needed)) {
      throw new DomainError('forbidden', `This token lacks the scope "${needed}".`);
    }
  }
  return next();
});

/** Anybody may call: what the caller may see is decided in the context. */
export const open = t.procedure.use(translated).use(limited).use(scoped);

/** Only with a valid token. */
export const authed = open.use(async ({ ctx, next }) => {
  requireUser(ctx.scope);
  return next({ ctx: { ...ctx, scope: ctx.scope } });
});

/**
 * A subscription, which lives on a socket. It is counted from here on, before anything is awaited,
 * until it was refused or its lane called `release`.
 */
export const live = open.use(async ({ ctx, signal, next }) => {
  const { socket } = ctx;
  if (!socket || !signal) {
    throw new DomainError('unsupported', 'Subscriptions need a WebSocket connection.');
  }
  if (socket.subscriptions >= limits.subscriptionsPerSocket) {
    throw new DomainError('limited', 'Too many subscriptions on one connection.');
  }
  socket.subscriptions += 1;
  const subscription: Subscription = {
    socket,
    signal,
    release: () => {
      socket.subscriptions -= 1;
    },
  };
  const result = await next({ ctx: { ...ctx, subscription } });
  if (!result.ok) subscription.release();
  return result;
});

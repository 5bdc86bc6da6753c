// tRPC set up once: the error shape, and the kinds of procedures.

import { DomainError } from '@parley/shared/errors';
import { initTRPC, type TRPCProcedureType as ProcedureType } from '@trpc/server';
import { requireUser, type Scope } from '../accounts/index.ts';
import { type CallContext, currentScope } from './context.ts';
import { toDomainError, toTRPCError } from './errors.ts';
import type { Bucket } from './rate-limits.ts';

export interface Meta {
  /** What a call counts against. `null`: nothing. */
  bucket?: Bucket | null;
  /** It takes a valid token. */
  isAuthed?: true;
}

const t = initTRPC
  .context<CallContext>()
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

/** A personal token does only what it was made for. */
export function requireTokenScope({ token }: Scope, path: string, kind: ProcedureType): void {
  if (token?.context !== 'personal') return;
  const needed = path.startsWith('admin.') ? 'admin' : kind === 'mutation' ? 'write' : 'read';
  if (!token.scopes.includes(needed)) {
    throw new DomainError('forbidden', `This token lacks the scope "${needed}".`);
  }
}

/** Counts a call against its caller's limits, and holds it to what the token is for. */
async function admit(call: {
  ctx: CallContext;
  meta: Meta | undefined;
  type: ProcedureType;
  path: string;
}): Promise<Scope> {
  const { ctx, meta } = call;
  const scope = currentScope(ctx);
  if (meta?.bucket !== null) await ctx.limits.consume(meta?.bucket ?? 'api', scope);
  requireTokenScope(scope, call.path, call.type);
  return scope;
}

async function translate<Result extends { ok: true } | { ok: false; error: unknown }>(
  run: () => Promise<Result>,
): Promise<Result> {
  const result = await run().catch((error) => {
    throw toTRPCError(error);
  });
  if (!result.ok) throw toTRPCError(result.error);
  return result;
}

// One step each: tRPC copies all that it knows of a call for every step of it.

/** Anybody may call: what the caller may see is decided in the context. */
export const open = t.procedure.use((call) =>
  translate(async () => call.next({ ctx: { scope: await admit(call) } })),
);

/** Only with a valid token. */
export const authed = t.procedure.meta({ isAuthed: true }).use((call) =>
  translate(async () => {
    const scope = await admit(call);
    requireUser(scope);
    return call.next({ ctx: { scope } });
  }),
);

/**
 * A subscription, which lives on a socket. It is counted from here on, before any check is awaited,
 * until it is over.
 */
export const live = open.use(async ({ ctx, path, getRawInput, next }) => {
  const { subscription } = ctx;
  if (!subscription) {
    throw new DomainError('unsupported', 'Subscriptions need a WebSocket connection.');
  }
  subscription.admit(nameTopic(path, await getRawInput()));
  return next({ ctx: { subscription } });
});

/** `chat.onRoom #lobby`: the procedure, and what its caller says it is about, cut to a line's length. */
function nameTopic(path: string, input: unknown): string {
  if (typeof input !== 'object' || input === null) return path;
  const about = Object.entries(input).find(([key]) => key === 'room' || key === 'postId')?.[1];
  return typeof about === 'string' ? shareText(`${path} ${about.slice(0, 64)}`) : path;
}

/** What thousands listen to is named by one text, and not by one for each of them. */
function shareText(text: string): string {
  const known = texts.get(text);
  if (known !== undefined) return known;
  if (texts.size >= mostTexts) texts.clear();
  texts.set(text, text);
  return text;
}

const texts = new Map<string, string>();
const mostTexts = 1_000;

// `tui call`: any procedure, for what has no command of its own.

import { DomainError } from '@parley/shared/errors';
import { getUntypedClient } from '@trpc/client';
import type { Api } from '../api/index.ts';
import { createLiveApi } from '../api/index.ts';
import type { CommandContext } from './context.ts';
import { stringifyJson } from './json.ts';
import { Interrupted, usageError } from './report-error.ts';
import { readInput } from './streams.ts';

type Kind = 'query' | 'mutation' | 'subscription';

export async function call(context: CommandContext): Promise<void> {
  const [path, written] = context.words as [string, string?];
  const input = parseInput(written === '-' ? await readInput(context.streams) : written);
  const api = await context.api();
  const print = (value: unknown) => context.raw(`${stringifyJson(value ?? null)}\n`);
  const client = getUntypedClient(api);
  switch (await findKind(api, path)) {
    case 'query':
      return print(await client.query(path, input));
    case 'mutation':
      return print(await client.mutation(path, input));
    case 'subscription':
      return stream(context, { path, input, print });
  }
}

/**
 * Asked for rather than tried out: a mutation that is tried as a query would show its input, maybe a
 * password, in the address, where proxies write it down.
 */
async function findKind(api: Api, path: string): Promise<Kind> {
  const { items } = await api.system.procedures.query();
  const found = items.find((procedure) => procedure.path === path);
  if (found) return found.kind;
  throw new DomainError('not_found', `There is no procedure "${path}".`);
}

/** Prints each event until it ends or is interrupted. */
async function stream(
  context: CommandContext,
  { path, input, print }: { path: string; input: unknown; print: (event: unknown) => void },
): Promise<void> {
  const { server } = context.config;
  const live = createLiveApi({ server, token: await context.token() });
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  const onInterrupt = () => reject(new Interrupted());
  process.once('SIGINT', onInterrupt);
  live.onConnection(({ phase }) => {
    if (phase === 'revoked') reject(new DomainError('unauthenticated'));
  });
  getUntypedClient(live.client).subscription(path, input, {
    onData: print,
    onError: reject,
    onComplete: resolve,
  });
  try {
    await ended;
  } finally {
    process.off('SIGINT', onInterrupt);
    live.close();
  }
}

function parseInput(text: string | undefined): unknown {
  if (text === undefined || text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw usageError(`The input is no JSON: ${(error as Error).message}`);
  }
}

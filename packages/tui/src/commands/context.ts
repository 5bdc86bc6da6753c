// What a command is given when it runs.

import { DomainError } from '@parley/shared/errors';
import type { Api } from '../api/index.ts';
import type { ClientConfig } from '../config/index.ts';
import type { Invocation } from './arguments.ts';
import type { Command } from './command.ts';
import type { Output } from './output.ts';
import type { Streams } from './streams.ts';

export interface CommandContext extends Output {
  readonly config: ClientConfig;
  readonly streams: Streams;
  readonly version: string;
  /** All commands there are. */
  readonly table: readonly Command[];
  /** The words after the command's name. */
  readonly words: readonly string[];
  /** The value of an option, if it was given. */
  readonly option: (name: string) => string | undefined;
  /** Whether a switch was given. */
  readonly has: (name: string) => boolean;
  /** Starts the interactive client at a message. @returns its exit status. */
  readonly openApp: (start: { open: string }) => Promise<number>;
  /** The token for the server, or null. */
  token(): Promise<string | null>;
  /** Calls on the server, with the token if there is one. */
  api(): Promise<Api>;
}

export function createContext(
  invocation: Invocation,
  base: {
    config: ClientConfig;
    streams: Streams;
    output: Output;
    version: string;
    table: readonly Command[];
    openApp: CommandContext['openApp'];
  },
): CommandContext {
  const { output, ...given } = base;
  const { config } = given;
  let session: Promise<string | null> | undefined;
  const token = () => {
    session ??= config.tokens.find(config.server).then((found) => found?.token ?? null);
    return session;
  };
  return {
    ...output,
    ...given,
    words: invocation.words,
    option: (name) => invocation.values.get(name),
    has: (name) => invocation.switches.has(name),
    token,
    async api() {
      const { createApi } = await import('./connect.ts');
      return createApi({ server: config.server, token: await token() });
    },
  };
}

/** @throws unauthenticated when nobody is logged in; unavailable when there is no server to log in on. */
export async function requireToken(context: CommandContext): Promise<string> {
  const token = await context.token();
  if (token !== null) return token;
  // "Log in" is no help where nobody answers: a script then hears that, and tries again.
  const api = await context.api();
  await api.system.info.query().catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'unavailable') throw error;
  });
  throw new DomainError(
    'unauthenticated',
    `You are not logged in on ${context.config.server}. Run: tui login`,
  );
}

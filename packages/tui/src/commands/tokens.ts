// `tui tokens`: personal tokens, for scripts.

import { createTokenInput } from '@parley/shared/accounts';
import { DomainError } from '@parley/shared/errors';
import { parseWhen } from '@parley/shared/when';
import { checkInput } from './check-input.ts';
import type { CommandContext } from './context.ts';
import { splitList } from './split-list.ts';
import { formatTime } from './time.ts';

export async function listTokens(context: CommandContext): Promise<void> {
  const api = await context.api();
  await context.list(await api.accounts.listTokens.query(), [
    { title: 'ID', get: ({ id }) => id },
    { title: 'NAME', get: ({ name }) => name },
    { title: 'MAY', get: ({ scopes }) => scopes.join(', ') },
    { title: 'LAST USED', get: ({ lastUsedAt }) => formatTime(lastUsedAt) },
    { title: 'ENDS', get: ({ expiresAt }) => formatTime(expiresAt) },
  ]);
}

export async function createToken(context: CommandContext): Promise<void> {
  const expires = context.option('expires');
  const input = checkInput(createTokenInput, {
    name: context.words[0],
    scopes: splitList(context.option('scopes') ?? 'read'),
    expiresAt: expires === undefined ? undefined : toTime(expires),
  });
  const api = await context.api();
  const made = await api.accounts.createToken.mutate(input);
  context.result(made, made.token);
  context.say('This is the only time the token is shown. Keep it where nobody else reads it.');
}

export async function revokeToken(context: CommandContext): Promise<void> {
  const api = await context.api();
  await api.accounts.revokeToken.mutate({ id: context.words[0]! });
  context.result({ ok: true }, 'Token ended');
}

function toTime(written: string): string {
  const moment = parseWhen(written, new Date());
  if (moment !== null) return moment.toISOString();
  throw new DomainError('invalid', undefined, {
    fields: { expires: ['must be like 30d, 12h or 2030-01-31T12:00:00Z'] },
  });
}

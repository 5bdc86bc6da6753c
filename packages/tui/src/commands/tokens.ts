// `tui tokens`: personal tokens, for scripts.

import { createTokenInput } from '@parley/shared/accounts';
import { DomainError, invalidFields, toFieldErrors } from '@parley/shared/errors';
import type { CommandContext } from './context.ts';
import { splitList } from './split-list.ts';
import { formatTime, parseMoment } from './time.ts';

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
  const input = createTokenInput.safeParse({
    name: context.words[0],
    scopes: splitList(context.option('scopes') ?? 'read'),
    expiresAt: expires === undefined ? undefined : toTime(expires),
  });
  if (!input.success) throw invalidFields(toFieldErrors(input.error));
  const api = await context.api();
  const made = await api.accounts.createToken.mutate(input.data);
  context.result(made, made.token);
  context.say('This is the only time the token is shown. Keep it where nobody else reads it.');
}

export async function revokeToken(context: CommandContext): Promise<void> {
  const api = await context.api();
  await api.accounts.revokeToken.mutate({ id: context.words[0]! });
  context.result({ ok: true }, 'Token ended');
}

function toTime(written: string): string {
  const moment = parseMoment(written, new Date());
  if (moment !== null) return moment.toISOString();
  throw new DomainError('invalid', undefined, {
    fields: { expires: ['must be like 30d, 12h or 2030-01-31T12:00:00Z'] },
  });
}

// `tui sessions`: where one is logged in.

import type { CommandContext } from './context.ts';
import { usageError } from './report-error.ts';
import { formatTime } from './time.ts';

export async function listSessions(context: CommandContext): Promise<void> {
  const api = await context.api();
  await context.list(await api.accounts.listSessions.query(), [
    { title: 'ID', get: ({ id }) => id },
    { title: 'DEVICE', get: ({ device, isCurrent }) => (isCurrent ? `${device} (here)` : device) },
    { title: 'ADDRESS', get: ({ address }) => address },
    { title: 'LAST USED', get: ({ lastUsedAt }) => formatTime(lastUsedAt) },
    { title: 'ENDS', get: ({ expiresAt }) => formatTime(expiresAt) },
  ]);
}

export async function revokeSession(context: CommandContext): Promise<void> {
  const [id] = context.words;
  if ((id === undefined) !== context.has('all')) {
    throw usageError('Name one session, or say --all.');
  }
  const { accounts } = await context.api();
  if (id === undefined) {
    await accounts.revokeAllSessions.mutate();
    context.result({ ok: true }, 'Logged out everywhere else');
  } else {
    await accounts.revokeSession.mutate({ id });
    context.result({ ok: true }, 'Session ended');
  }
}

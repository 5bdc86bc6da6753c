// `tui whoami`.

import type { CommandContext } from './context.ts';

export async function whoami(context: CommandContext): Promise<void> {
  const api = await context.api();
  const me = await api.accounts.me.query();
  context.result(me, `${me.username} <${me.email}>, ${me.role} on ${context.config.server}`);
}

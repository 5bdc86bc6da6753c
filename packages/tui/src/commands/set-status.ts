// `tui away`, `tui dnd`, `tui back`: what one says of oneself, on all devices.

import { type SetStatusInput, setStatusInput } from '@parley/shared/status';
import { checkInput } from './check-input.ts';
import type { CommandContext } from './context.ts';
import { readMoment } from './post-schedule.ts';
import { formatTime } from './time.ts';

export const sayAway = (context: CommandContext) => setStatus(context, 'away');
export const sayDnd = (context: CommandContext) => setStatus(context, 'dnd');
export const sayBack = (context: CommandContext) => setStatus(context, 'available');

const says = {
  available: 'You are back',
  away: 'You are away',
  dnd: 'You are not to be disturbed',
} as const;

async function setStatus(context: CommandContext, state: SetStatusInput['state']): Promise<void> {
  const until = context.option('until');
  const input = checkInput(setStatusInput, {
    state,
    text: context.words[0],
    until: until === undefined ? undefined : readMoment('--until', until),
  });
  const api = await context.api();
  const status = await api.accounts.setStatus.mutate(input);
  const end = status.until === null ? '' : `, until ${formatTime(status.until)}`;
  context.result(status, `${says[state]}${end}${status.text === '' ? '' : `: ${status.text}`}`);
}

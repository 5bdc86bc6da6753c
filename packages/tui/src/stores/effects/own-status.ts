// What one says of oneself: away, not to be disturbed, or back.

import type { SetStatusInput, StatusView } from '@parley/shared/status';
import { formatClock } from '../timeline.ts';
import { attempt, type Client } from './client.ts';

export interface OwnStatus {
  set(input: SetStatusInput): void;
}

export function createOwnStatus(client: Client): OwnStatus {
  return {
    set(input) {
      attempt(client, 'Status', async () => {
        const status = await client.api().setStatus(input);
        const notice = { text: sayStatus(status), tone: 'good' } as const;
        client.dispatch({ type: 'status.changed', status }, { type: 'noticed', notice });
      });
    },
  };
}

function sayStatus({ state, text, until }: StatusView): string {
  const what = {
    available: 'You are back',
    away: 'You are away',
    dnd: 'You are not to be disturbed: nothing notifies',
  }[state];
  const end = until === null ? '' : `, until ${formatClock(new Date(until))}`;
  return `${what}${end}${text === '' ? '.' : `: ${text}`}`;
}

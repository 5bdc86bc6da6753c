// What others did about me in a room, as sentences for whom it befell.

import type { MembershipView, MemberView } from '@parley/shared/chat';
import type { PutOut } from '@parley/shared/events';
import type { Notice } from './app-state.ts';
import { sayUntil } from './quiet.ts';

/** What a change of my membership means; null when it means nothing to say. */
export function sayOwnChange(
  name: string,
  before: Pick<MembershipView, 'role' | 'mutedUntil'>,
  { role, mutedUntil }: Pick<MemberView, 'role' | 'mutedUntil'>,
  now: number,
): Notice | null {
  if (role !== before.role) {
    const text =
      role === 'member' ? `You look after ${name} no more.` : `You are ${role} of ${name} now.`;
    return { text, tone: 'info' };
  }
  const isMuted = Date.parse(mutedUntil ?? '') > now;
  if (isMuted && mutedUntil !== null && mutedUntil !== before.mutedUntil)
    return {
      text: `You may not write in ${name} until ${sayUntil(mutedUntil, now)}.`,
      tone: 'bad',
    };
  const wasMuted = Date.parse(before.mutedUntil ?? '') > now;
  return wasMuted && !isMuted ? { text: `You may write in ${name} again.`, tone: 'good' } : null;
}

export function sayPutOut(name: string, { by, ban }: PutOut, now: number): Notice {
  if (ban === undefined) return { text: `@${by} put you out of ${name}.`, tone: 'bad' };
  const end = ban.until === null ? '' : `, until ${sayUntil(ban.until, now)}`;
  const why = ban.reason === '' ? '.' : `: ${ban.reason}`;
  return { text: `@${by} banned you from ${name}${end}${why}`, tone: 'bad' };
}

export function sayBroughtIn(name: string, by: string): Notice {
  return { text: `@${by} brought you into ${name}.`, tone: 'info' };
}

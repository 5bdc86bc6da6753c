// The line that says when a post is to be published, and what was understood of it.

import { formatAhead } from '@parley/shared/moments';
import { parseWhen } from '@parley/shared/when';

export type Understood =
  | { readonly at: Date; readonly said: string; readonly ahead: string }
  | { readonly problem: string };

export const whenExamples = 'tomorrow 9:00 · in 2 hours · friday 18:30 · 2030-01-31 09:00';

/** @param now milliseconds since the epoch. */
export function understandWhen(written: string, now: number): Understood {
  const at = parseWhen(written, new Date(now));
  if (at === null) return { problem: `Not understood. Write it like: ${whenExamples}` };
  const said = formatMomentLong(at);
  if (at.getTime() <= now) return { problem: `${said} has passed.` };
  return { at, said, ahead: formatAhead(at.getTime() - now) };
}

/** `Friday 27 November 2026, 18:30 CET`, in local time. */
export function formatMomentLong(at: Date): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const day = `${of('weekday')} ${of('day')} ${of('month')} ${of('year')}`;
  return `${day}, ${of('hour')}:${of('minute')} ${of('timeZoneName')}`;
}

// For how long something is to be: `30m`, `2h`, `1d`.

import { formatClock } from './timeline.ts';

/** `30m`, `2h`, `1d`, or `off`: when quiet ends. Undefined when it is none of these. */
export function parseQuiet(text: string, now: number): string | null | undefined {
  if (text === 'off') return null;
  const [, amount = '', unit = ''] = /^(\d{1,4})\s*(m|h|d)[a-z]*$/u.exec(text.toLowerCase()) ?? [];
  const minutes = { m: 1, h: 60, d: 1_440 }[unit];
  if (minutes === undefined || Number(amount) === 0) return undefined;
  return new Date(now + Number(amount) * minutes * 60_000).toISOString();
}

const dayMs = 86_400_000;

/** `20:17`, or when it is a day off or more, the day. */
export function sayUntil(until: string, now: number): string {
  const end = new Date(until);
  return end.getTime() - now < dayMs ? formatClock(end) : end.toLocaleDateString('en-GB');
}

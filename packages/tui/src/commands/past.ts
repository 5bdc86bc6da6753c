// Times that lie behind us, as one writes them to narrow a list.

import { invalidField } from '@parley/shared/errors';

const units: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168 };
const hourMs = 3_600_000;

/**
 * `2030-01-31` is that day's beginning here, `7d` so many days before now.
 * @throws invalid for what is no time.
 */
export function readPast(field: string, written: string, now = new Date()): string {
  const [, amount, unit] = /^(\d{1,4})([hdw])$/.exec(written) ?? [];
  if (amount !== undefined && unit !== undefined) {
    return new Date(now.getTime() - Number(amount) * units[unit]! * hourMs).toISOString();
  }
  const isDay = /^\d{4}-\d\d-\d\d$/.test(written);
  // A day alone is midnight in Greenwich to JavaScript; people mean their own.
  const time = /^\d{4}-\d\d-\d\d/.test(written)
    ? new Date(isDay ? `${written}T00:00` : written)
    : null;
  if (time === null || Number.isNaN(time.getTime())) {
    throw invalidField(
      field,
      'is not understood; write it like 2030-01-31, 2030-01-31T09:00 or 7d',
    );
  }
  return time.toISOString();
}

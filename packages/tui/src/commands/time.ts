// Times as people read and write them.

const units: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `2030-01-31 12:00` in the machine's own zone; a dash for never. */
export function formatTime(iso: string | null): string {
  const time = new Date(iso ?? Number.NaN);
  if (Number.isNaN(time.getTime())) return '-';
  const two = (number: number) => String(number).padStart(2, '0');
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  return `${date} ${formatClock(iso)}`;
}

/** `12:00` */
export function formatClock(iso: string | null): string {
  const time = new Date(iso ?? Number.NaN);
  if (Number.isNaN(time.getTime())) return '--:--';
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** `30d` from now, or an ISO 8601 time; null for anything else. */
export function parseMoment(written: string, now: Date): Date | null {
  const [, amount, unit] = /^(\d{1,4})([mhdw])$/.exec(written) ?? [];
  if (amount !== undefined && unit !== undefined) {
    return new Date(now.getTime() + Number(amount) * units[unit]!);
  }
  const time = /^\d{4}-\d\d-\d\d/.test(written) ? new Date(written) : null;
  return time === null || Number.isNaN(time.getTime()) ? null : time;
}

// Moments as people read them: local time, and how far off that is.

const aheadUnits = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `in 3 days`, `in 2 hours 5 minutes`: two units at most, and no smaller one beside many days. */
export function formatAhead(milliseconds: number): string {
  const words: string[] = [];
  // To the next minute: what is 59 seconds away is not away 0 minutes.
  let rest = Math.ceil(milliseconds / 60_000) * 60_000;
  for (const [name, size] of aheadUnits) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) words.push(`${count} ${name}${count === 1 ? '' : 's'}`);
    if (name === 'day' && count > 6) break;
  }
  return `in ${words.slice(0, 2).join(' ')}`;
}

/** `20:17 (in 2 hours)`, or on another day `3 Dec 2026 20:17 (in 3 days)`; what is over without how far. */
export function sayMoment(at: number, now: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  const isToday = date.toDateString() === new Date(now).toDateString();
  const [, month, day, year] = date.toDateString().split(' ');
  const when = isToday ? clock : `${Number(day)} ${month} ${year} ${clock}`;
  return at > now ? `${when} (${formatAhead(at - now)})` : when;
}

const isoMoment = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z/gu;

/** A sentence of the server, which knows nobody's time zone, with its moments as people read them. */
export function sayMoments(sentence: string, now: number): string {
  return sentence.replace(isoMoment, (written) => {
    const at = Date.parse(written);
    return Number.isNaN(at) ? written : sayMoment(at, now);
  });
}

// Times as people read them.

/** `2030-01-31 12:00` in the machine's own zone; a dash for never. */
export function formatTime(moment: string | Date | null): string {
  const time = new Date(moment ?? Number.NaN);
  if (Number.isNaN(time.getTime())) return '-';
  const two = (number: number) => String(number).padStart(2, '0');
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  return `${date} ${formatClock(moment)}`;
}

/** `12:00` */
export function formatClock(moment: string | Date | null): string {
  const time = new Date(moment ?? Number.NaN);
  if (Number.isNaN(time.getTime())) return '--:--';
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}`;
}

// Times on pages: in UTC, since nobody knows where a reader without an account is.

const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const minuteFormat = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/** `24 November 2026` */
export const formatDay = (time: string): string => dayFormat.format(new Date(time));

/** `24 November 2026 at 04:51 UTC` */
export const formatMinute = (time: string): string => `${minuteFormat.format(new Date(time))} UTC`;

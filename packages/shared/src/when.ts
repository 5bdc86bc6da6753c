// Moments as people write them: ISO 8601, "tomorrow 9:00", "in 2 hours", "friday 18:30".
//
// Every word must be understood: who schedules a post by a misread line would be surprised in public.
// A day without a time means nine o'clock in the morning, a time without a day the next such time.
// What names no zone is in that of the machine.

const minute = 60_000;
const hour = 60 * minute;

/** Years of four digits are all that ISO 8601 writes plainly. */
const latest = Date.UTC(9_999, 0);

/** Units of a fixed length; days and longer go by the calendar, so that a clock change shifts no time. */
const fixedUnits: Readonly<Record<string, number>> = { s: 1_000, m: minute, h: hour };
const unitNames: readonly [RegExp, string][] = [
  [/^s(ec(ond)?s?)?$/, 's'],
  [/^m(in(ute)?s?)?$/, 'm'],
  [/^h((ou)?rs?)?$/, 'h'],
  [/^d(ays?)?$/, 'd'],
  [/^w(eeks?)?$/, 'w'],
  [/^months?$/, 'month'],
];
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

interface Day {
  readonly year: number;
  /** From 0. */
  readonly month: number;
  readonly day: number;
}

interface Time {
  readonly hours: number;
  readonly minutes: number;
}

const morning: Time = { hours: 9, minutes: 0 };

/** The moment that the words mean, seen from `now`; null when they are not understood whole. */
export function parseWhen(written: string, now: Date): Date | null {
  const text = written.trim().toLowerCase().replace(/\s+/g, ' ');
  if (text === '' || text.length > 100) return null;
  if (text === 'now') return new Date(now);
  return parseIso(text) ?? parseSpan(text, now) ?? parseDayAndTime(text, now);
}

function parseIso(text: string): Date | null {
  const match =
    /^(\d{4})-(\d\d)-(\d\d)(?:[t ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)? ?(z|[+-]\d\d:?\d\d)?$/.exec(
      text,
    );
  if (!match) return null;
  const [, year, month, date, hours, minutes, seconds = '0', fraction = '', zone] = match;
  const day = checkDay({ year: Number(year), month: Number(month) - 1, day: Number(date) });
  const time =
    hours === undefined ? morning : checkTime({ hours: Number(hours), minutes: Number(minutes) });
  if (!day || !time || Number(seconds) > 59) return null;
  if (zone !== undefined && hours === undefined) return null;
  const rest = Number(seconds) * 1_000 + Number(fraction.padEnd(3, '0').slice(0, 3));
  const offset = zone === undefined ? null : parseOffset(zone);
  if (offset === null) {
    return zone === undefined ? new Date(toLocal(day, time).getTime() + rest) : null;
  }
  const utc = Date.UTC(day.year, day.month, day.day, time.hours, time.minutes);
  return new Date(utc + rest - offset);
}

function parseOffset(zone: string): number | null {
  if (zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * hour + minutes * minute);
}

/** `in 2 hours`, `in a week`, `in 1 hour and 30 minutes`, `1h30m`, `30d` */
function parseSpan(text: string, now: Date): Date | null {
  const words = text.replace(/^in /, '').replace(/,? and /g, ' ');
  const part = /(\d{1,6}|an?(?= )) ?([a-z]+)(?: |(?=\d)|$)/y;
  let moment = new Date(now);
  for (let at = 0; at < words.length; at = part.lastIndex) {
    part.lastIndex = at;
    const [, amount, word] = part.exec(words) ?? [];
    const unit = unitNames.find(([names]) => word !== undefined && names.test(word))?.[1];
    if (amount === undefined || unit === undefined) return null;
    moment = shift(moment, amount.startsWith('a') ? 1 : Number(amount), unit);
  }
  return moment.getTime() <= latest ? moment : null;
}

function shift(from: Date, amount: number, unit: string): Date {
  const fixed = fixedUnits[unit];
  if (fixed !== undefined) return new Date(from.getTime() + amount * fixed);
  const moment = new Date(from);
  if (unit !== 'month') {
    moment.setDate(moment.getDate() + amount * (unit === 'w' ? 7 : 1));
    return moment;
  }
  // A month after 31 January is the last day of February.
  moment.setDate(1);
  moment.setMonth(moment.getMonth() + amount);
  const last = new Date(moment.getFullYear(), moment.getMonth() + 1, 0).getDate();
  moment.setDate(Math.min(from.getDate(), last));
  return moment;
}

const timePattern =
  /(?:^|(?:,? at| ?,)? )(?:at )?(noon|midnight|\d{1,2}(?::\d\d)? ?[ap]m|\d{1,2}:\d\d)$/;

function parseDayAndTime(text: string, now: Date): Date | null {
  // `9:00 tomorrow` as well as `tomorrow 9:00`.
  const turned = text.replace(
    /^(?:at )?(noon|midnight|\d{1,2}(?::\d\d)? ?[ap]m|\d{1,2}:\d\d(?! ?[ap]m\b)),?(?: on)? (.+)$/,
    '$2 $1',
  );
  const [end, word] = timePattern.exec(turned) ?? [];
  const time = word === undefined ? null : parseTime(word);
  if (word !== undefined && time === null) return null;
  const dayText = (end === undefined ? turned : turned.slice(0, -end.length)).replace(/^on /, '');
  if (dayText === '') {
    if (!time) return null;
    const today = toLocal(dayOf(now), time);
    return today > now ? today : toLocal(dayOf(now, 1), time);
  }
  // At what time today cannot be guessed, only tonight.
  if (dayText === 'today' && !time) return null;
  if (dayText === 'tonight') return toLocal(dayOf(now), time ?? { hours: 20, minutes: 0 });
  const day = parseDay(dayText, now, time ?? morning);
  return day && toLocal(day, time ?? morning);
}

function parseTime(word: string): Time | null {
  if (word === 'noon') return { hours: 12, minutes: 0 };
  if (word === 'midnight') return { hours: 0, minutes: 0 };
  const [, hours = '', minutes = '0', half] = /^(\d+)(?::(\d\d))? ?([ap])?/.exec(word) ?? [];
  if (half === undefined) return checkTime({ hours: Number(hours), minutes: Number(minutes) });
  if (Number(hours) < 1 || Number(hours) > 12) return null;
  const base = (Number(hours) % 12) + (half === 'p' ? 12 : 0);
  return checkTime({ hours: base, minutes: Number(minutes) });
}

function parseDay(text: string, now: Date, time: Time): Day | null {
  if (text === 'today') return dayOf(now);
  if (text === 'tomorrow') return dayOf(now, 1);
  if (text === 'day after tomorrow' || text === 'the day after tomorrow') return dayOf(now, 2);
  if (text === 'next week') return dayOf(now, 7);
  const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (iso) {
    return checkDay({ year: Number(iso[1]), month: Number(iso[2]) - 1, day: Number(iso[3]) });
  }
  return parseWeekday(text, now, time) ?? parseDate(text, now, time);
}

/** The next such day; today only while the time is still to come, and never as `next`. */
function parseWeekday(text: string, now: Date, time: Time): Day | null {
  const [, next, name] = /^(?:this |(next ))?([a-z]{3,})$/.exec(text) ?? [];
  const weekday = name === undefined ? -1 : findName(weekdays, name);
  if (weekday < 0) return null;
  const ahead = (weekday - now.getDay() + 7) % 7;
  const isTodayOpen = next === undefined && toLocal(dayOf(now), time) > now;
  return dayOf(now, ahead === 0 && !isTodayOpen ? 7 : ahead);
}

/** `5 jan`, `january 5th`, `5 january 2031`; without a year the next such day. */
function parseDate(text: string, now: Date, time: Time): Day | null {
  const [, before, name, after, year] =
    /^(?:the )?(?:(\d{1,2})(?:st|nd|rd|th)?(?: of)? )?([a-z]{3,})\.?(?: (\d{1,2})(?:st|nd|rd|th)?)?(?:,? (\d{4}))?$/.exec(
      text,
    ) ?? [];
  const month = name === undefined ? -1 : findName(months, name);
  if (month < 0 || (before === undefined) === (after === undefined)) return null;
  const day = Number(before ?? after);
  if (year !== undefined) return checkDay({ year: Number(year), month, day });
  // 29 February may be up to eight years away.
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const found = checkDay({ year: now.getFullYear() + ahead, month, day });
    if (found && toLocal(found, time) > now) return found;
  }
  return null;
}

/** The place of a name that is written out, or cut to three letters or more. */
function findName(names: readonly string[], written: string): number {
  return names.findIndex((name) => name.startsWith(written));
}

function dayOf(now: Date, ahead = 0): Day {
  const moment = new Date(now.getFullYear(), now.getMonth(), now.getDate() + ahead, 12);
  return { year: moment.getFullYear(), month: moment.getMonth(), day: moment.getDate() };
}

function toLocal({ year, month, day }: Day, { hours, minutes }: Time): Date {
  return new Date(year, month, day, hours, minutes);
}

/** 31 February is no day, however willing `Date` is. */
function checkDay(day: Day): Day | null {
  const moment = new Date(Date.UTC(day.year, day.month, day.day));
  const isReal = moment.getUTCMonth() === day.month && moment.getUTCDate() === day.day;
  return isReal && day.year >= 1970 ? day : null;
}

function checkTime(time: Time): Time | null {
  return time.hours <= 23 && time.minutes <= 59 ? time : null;
}

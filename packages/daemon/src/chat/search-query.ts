// What is asked of a search of messages: words for PostgreSQL, and operators for us.

import { invalidField } from '@parley/shared/errors';

export interface MessageQuery {
  /** As `websearch_to_tsquery` reads it; empty when there are only operators. */
  words: string;
  from: string[];
  /** Slugs or ids. */
  rooms: string[];
  /** For each talk of the caller's that is looked through the names of all others in it. */
  directs: string[][];
  before: Date | null;
  after: Date | null;
  hasLink: boolean;
}

const token = /-?"[^"]*"?|\S+/g;
const operator = /^(-?)(from|in|before|after|has):(.*)$/is;

/** @throws invalid, naming what is not understood. */
export function parseMessageQuery(query: string): MessageQuery {
  const parsed: MessageQuery = {
    words: '',
    from: [],
    rooms: [],
    directs: [],
    before: null,
    after: null,
    hasLink: false,
  };
  const words: string[] = [];
  for (const [written] of query.matchAll(token)) {
    const [, minus, name, value = ''] = operator.exec(written) ?? [];
    if (name === undefined) {
      words.push(written);
      continue;
    }
    if (minus !== '') throw refuse(written, 'operators cannot be left out with a dash');
    if (value === '') throw refuse(written, 'write what it is to be, without a space');
    apply(parsed, { written, name: name.toLowerCase(), value });
  }
  return { ...parsed, words: words.join(' ') };
}

function apply(
  parsed: MessageQuery,
  { written, name, value }: { written: string; name: string; value: string },
): void {
  switch (name) {
    case 'from':
      parsed.from.push(value.replace(/^@/, ''));
      return;
    case 'in':
      if (value.startsWith('@')) parsed.directs.push(toNames(written, value));
      else parsed.rooms.push(value.replace(/^#/, '').toLowerCase());
      return;
    case 'before':
      parsed.before = earlier(parsed.before, toDay(written, value));
      return;
    case 'after':
      parsed.after = later(parsed.after, toDay(written, value));
      return;
    default:
      if (value.toLowerCase() !== 'link') throw refuse(written, 'only has:link is known');
      parsed.hasLink = true;
  }
}

/** `@bob,@cyd` as the list of rooms shows a talk. */
function toNames(written: string, value: string): string[] {
  const names = value.split(',').map((name) => name.trim().replace(/^@/, ''));
  if (names.every((name) => name !== '')) return names;
  throw refuse(written, 'write the people of the talk like in:@ada,@bob');
}

/** The beginning of a day in UTC. */
function toDay(written: string, value: string): Date {
  // PostgreSQL knows no year 0, and JavaScript a 31st of February.
  const day = /^[1-9]\d{3}-\d\d-\d\d$/.test(value) ? new Date(`${value}T00:00Z`) : null;
  if (day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)) return day;
  throw refuse(written, 'write the day like 2030-01-31');
}

const earlier = (one: Date | null, other: Date) => (one && one < other ? one : other);
const later = (one: Date | null, other: Date) => (one && one > other ? one : other);

/** An `invalid` error that names the operator. */
export function refuse(written: string, why: string) {
  return invalidField('query', `has ${written.slice(0, 80)}: ${why}`);
}

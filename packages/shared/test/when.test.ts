// Moments as people write them, in several time zones.

import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { parseWhen } from '../src/when.ts';

const zone = process.env.TZ;
afterAll(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

const two = (number: number) => String(number).padStart(2, '0');

describe.each(['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'])('in %s', (name) => {
  beforeEach(() => {
    process.env.TZ = name;
  });

  // A Wednesday.
  const now = () => new Date(2030, 0, 30, 10, 15, 30);
  test.each<[string, [number, number, number, number, number] | null]>([
    ['tomorrow 9:00', [2030, 0, 31, 9, 0]],
    ['Tomorrow at 9:00', [2030, 0, 31, 9, 0]],
    ['  9:00   tomorrow ', [2030, 0, 31, 9, 0]],
    ['tomorrow', [2030, 0, 31, 9, 0]],
    ['today 18:30', [2030, 0, 30, 18, 30]],
    ['tonight', [2030, 0, 30, 20, 0]],
    ['tonight 9pm', [2030, 0, 30, 21, 0]],
    ['18:30', [2030, 0, 30, 18, 30]],
    ['at 9:00', [2030, 0, 31, 9, 0]],
    ['9am', [2030, 0, 31, 9, 0]],
    ['12 am', [2030, 0, 31, 0, 0]],
    ['12:30 pm', [2030, 0, 30, 12, 30]],
    ['noon', [2030, 0, 30, 12, 0]],
    ['friday 18:30', [2030, 1, 1, 18, 30]],
    ['on fri, 18:30', [2030, 1, 1, 18, 30]],
    ['wednesday 18:30', [2030, 0, 30, 18, 30]],
    ['wednesday 9:00', [2030, 1, 6, 9, 0]],
    ['next wed 18:30', [2030, 1, 6, 18, 30]],
    ['9am on monday', [2030, 1, 4, 9, 0]],
    ['next week', [2030, 1, 6, 9, 0]],
    ['the day after tomorrow at noon', [2030, 1, 1, 12, 0]],
    ['5 feb', [2030, 1, 5, 9, 0]],
    ['February 5th 9:30', [2030, 1, 5, 9, 30]],
    ['the 5th of january at 7pm', [2031, 0, 5, 19, 0]],
    ['jan 5, 2032 at 7:05', [2032, 0, 5, 7, 5]],
    ['29 february', [2032, 1, 29, 9, 0]],
    ['2030-02-01', [2030, 1, 1, 9, 0]],
    ['2030-02-01 18:30', [2030, 1, 1, 18, 30]],
    ['2030-02-01T18:30', [2030, 1, 1, 18, 30]],
    ['2030-02-01 at 6pm', [2030, 1, 1, 18, 0]],
    ['6pm 2030-02-01', [2030, 1, 1, 18, 0]],
    ['in 3 days', [2030, 1, 2, 10, 15]],
    ['in a week', [2030, 1, 6, 10, 15]],
    ['in 1 month', [2030, 1, 28, 10, 15]],
    ['', null],
    ['soon', null],
    ['today', null],
    ['tomorrow 25:00', null],
    ['tomorrow 9:60', null],
    ['tomorrow maybe 9:00', null],
    ['nonsense tomorrow', null],
    ['13pm', null],
    ['0am', null],
    ['31 feb', null],
    ['2030-02-30', null],
    ['2030-13-01', null],
    ['2030-02-01Z', null],
    ['2030-02-01T10:00+25:00', null],
    ['5', null],
    ['in 2', null],
    ['in hours', null],
    ['in 2 parsecs', null],
    ['in 999999 months', null],
    ['9:00 18:00', null],
    ['tomorrow tomorrow', null],
    ['mo 9:00', null],
    ['x'.repeat(1_000), null],
  ])('%j', (written, parts) => {
    const expected = parts && new Date(...parts);
    if (/^in /.test(written)) expected?.setSeconds(30);
    expect(parseWhen(written, now())).toEqual(expected);
  });

  test.each<[string, number]>([
    ['now', 0],
    ['in 2 hours', 2 * 3_600_000],
    ['in an hour', 3_600_000],
    ['in 1 hour and 30 minutes', 5_400_000],
    ['1h30m', 5_400_000],
    ['90 min', 5_400_000],
    ['45s', 45_000],
  ])('%j is that far from now', (written, ms) => {
    expect(parseWhen(written, now())).toEqual(new Date(now().getTime() + ms));
  });

  const moment = fc
    .date({ min: new Date('2001-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
    .map((date) => new Date(Math.floor(date.getTime() / 60_000) * 60_000))
    // An hour that a clock change repeats or skips has no one name.
    .filter((date) => isPlain(date));
  function isPlain(date: Date): boolean {
    const offsets = [-4, 0, 4].map((hours) =>
      new Date(date.getTime() + hours * 3_600_000).getTimezoneOffset(),
    );
    return new Set(offsets).size === 1;
  }

  test('a moment written as ISO 8601 is that moment', () => {
    fc.assert(
      fc.property(moment, fc.constantFrom(0, -330, 60, 845), (at, offset) => {
        expect(parseWhen(at.toISOString(), now())).toEqual(at);
        const shifted = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, 16);
        const size = Math.abs(offset);
        const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
        expect(parseWhen(`${shifted}${zone}`, now())).toEqual(at);
      }),
    );
  });

  test('a day and a time in words are that moment, from wherever one looks', () => {
    fc.assert(
      fc.property(moment, moment, fc.constantFrom('', 'at '), (at, from, word) => {
        const clock = `${at.getHours()}:${two(at.getMinutes())}`;
        const date = `${at.getDate()} ${at.toLocaleString('en', { month: 'long' })}`;
        expect(parseWhen(`${date} ${at.getFullYear()} ${word}${clock}`, from)).toEqual(at);
        const next = parseWhen(clock, from)!;
        expect(next.getTime()).toBeGreaterThan(from.getTime());
        const day = parseWhen(at.toLocaleString('en', { weekday: 'long' }), from)!;
        expect([day.getDay(), day > from]).toEqual([at.getDay(), true]);
      }),
    );
  });

  test('any text is a moment or not understood, and nothing throws or stalls', () => {
    const words = fc.constantFrom(
      'in',
      'at',
      '9:00',
      'next',
      'friday',
      '2',
      'hours',
      'jan',
      ',',
      '5',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((all) => all.join(' ')),
        ),
        (text) => {
          const at = parseWhen(text, now());
          if (at !== null) expect(at.getTime()).not.toBeNaN();
        },
      ),
      { numRuns: 500 },
    );
  });
});

// Moments as people read them, whatever stands around them.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sayMoment, sayMoments } from '../src/moments.ts';

/** The same wall clock in whatever zone the machine is. */
const local = (day: number, hours: number, minutes = 0) =>
  new Date(2026, 10, day, hours, minutes).getTime();

test('a moment is local time, with the day where it is another one, and how far off it is', () => {
  const now = local(30, 12);
  expect(sayMoment(local(30, 20, 17), now)).toBe('20:17 (in 8 hours 17 minutes)');
  expect(sayMoment(local(33, 9), now)).toBe('3 Dec 2026 09:00 (in 2 days 21 hours)');
  expect(sayMoment(local(30, 9, 5), now)).toBe('09:05');
  expect(sayMoment(local(29, 23), now)).toBe('29 Nov 2026 23:00');
});

const anyTime = fc.date({
  min: new Date('1000-01-01T00:00:00.000Z'),
  max: new Date('9999-12-30T00:00:00.000Z'),
  noInvalidDate: true,
});

test('what a server writes for programs is read by people, and other text stays', () => {
  const now = local(30, 12);
  const at = new Date(local(30, 14, 30)).toISOString();
  const said = sayMoments(`You may write in #den again at ${at}.`, now);
  expect(said).toBe('You may write in #den again at 14:30 (in 2 hours 30 minutes).');
  for (const text of ['2026-13-99T99:99Z', '2026-11-30', 'T12:00Z', 'v2026-11-30T1:00Z'])
    expect(sayMoments(text, now)).toBe(text);
  fc.assert(
    fc.property(fc.string(), anyTime, (text, date) => {
      const plain = text.replaceAll(/[\dTZ]/gu, '');
      expect(sayMoments(plain, now)).toBe(plain);
      expect(sayMoments(`${plain} ${date.toISOString()}`, now)).not.toMatch(
        /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
      );
    }),
  );
});
